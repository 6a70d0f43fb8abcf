import Arguments
import Fibers
import Runtimes

/// What came of a lookup that may fail, for a report.
enum LookupAnswer {
    private static let shownAddresses = 4

    /// "192.0.2.1, 2001:db8::1 and 3 more", or why there are none.
    static func words(_ answer: Result<[SocketAddress], LookupFailure>) -> String {
        switch answer {
        case .success(let addresses):
            let hosts = addresses.map { $0.numericHost ?? "\($0)" }
            let more = hosts.count - shownAddresses
            return hosts.prefix(shownAddresses).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        case .failure(let failure):
            if case .interrupted = failure.cause { return "no answer" }
            return "\(failure.cause)"
        }
    }

    /// "example.org after 1.4 ms: 192.0.2.1".
    static func words(
        _ name: String, _ answer: Result<[SocketAddress], LookupFailure>, after nanoseconds: Int64
    ) -> String {
        "\(Phrase.quoted(name)) after \(Words.time(nanoseconds)): \(words(answer))"
    }
}
