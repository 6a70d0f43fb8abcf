import Kernel

/// Security modules (LSM): `uring_allowed` (6.15+) refuses setup before it reads its arguments; SELinux's class
/// anon_inode refuses the making or the mapping of the ring's file; `uring_sqpoll` (5.16+) refuses SQPOLL.
extension Judge {
    func securityModule(
        _ confidence: Confidence, refuses: String = "io_uring_setup", _ evidence: [String]
    ) -> FoundCause {
        FoundCause(
            .lsm, confidence, refuses: refuses,
            evidence: evidence + Evidence.ofModules(environment) + Evidence.ofSeccomp(facts),
            remedy: Remedy.ofSecurityModule(environment))
    }
}
