import Foundation

extension Subject {
    /// What connections take that have nothing to say.
    static let idle = [
        Subject(name: "idle") { effort in
            let client = try Peer.echoClient.get()
            let sizes = effort == .whole ? [1000, 10_000] : [50]
            let rounds = effort == .whole ? 7 : 1
            var (lines, figures) = (
                [
                    "idle connections, \(rounds) runs, medians for each, beyond the socket",
                    "                               kernel      process    goal: at most 1024 of the kernel",
                ], [Double]()
            )
            for server in [EchoServer.receive, .stream] {
                for size in sizes {
                    let runs = try (0..<rounds).map { _ in
                        try Run.own(["idle", server.rawValue, client, "\(size)"]).written()
                    }
                    let medians = (0..<2).map { column in Sample(nanoseconds: runs.map { $0[column] }).medianNanoseconds }
                    let name = server == .receive ? "receive" : "receive stream"
                    lines.append(
                        String(format: "  %6d, ", size) + name.padding(toLength: 14, withPad: " ", startingAt: 0)
                            + medians.map { String(format: "%7.0f bytes", $0) }.joined()
                            + (medians[0] <= 1024 ? "    met" : "    not met"))
                    figures += medians
                }
            }
            return Measured(text: lines.joined(separator: "\n"), rows: [], figures: figures)
        }
    ]
}
