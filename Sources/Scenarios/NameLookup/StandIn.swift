import Arguments
import Kernel
import Runtimes

/// A lookup that takes its time, and asks nobody: how long getaddrinfo(3) takes, nobody but the name servers decides.
enum StandIn {
    static let durationNanoseconds: Int64 = 300_000_000

    /// Keeps the calling thread for that long, as a slow getaddrinfo(3) would.
    static func resolve(_ name: String, port: UInt16) -> [SocketAddress] {
        let end = Clock.nanoseconds(after: durationNanoseconds)
        while true {
            let left = end - Clock.nanoseconds
            if left <= 0 { return [.loopbackIPv4(port: port)] }
            Processors.rest(nanoseconds: Int(left))
        }
    }

    static let note =
        "the stand-in sleeps on the thread that would wait in getaddrinfo: how long that takes is up to name servers"

    /// For a name that nobody has to know.
    static let name = "stand-in.invalid"

    /// - Throws: where the time given would be up before a lookup has shown anything.
    static func expectTime(_ effort: Effort) throws(BodyFailure) {
        let needed = 4 * durationNanoseconds
        guard effort.timeoutNanoseconds < needed else { return }
        throw .prevented(
            "a lookup of \(Words.time(durationNanoseconds)) needs more time than --timeout "
                + "\(DurationText.render(effort.timeoutNanoseconds)): give \(DurationText.render(needed))")
    }
}

extension Effort {
    /// Until when a lookup may take, so that there is time left to tell of it.
    var lookupLimitNanoseconds: Int64 { timeoutNanoseconds / 4 * 3 }
}
