import CKernel
import Glibc
import Kernel

/// Turns the addresses of a crash into names. The child's program is this program's own file; libraries are read where
/// the child had them from.
///
/// A release has no table of symbols, which would cost half as much again as the whole program: its functions have
/// offsets, which `addr2line -fe` resolves with a build of the same commit that keeps them (URINGCTL_SYMBOLS=1).
package final class Symbolizer {
    private let program: String?
    package let programName: String
    private var tables: [String: SymbolTable] = [:]

    /// - Parameters:
    ///   - program: the file that the child executed.
    ///   - name: what it is called.
    package init(program: String? = Program.path, name: String = "uringctl") {
        self.program = program
        programName = name
    }

    /// Where the process was and who had called, innermost first. A run of the same place is one entry.
    package func frames(of record: CrashRecord) -> [CrashFrame] {
        var frames: [CrashFrame] = []
        if let programCounter = record.programCounter {
            frames.append(frame(programCounter, lookedUpAt: programCounter, record))
            // After a call of nothing there is no frame yet: who called lies on top of the stack.
            if frames[0].file == nil, let caller = record.stackWords.first, record.image(at: caller) != nil {
                frames.append(frame(caller, lookedUpAt: caller &- 1, record))
            }
        }
        for address in record.returnAddresses {
            // A call at a function's end returns past it.
            let next = frame(address, lookedUpAt: address &- 1, record)
            if let last = frames.indices.last, frames[last].isSamePlace(as: next) {
                frames[last].repetitions += 1
            } else {
                frames.append(next)
            }
        }
        return frames
    }

    private func frame(_ address: UInt64, lookedUpAt place: UInt64, _ record: CrashRecord) -> CrashFrame {
        var frame = CrashFrame(address: address)
        guard let image = record.image(at: place), let path = image.path ?? program else { return frame }
        frame.file = image.path.map { String($0.split(separator: "/").last ?? "") } ?? programName
        frame.fileOffset = address &- image.loadAddress
        if let (name, offset) = table(path).function(at: place &- image.loadAddress) {
            frame.function = demangled(name)
            frame.functionOffset = offset &+ (address &- place)
        }
        return frame
    }

    private func table(_ path: String) -> SymbolTable {
        if let table = tables[path] { return table }
        let table = SymbolTable(path: path)
        tables[path] = table
        return table
    }

    private func demangled(_ name: String) -> String {
        guard name.hasPrefix("$s") || name.hasPrefix("$S"),
            let text = swift_demangle(name, name.utf8.count, nil, nil, 0)
        else { return name }
        defer { free(text) }
        return String(cString: text)
    }
}

package struct CrashFrame: Sendable, Equatable {
    package var address: UInt64
    /// The file it lies in, without folders; nil when in none.
    package var file: String?
    /// The address within the file, as objdump(1) and addr2line(1) take it.
    package var fileOffset: UInt64?
    /// The function's name, of Swift's functions as Swift shows it; nil when the file does not name it.
    package var function: String?
    package var functionOffset: UInt64?
    /// How often it stands there in a row.
    package var repetitions = 1

    fileprivate func isSamePlace(as other: CrashFrame) -> Bool { address == other.address }

    /// "name + 12 in uringctl+0x1a2b, 31 times".
    package var description: String {
        let place = file.flatMap { file in fileOffset.map { "\(file)+\(hexadecimal($0))" } } ?? hexadecimal(address)
        let name = function.map { "\($0) + \(functionOffset ?? 0) in " } ?? ""
        return name + place + (repetitions > 1 ? ", \(repetitions) times" : "")
    }
}
