import Glibc
import Kernel

/// The functions that an ELF file names, by address.
///
/// - Note: unsafe code: reads of a mapped file at offsets that the file itself says. Each is checked against the
///   mapping's size before it is read; a file that shrinks under the mapping would still kill this process, which the
///   file of a program that runs does not.
package struct SymbolTable: Sendable {
    private struct Function {
        var address: UInt64
        var sizeBytes: UInt64
        var isWeak: Bool
        /// Offset of its name in `names`.
        var name: Int
    }

    /// By address.
    private let functions: [Function]
    /// The file's string table.
    private let names: [UInt8]

    /// Of the file at `path`: its full table, else that of dynamic linking; empty where it has neither or is no such
    /// file.
    package init(path: String) {
        (functions, names) = Self.read(path) ?? ([], [])
    }

    var isEmpty: Bool { functions.isEmpty }

    /// The function at `address` within the file, and how far in: the name as the file has it.
    package func function(at address: UInt64) -> (name: String, offset: UInt64)? {
        var (low, high) = (0, functions.count)
        while low < high {
            let middle = (low + high) / 2
            if functions[middle].address <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let function = functions[low - 1]
        let offset = address - function.address
        // Assembly may not say how long a function is; then it reaches to the next.
        guard function.sizeBytes == 0 || offset < function.sizeBytes else { return nil }
        return (name(at: function.name), offset)
    }

    private func name(at offset: Int) -> String {
        guard offset < names.count else { return "?" }
        return String(decoding: names[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }

    // MARK: The file (ELF, 64 bits, in this machine's byte order)

    private static let sizeLimitBytes = 1 << 30

    private static func read(_ path: String) -> ([Function], [UInt8])? {
        guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
        let size = Int(lseek(file.number, 0, SEEK_END))
        guard size >= MemoryLayout<Elf64_Ehdr>.size, size <= sizeLimitBytes,
            let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.number, 0), memory != MAP_FAILED
        else { return nil }
        defer { munmap(memory, size) }
        let bytes = UnsafeRawBufferPointer(start: memory, count: size)
        guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]),
            let header = load(Elf64_Ehdr.self, bytes, at: 0)
        else { return nil }
        var sections: [Elf64_Shdr] = []
        for index in 0..<Int(header.e_shnum) {
            let offset = header.e_shoff &+ UInt64(index * Int(header.e_shentsize))
            guard let section = load(Elf64_Shdr.self, bytes, at: offset) else { return nil }
            sections.append(section)
        }
        let (symbolTable, dynamicSymbolTable) = (UInt32(2), UInt32(11))
        guard
            let table = sections.first(where: { $0.sh_type == symbolTable })
                ?? sections.first(where: { $0.sh_type == dynamicSymbolTable }),
            Int(table.sh_link) < sections.count, let symbols = content(of: table, bytes),
            let names = content(of: sections[Int(table.sh_link)], bytes)
        else { return nil }
        return (functions(symbols), Array(names))
    }

    private static func functions(_ symbols: UnsafeRawBufferPointer) -> [Function] {
        let stride = MemoryLayout<Elf64_Sym>.stride
        var functions: [Function] = []
        functions.reserveCapacity(symbols.count / stride)
        for index in 0..<symbols.count / stride {
            let symbol = symbols.loadUnaligned(fromByteOffset: index * stride, as: Elf64_Sym.self)
            let type = symbol.st_info & 15
            // STT_FUNC and STT_GNU_IFUNC that are defined here.
            guard type == 2 || type == 10, symbol.st_shndx != 0 else { continue }
            functions.append(
                Function(
                    address: symbol.st_value, sizeBytes: symbol.st_size, isWeak: symbol.st_info >> 4 == 2,
                    name: Int(symbol.st_name)))
        }
        // Of several names the last is found: a weak one is another's stand-in.
        functions.sort { ($0.address, $0.isWeak ? 0 : 1) < ($1.address, $1.isWeak ? 0 : 1) }
        return functions
    }

    private static func content(of section: Elf64_Shdr, _ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let (end, overflows) = section.sh_offset.addingReportingOverflow(section.sh_size)
        guard !overflows, end <= UInt64(bytes.count) else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(section.sh_offset)..<Int(end)])
    }

    private static func load<Value: BitwiseCopyable>(
        _ type: Value.Type, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) -> Value? {
        let size = UInt64(MemoryLayout<Value>.size)
        guard offset <= UInt64(bytes.count), UInt64(bytes.count) - offset >= size else { return nil }
        return bytes.loadUnaligned(fromByteOffset: Int(offset), as: type)
    }
}
