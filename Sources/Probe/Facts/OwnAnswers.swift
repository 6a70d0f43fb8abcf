import CKernel
import Kernel

extension Facts {
    /// Asks in this process where no child could be made to ask, unless a filter might kill it over that.
    mutating func askHere(after failure: CallFailure) {
        let isFirst = transcript.answers.isEmpty
        transcript.record(.child, .errno(failure.errno))
        transcript.record(.failedCall(of: .child), .none("\(failure)"))
        let mode = seccomp_mode()
        transcript.record(.seccompMode, Answer(result: Int(mode)))
        guard isFirst, environment.seccomp.mode ?? Int(mode) == 0 else { return }
        for (question, answer) in Interview.answersHere().answers { transcript.record(question, answer) }
    }
}
