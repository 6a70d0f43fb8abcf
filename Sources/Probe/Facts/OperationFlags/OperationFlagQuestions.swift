import Kernel

extension Interview {
    /// Each operation flag by its own check, on a ring of its own where it needs setup flags.
    static func askOperationFlags(_ interviewer: Interviewer) {
        for setupFlags in Set(OperationFlagCheck.asked.map(\.asked.setupFlags)).sorted() {
            var bench: CheckBench?
            for (flag, asked) in OperationFlagCheck.asked where asked.setupFlags == setupFlags {
                if bench?.isSpent ?? true {
                    bench = nil  // its ring goes before the next is made
                    interviewer.askPatiently(.bench(setupFlags: setupFlags)) { () throws(CallFailure) in
                        bench = try CheckBench(setupFlags: setupFlags)
                        return 0
                    }
                }
                guard let bench else { break }
                if let control = asked.control {
                    interviewer.ask(.control(flag)) { () throws(CallFailure) in try control(bench) }
                }
                interviewer.ask(.operationFlag(flag)) { () throws(CallFailure) in try asked.ask(bench) }
            }
        }
    }
}
