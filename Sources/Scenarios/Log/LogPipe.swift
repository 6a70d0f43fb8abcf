import Glibc
import Kernel

/// A pipe that a log writes to.
final class LogPipe: Sendable {
    private let pair: DescriptorPair

    init() throws(BodyFailure) { pair = try makePipe() }

    /// The writing end of a pipe that nobody reads any more.
    static func abandoned() throws(BodyFailure) -> Descriptor {
        let pair = try makePipe()
        let writing = pair.second.number
        do throws(CallFailure) {
            return Descriptor(owning: try checked("dup", "pipe") { dup(writing) })
        } catch {
            throw BodyFailure(error)
        }
    }

    var writing: Int32 { pair.second.number }

    /// What ends the reading.
    static let end = "end"

    /// F_SETPIPE_SZ of <linux/fcntl.h>, which Glibc does not show.
    private static let setPipeSize: Int32 = 1031
    /// The smallest that there is: PIPE_BUF, where pages are that large.
    private static let smallestBytes: Int32 = 4096

    /// Makes it small, and has it take nothing more: empty lines are in it.
    func fill() throws(BodyFailure) {
        let writing = writing
        do throws(CallFailure) {
            // A kernel that does not make it smaller fills it with more.
            _ = fcntl(writing, Self.setPipeSize, Self.smallestBytes)
            let flags = try setFlags(adding: O_NONBLOCK)
            while true {
                do throws(CallFailure) { _ = try checked("write", "pipe") { write(writing, "\n", 1) } } catch {
                    if error.errno == .tryAgain { break }
                    throw error
                }
            }
            _ = try checked("fcntl", "F_SETFL") { fcntl(writing, F_SETFL, flags) }
        } catch {
            throw BodyFailure(error)
        }
    }

    /// From here on no write waits.
    func stopBlocking() throws(BodyFailure) {
        do throws(CallFailure) { _ = try setFlags(adding: O_NONBLOCK) } catch { throw BodyFailure(error) }
    }

    /// - Returns: what they were.
    private func setFlags(adding flag: Int32) throws(CallFailure) -> Int32 {
        let writing = writing
        let flags = try checked("fcntl", "F_GETFL") { fcntl(writing, F_GETFL) }
        _ = try checked("fcntl", "F_SETFL") { fcntl(writing, F_SETFL, flags | flag) }
        return flags
    }

    /// Whether there is something to read now, or a millisecond later.
    func hasSome() throws(BodyFailure) -> Bool {
        do throws(CallFailure) {
            return try waitUntilReadable(pair.first.number, timeoutMilliseconds: 1)
        } catch {
            throw BodyFailure(error)
        }
    }

    /// Reads what is there; waits where nothing is.
    func readSome() throws(BodyFailure) -> [UInt8] {
        let reading = pair.first.number
        do throws(CallFailure) {
            var failure: CallFailure?
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                do throws(CallFailure) {
                    count = try checked("read", "pipe") { read(reading, buffer.baseAddress, buffer.count) }
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            return bytes
        } catch {
            throw BodyFailure(error)
        }
    }

    /// Reads on a thread of its own, line after line without empty ones, until one is `end`.
    func startReading(_ each: @escaping @Sendable (String) -> Void) throws(BodyFailure) -> OtherThread {
        try OtherThread.start {
            var rest: [UInt8] = []
            while let bytes = try? self.readSome(), !bytes.isEmpty {
                rest += bytes
                var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                rest = Array(lines.removeLast())
                for line in lines where !line.isEmpty {
                    let text = String(decoding: line, as: UTF8.self)
                    if text == Self.end { return }
                    each(text)
                }
            }
        }
    }
}
