import Glibc
import Kernel

/// The child's side: asks, and writes down each question before it is asked and each answer once it is there, so that
/// the parent knows what was asked when the child died over it.
final class Interviewer {
    private let write: ([UInt8]) -> Void
    private let omitted: Set<Question>
    private var pending: [UInt8] = []

    /// How much longer this interview may wait for memory that closed rings give back late.
    private var memoryPatienceMilliseconds = 2400
    /// How long one question may wait: less than the parent lets pass in silence.
    private static let questionPatienceMilliseconds = 1300

    /// - Parameters:
    ///   - omitted: questions over which an earlier child died.
    ///   - write: takes the next lines of the transcript.
    init(omitting omitted: Set<Question> = [], writing write: @escaping ([UInt8]) -> Void) {
        self.omitted = omitted
        self.write = write
    }

    /// Writes the transcript to `output`. Ends this process where that fails: a transcript with a gap would pass for a
    /// whole one.
    convenience init(omitting omitted: Set<Question>, output: Int32) {
        self.init(omitting: omitted) { lines in
            var rest = lines[...]
            while !rest.isEmpty {
                let written = try? checked("write") {
                    rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
                }
                guard let count = written else { exit(EXIT_FAILURE) }
                rest = rest.dropFirst(count)
            }
        }
    }

    func mayAsk(_ question: Question) -> Bool { !omitted.contains(question) }

    /// Asks unless an earlier child died over it: the result of `body`, negative for an errno.
    @discardableResult
    func ask(_ question: Question, _ body: () throws(CallFailure) -> Int) -> Answer {
        guard mayAsk(question) else { return .none("not asked again") }
        append("\(question) ?")
        flush()
        let answer: Answer
        do throws(CallFailure) {
            answer = Answer(result: try body())
        } catch {
            answer = .none("\(error)")
        }
        tell(question, answer)
        return answer
    }

    /// As `ask`, for what makes a ring, where a failure to make it is the answer, and the call that failed is told
    /// beside it. After ENOMEM it is tried again for a while, because what rings are charged (RLIMIT_MEMLOCK) comes
    /// back late after they are closed, measured up to 1.2 s on 6.18.
    func askPatiently(
        _ question: Question, isPatient: Bool = true, _ body: () throws(CallFailure) -> Int
    ) {
        var failure: CallFailure?
        func result() -> Int {
            failure = nil
            do throws(CallFailure) {
                return try body()
            } catch {
                failure = error
                return -Int(error.errno.number)
            }
        }
        ask(question) {
            var answer = result()
            var patience = isPatient ? min(Self.questionPatienceMilliseconds, memoryPatienceMilliseconds) : 0
            while answer == -Int(Errno.outOfMemory.number), patience > 0 {
                var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
                nanosleep(&pause, nil)
                patience -= 20
                memoryPatienceMilliseconds -= 20
                answer = result()
            }
            return answer
        }
        if let failure { tell(.failedCall(of: question), .none("\(failure)")) }
    }

    /// Writes down what came with another answer.
    func tell(_ question: Question, _ answer: Answer) { append(Transcript.line(question, answer)) }

    /// Hands over all that was written down.
    func flush() {
        write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private func append(_ line: String) {
        pending += line.utf8
        pending.append(UInt8(ascii: "\n"))
    }
}
