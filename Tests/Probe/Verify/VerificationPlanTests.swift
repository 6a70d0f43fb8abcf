import Testing

@testable import Probe

/// What is decided before a check is run, and after it: from recorded answers of real kernels.
struct VerificationPlanTests {
    private func plan(_ name: String, _ selection: Verification.Selection = .init()) throws -> VerificationPlan {
        let facts = Facts(transcript: try Recorded.transcript(name), environment: Recorded.environment)
        return VerificationPlan(facts, Findings(facts.transcript), selection)
    }

    private func check(_ subject: CheckSubject) throws -> OperationCheck {
        try #require(OperationCheck.all.first { $0.subject == subject })
    }

    @Test func whatTheKernelHasNotIsNotRun() throws {
        let plan = try plan("debian-6.1.192")
        #expect(
            plan.foregoneResult(of: try check(.operation("BIND")))
                == CheckResult(.skipped, "not in this kernel, upstream since 6.11"))
        #expect(plan.foregoneResult(of: try check(.operation("READ"))) == nil)
    }

    @Test func whatACheckNeedsIsNamed() throws {
        let result = try plan("debian-6.1.192").foregoneResult(of: try check(.operation("URING_CMD")))
        #expect(result == CheckResult(.skipped, "this kernel has no SOCKET_URING_OP_GETSOCKOPT, upstream since 6.7"))
    }

    @Test func withoutARingNothingIsRun() throws {
        let transcript = Transcript("ring of 8 entries = -1\n")
        let facts = Facts(transcript: transcript, environment: Recorded.environment)
        let plan = VerificationPlan(facts, Findings(transcript), .init())
        for check in OperationCheck.all { #expect(plan.foregoneResult(of: check)?.kind == .skipped) }
    }

    @Test func whatIsNotAskedForIsLeftOut() throws {
        let plan = try plan(
            "debian-6.1.192", .init(only: [.operation("READ"), .operation("NOP")], skipping: [.operation("NOP")]))
        let asked = OperationCheck.all.filter(plan.isAskedFor)
        #expect(Set(asked.map(\.subject.name)) == ["READ", "NOP"])
        #expect(plan.foregoneResult(of: try check(.operation("NOP"))) == CheckResult(.skipped, "as asked"))
    }

    @Test func aFailureOfWhatTheKernelMayNotHaveSaysNothing() throws {
        let plan = try plan("debian-6.1.192")
        let failure = CheckResult(.failed, "EINVAL", usually: "half of it")
        let perTask = try check(.flag("RESTRICTIONS_PER_TASK"))
        #expect(
            plan.judged(failure, of: perTask)
                == CheckResult(.unknown, "EINVAL; whether the kernel has it is not known"))
        #expect(plan.judged(CheckResult(.ok), of: perTask) == CheckResult(.ok))
        #expect(plan.judged(failure, of: try check(.operation("READ"))) == failure)
    }
}
