import Foundation
import Support

/// A program that runs beside a test, and is killed with its owner.
final class Background {
    private let process = Process()
    /// The first line that it wrote; empty where it ended before.
    let line: String

    var pid: Int32 { process.processIdentifier }

    /// Starts `program` and waits for a line of its standard output, or its end.
    init(_ program: String, _ arguments: [String] = []) throws {
        guard let path = Shell.path(of: program) else { throw Missing("\(program) is not installed") }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var text = Data()
        while text.last != UInt8(ascii: "\n") {
            let piece = pipe.fileHandleForReading.availableData
            if piece.isEmpty { break }
            text += piece
        }
        line = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    deinit {
        // The threads of tests block most signals, and what they start inherits that: but not this one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
