/// Where a value that was used as a pointer and is none may come from.
package enum PointerOrigin: Sendable, Equatable {
    /// A pattern that somebody fills memory with, and who.
    case fill(pattern: String, by: String)
    /// Eight printable characters.
    case text(String)

    /// nil when it looks like nothing in particular.
    package init?(_ value: UInt64) {
        if let fill = Self.fills.first(where: { $0.matches(value) }) {
            self = .fill(pattern: fill.pattern, by: fill.maker)
        } else if let text = Self.text(value) {
            self = .text(text)
        } else {
            return nil
        }
    }

    /// In words that follow "the value is".
    package var description: String {
        switch self {
        case .fill(let pattern, let maker): "\(pattern), \(maker)"
        case .text(let text): "the text \"\(text)\""
        }
    }

    /// Repeated over the value's eight bytes. The lowest two may differ: a field's offset was added.
    private struct Fill {
        var bytes: UInt64
        var pattern: String
        var maker: String

        init(byte: UInt8, _ maker: String) {
            bytes = UInt64(byte) * 0x0101_0101_0101_0101
            pattern = hexadecimal(UInt64(byte)) + " repeated"
            self.maker = maker
        }

        init(word: UInt32, _ maker: String) {
            bytes = UInt64(word) << 32 | UInt64(word)
            pattern = hexadecimal(UInt64(word)) + " repeated"
            self.maker = maker
        }

        func matches(_ value: UInt64) -> Bool { value >> 16 == bytes >> 16 }
    }

    private static let fills = [
        Fill(byte: 0xaa, "as Zig fills undefined memory"),
        Fill(byte: 0xbe, "as AddressSanitizer fills new memory"),
        Fill(byte: 0xcc, "as int3 or uninitialised stack is filled"),
        Fill(byte: 0xcd, "as some allocators fill new memory"),
        Fill(byte: 0xdd, "as some allocators fill freed memory"),
        Fill(byte: 0xfd, "as some allocators fill what lies around a block"),
        Fill(byte: 0xfe, "as some compilers fill uninitialised variables"),
        Fill(byte: 0x5a, "as jemalloc fills freed memory"),
        Fill(byte: 0xa5, "as jemalloc fills new memory"),
        Fill(byte: 0x6b, "as Linux fills freed memory"),
        Fill(word: 0xdead_beef, "a mark of dead memory"),
        Fill(word: 0xdead_c0de, "a mark of dead memory"),
        Fill(word: 0xdead_dead, "a mark of dead memory"),
        Fill(word: 0xbaad_f00d, "a mark of uninitialised memory"),
        Fill(word: 0xfeed_face, "a mark of uninitialised memory"),
        Fill(word: 0xcafe_babe, "a mark of uninitialised memory"),
    ]

    private static func text(_ value: UInt64) -> String? {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return bytes.allSatisfy { 0x20..<0x7f ~= $0 } ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
