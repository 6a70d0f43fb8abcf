import Fibers
import Glibc
import Kernel
import Synchronization
import Testing

@testable import Runtimes

/// What was written to a log's descriptor.
enum LogReader {
    /// All that there is to read until the other end is closed.
    static func readAll(_ descriptor: Int32) throws -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try checked("read") { read(descriptor, &buffer, buffer.count) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    /// Every write(2), up to the end: of a socket that keeps them apart.
    static func readWrites(_ descriptor: Int32) throws -> [String] {
        var writes: [String] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = try checked("read") { read(descriptor, &buffer, buffer.count) }
            if count == 0 { return writes }
            writes.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// How many lines `line` says were dropped, if it says that.
    static func dropped(_ line: String) -> Int? {
        line.wholeMatch(of: /\(([0-9]+) lines? w(?:as|ere) dropped\)\n?/).flatMap { Int($0.1) }
    }

    /// The capacity of a pipe: F_SETPIPE_SZ of <linux/fcntl.h>, which Glibc does not show.
    static func shrink(_ pipe: Int32) throws { _ = try checked("fcntl", "F_SETPIPE_SZ") { fcntl(pipe, 1031, 4096) } }

    /// Has the pipe take nothing more, of 4096 line feeds.
    static func fill(_ pipe: Int32) throws {
        try shrink(pipe)
        let ends = [UInt8](repeating: 10, count: 4096)
        _ = try checked("write") { write(pipe, ends, ends.count) }
    }

    static func setNonBlocking(_ descriptor: Int32) throws {
        _ = try checked("fcntl", "F_SETFL") { fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }
}

/// What several threads write to and close.
final class SharedPair: Sendable {
    let first: Int32
    private let writing: Atomic<Int32>

    init(_ pair: consuming DescriptorPair) throws {
        first = try checked("dup") { dup(pair.first.number) }
        writing = Atomic(try checked("dup") { dup(pair.second.number) })
    }

    var second: Int32 { writing.load(ordering: .relaxed) }

    /// Closes the end that is written to.
    func closeSecond() {
        let number = writing.exchange(-1, ordering: .relaxed)
        if number >= 0 { close(number) }
    }

    deinit {
        closeSecond()
        close(first)
    }
}
