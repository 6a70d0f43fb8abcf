import Foundation

/// The JSON of a probe in a guest, as far as it is judged here.
struct GuestReport: Decodable {
    struct Verdict: Decodable {
        let usable: Bool?
        let cause: String?
        let confidence: Truth.Confidence?
        let interruption: String?
        let causes: [FoundCause]

        /// Whether it knows less than it would with more time.
        var isInterrupted: Bool { usable == nil || interruption != nil }

        /// "sysctl certain refuses, memlock likely behind"
        var text: String {
            let words = causes.map { "\($0.cause) \($0.confidence.rawValue) \($0.standing)" }
            let usability = usable == true ? ["usable"] : usable == nil ? ["unknown"] : []
            return (usability + words).joined(separator: ", ")
        }
    }

    struct FoundCause: Decodable {
        let cause: String
        let confidence: Truth.Confidence
        let standing: String
    }

    let verdict: Verdict

    init(_ text: String) throws { self = try JSONDecoder().decode(GuestReport.self, from: Data(text.utf8)) }
}
