import Catalog
import Kernel

/// ENOSYS: a filter that says so, a kernel without io_uring, or somebody who answers in the kernel's place.
extension Judge {
    func refusalsOfMissingCalls(_ evidence: [String]) -> [FoundCause] {
        let evidence = evidence + Evidence.ofBuild(environment)
        let hasIoUring = isRegisterReached ? true : environment.hasIoUring
        let isTooOld = environment.release.map { $0 < Release(major: 5, minor: 1) } ?? false
        if hasIoUring == false || isTooOld && hasIoUring == nil {
            let age = isTooOld ? ["the kernel is older than 5.1, the first with io_uring"] : []
            if isTooOld, let emulation = emulation(evidence), emulation.confidence == .certain { return [emulation] }
            return [missing(.certain, evidence + age)]
        }
        // An emulator has no io_uring of its own, whatever filter it runs under.
        if let emulation = emulation(evidence), emulation.confidence == .certain || !isFiltered { return [emulation] }
        if isFiltered {
            var filter = filter(hasIoUring == true ? .certain : .likely, evidence, errno: .notImplemented)
            if hasIoUring == nil {
                filter.remedy? += "; if that changes nothing, the kernel was built without io_uring"
            }
            return [filter]
        }
        if hasIoUring == true {
            return [emulated(.likely, evidence + Evidence.ofSeccomp(facts))]
        }
        return [missing(facts.seccompMode == 0 ? .certain : .likely, evidence)]
    }

    private func missing(_ confidence: Confidence, _ evidence: [String]) -> FoundCause {
        FoundCause(
            .kernel, confidence, refuses: "io_uring", evidence: evidence + Evidence.ofSeccomp(facts),
            remedy: "a kernel from 5.1 on that was built with CONFIG_IO_URING=y"
                + (environment.buildOption.isSet == nil
                    ? environment.buildOption.file.map { "; this one's says: zcat \($0) | grep IO_URING" } ?? "" : ""))
    }

    /// Somebody answers in the kernel's place, where there are signs of that; nil where there are none.
    func emulation(_ evidence: [String]) -> FoundCause? {
        var evidence = evidence
        let hints = environment.otherKernelHints
        if !hints.isEmpty { evidence.append("signs of another kernel: \(hints.joined(separator: ", "))") }
        if environment.isTraced == true { evidence.append("a tracer is attached") }
        if facts.isAnsweredByAnother { evidence.append("a child process was answered, this one was not") }
        guard !hints.isEmpty || environment.isTraced == true || facts.isAnsweredByAnother else { return nil }
        let isSure = facts.isAnsweredByAnother || !Set(hints).isDisjoint(with: ["gvisor", "qemu-user", "wsl1", "rr"])
        return emulated(isSure ? .certain : .likely, evidence)
    }

    private func emulated(_ confidence: Confidence, _ evidence: [String]) -> FoundCause {
        FoundCause(
            .emulation, confidence, refuses: Phrases.list(refusedCalls), evidence: evidence,
            remedy: Remedy.ofEmulation(environment, isAnsweredByAnother: facts.isAnsweredByAnother))
    }
}
