import CKernel
import Kernel

extension Facts {
    /// Asks in this process where no child could be made to ask, unless a filter might kill it over that.
    mutating func askHere(after failure: CallFailure) {
        let isFirst = transcript.answers.isEmpty
        transcript.record(.child, .errno(failure.errno))
        transcript.record(.failedCall(of: .child), .none("\(failure)"))
        guard isFirst, environment.seccomp.mode ?? Int(seccomp_mode()) == 0 else { return }
        for (question, answer) in Interview.answersHere().answers { transcript.record(question, answer) }
    }
}
