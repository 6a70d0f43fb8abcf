import Kernel
import Testing

@testable import Probe

struct TranscriptTests {
    @Test(arguments: [
        Answer.value(0), .value(255), .errno(.permissionDenied), .none("no socket: EMFILE = 24 - none"),
        .fatal(.signalled(31)), .fatal(.exited(status: 2)), .fatal(.hung), .fatal(.leftBehind(processIdentifier: 77)),
    ])
    func whatIsWrittenIsRead(answer: Answer) {
        let question: Question = "io_uring_register(-1, QUERY)"
        var transcript = Transcript()
        transcript.read(Substring(Transcript.line(question, answer)))
        #expect(transcript[question] == answer)
    }

    @Test func aQuestionWithoutAnAnswerIsInFlight() {
        #expect(Transcript("NOP ?\nNOP = 0\nfeatures ?").inFlight == "features")
        #expect(Transcript("NOP ?\nNOP = 0").inFlight == nil)
    }

    @Test func linesThatAreNoneArePassedOver() {
        let transcript = Transcript("\ngarbage\nNOP = zero\nNOP =\n= 5\nNOP = 99999999999999999999\nfeatures = 3")
        #expect(transcript.answers == [.features: .value(3)])
    }

    /// Any beginning of a transcript is a transcript: a child can die at any byte.
    @Test func everyPrefixIsReadAndJudged() throws {
        let lines = try Recorded.transcript("6.18.44").answers.map { Transcript.line($0, $1) }
        let text = lines.sorted().joined(separator: "\n")
        for end in stride(from: 0, to: text.utf8.count, by: 37) {
            let facts = Facts(transcript: Transcript(String(text.prefix(end))), environment: Recorded.environment)
            let result = ProbeResult(facts)
            #expect((0...2).contains(result.exitStatus))
        }
    }
}
