/// Why a name is not asked for: nobody could know it.
package enum NameFault: Error, Sendable, Equatable, CustomStringConvertible {
    case empty
    /// RFC 1035 has 255 bytes on the wire, which are 253 in writing; a dot at the end does not count.
    case tooLong(bytes: Int)
    /// C would read no further.
    case zeroByte
    /// Brackets belong to URLs, where a port follows.
    case bracketed

    package static let limitBytes = 253

    /// nil where it may be asked for.
    package init?(of name: String) {
        let bytes = name.utf8
        let count = bytes.last == UInt8(ascii: ".") ? bytes.count - 1 : bytes.count
        if count == 0 {
            self = .empty
        } else if bytes.contains(0) {
            self = .zeroByte
        } else if bytes.first == UInt8(ascii: "[") {
            self = .bracketed
        } else if count > NameFault.limitBytes {
            self = .tooLong(bytes: count)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .empty: "an empty name: give a host's name or its address"
        case .tooLong(let bytes): "a name of \(bytes) bytes: it may have \(NameFault.limitBytes)"
        case .zeroByte: "a name with a zero byte in it: leave it out"
        case .bracketed: "an address in brackets: leave them out"
        }
    }
}
