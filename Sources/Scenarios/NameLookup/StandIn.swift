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
}

extension Effort {
    /// - Throws: where the time given would be up before a slow lookup has shown anything.
    func expectTimeForLookups() throws(BodyFailure) {
        let needed = 4 * StandIn.durationNanoseconds
        guard timeoutNanoseconds < needed else { return }
        throw .prevented(
            "slow lookups and connections need more time than --timeout \(DurationText.render(timeoutNanoseconds)): "
                + "give \(DurationText.render(needed))")
    }

    /// Until when a lookup may take, so that there is time left to tell of it.
    var lookupLimitNanoseconds: Int64 { timeoutNanoseconds / 4 * 3 }
}
