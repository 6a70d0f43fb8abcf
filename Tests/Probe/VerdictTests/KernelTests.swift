import Catalog
import Glibc
import Kernel
import Testing

@testable import Probe

/// Kernels without io_uring, others that answer in their place, security modules, and restrictions.
struct KernelVerdictTests {
    private func unread(_ environment: inout Environment) {
        environment.buildOption = .init()
        environment.disabledSetting = nil
    }

    @Test func noSystemCallWithoutAFilterIsTheKernel() {
        let verdict = Situated.judge(Situated.all(ENOSYS), unread)
        #expect(verdict.outline == ["kernel certain refuses"])
        let blind = Situated.judge(Situated.all(ENOSYS)) { unread(&$0); $0.seccomp = .init() }
        #expect(blind.outline == ["kernel likely refuses"])
    }

    @Test func anOldKernelIsToldItsAge() {
        let verdict = Situated.judge(Situated.all(ENOSYS)) {
            unread(&$0)
            Situated.filtered(&$0)
            $0.kernel = KernelName(release: "4.19.0-27-amd64", version: "", machine: "x86_64")
        }
        #expect(verdict.outline == ["kernel certain refuses"])
        #expect(verdict.evidence.contains("the kernel is older than 5.1, the first with io_uring"))
    }

    @Test func nothingStandsBehindAKernelThatIsNotThere() {
        let verdict = Situated.judge(Situated.all(ENOSYS)) {
            unread(&$0)
            $0.lockedMemoryLimit = Limit(soft: 0, hard: 0)
        }
        #expect(verdict.causes.count == 1)
    }

    @Test func aPackedConfigurationIsNamed() {
        let verdict = Situated.judge(Situated.all(ENOSYS)) {
            unread(&$0)
            $0.buildOption = .init(isSet: nil, file: "/proc/config.gz")
        }
        #expect(verdict.remedy?.contains("zcat /proc/config.gz | grep IO_URING") == true)
    }

    @Test func missingCallsOfAKernelThatHasThemAreAnothersWord() {
        let traced = Situated.judge(Situated.all(ENOSYS)) { $0.isTraced = true }
        #expect(traced.outline == ["emulation likely refuses"])
        #expect(traced.evidence.contains("a tracer is attached"))
        #expect(Situated.judge(Situated.all(ENOSYS)).cause == .emulation)  // the setting is there
        // A tracer that answers EACCES looks like a security module, where none confines this process.
        let denied = Situated.judge(Situated.gated(setup: EACCES)) { $0.isTraced = true }
        #expect(denied.outline == ["emulation likely refuses", "lsm possible refuses"])
        let confined = Situated.judge(Situated.gated(setup: EACCES)) {
            ($0.isTraced, $0.isConfined) = (true, true)
        }
        #expect(confined.outline == ["lsm likely refuses"])
        var bare = Situated.facts(Situated.all(ENOSYS), unread)
        #expect(Verdict.judge(bare).cause == .kernel)
        bare.isAnsweredByAnother = true
        #expect(Verdict.judge(bare).outline == ["emulation certain refuses"])
    }

    @Test(
        arguments: [("gvisor", "runtime"), ("wsl1", "wsl --set-version"), ("qemu-user", "architecture"), ("rr", "rr")])
    func signsOfAnotherKernelAreCertain(hint: String, remedy: String) {
        for isFiltered in [false, true] {
            let verdict = Situated.judge(Situated.all(ENOSYS)) {
                unread(&$0)
                if isFiltered { Situated.filtered(&$0) }
                $0.otherKernelHints = [hint]
            }
            #expect(verdict.outline == ["emulation certain refuses"])
            #expect(verdict.evidence.contains("signs of another kernel: \(hint)"))
            #expect(verdict.remedy?.contains(remedy) == true)
        }
    }

    @Test func gVisorWithoutRegisterRefusesAPart() {
        let verdict = Situated.judge(
            "io_uring_enter(-1) = -9\nio_uring_register(-1, UNREGISTER_BUFFERS) = -38\nring of 8 entries = 0\nNOP = 0"
        ) { $0.otherKernelHints = ["gvisor"] }
        #expect(verdict.usable == true)
        #expect(verdict.outline == ["emulation certain partly"])
    }

    // MARK: Security modules

    @Test func accessDeniedBeforeTheArgumentsIsASecurityModule() {
        let verdict = Situated.judge(Situated.gated(setup: EACCES)) {
            $0.securityModules = ["capability", "selinux"]
            $0.isSELinuxEnforcing = true
        }
        #expect(verdict.outline == ["lsm likely refuses"])
        #expect(verdict.evidence.contains("security modules: capability, selinux"))
        #expect(verdict.evidence.contains("SELinux is enforcing"))
        #expect(verdict.remedy?.contains("ausearch") == true)
        let without = Situated.judge(Situated.gated(setup: EACCES)) { $0.securityModules = ["capability", "landlock"] }
        #expect(without.outline == ["unknown possible refuses"])
        let unseen = Situated.judge(Situated.gated(setup: EACCES)) { $0.securityModules = nil }
        #expect(unseen.outline == ["lsm likely refuses"])
    }

    @Test func withAFilterBothMayBe() {
        func outline(_ change: (inout Environment) -> Void) -> [String] {
            Situated.judge(Situated.gated(setup: EACCES)) {
                Situated.filtered(&$0)
                $0.kernel = KernelName(release: "6.18.44", version: "", machine: "x86_64")
                $0.securityModules = ["capability", "selinux"]
                change(&$0)
            }.outline
        }
        #expect(outline { $0.isConfined = true } == ["lsm possible refuses", "seccomp possible refuses"])
        #expect(outline { $0.isConfined = false } == ["seccomp likely refuses", "lsm possible refuses"])
        #expect(outline { $0.securityModules = ["capability", "landlock"] } == ["seccomp likely refuses"])
        // Its hook came with 6.15.
        #expect(outline { $0.kernel = KernelName(release: "6.12.9", version: "", machine: "") }
            == ["seccomp likely refuses"])
    }

    @Test func accessDeniedAfterTheArgumentsIsTheRingsFile() {
        let making = Situated.judge(Situated.short(EACCES)) { $0.isSELinuxEnforcing = true }
        #expect(making.outline == ["lsm certain refuses"])
        #expect(making.refusal?.refuses.contains("anon_inode") == true)
        let mapping = Situated.judge(Situated.reached + "ring of 8 entries = -13\nio_uring_setup(8) = 0")
        #expect(mapping.outline == ["lsm likely refuses"])
        #expect(mapping.refusal?.evidence.prefix(2)
            == ["io_uring_setup(8) made a ring", "mapping it answers EACCES (13, Permission denied)"])
    }

    // MARK: Restrictions

    @Test func aRestrictionIsCertainWhereTheKernelSaysSo() {
        let ring = Situated.reached + "ring of 8 entries = 0\nNOP = -13\n"
        #expect(Situated.judge(ring).outline == ["restriction likely refuses"])
        let asked = Situated.judge(ring + "io_uring_register(-1, RESTRICTIONS) = -1")
        #expect(asked.outline == ["restriction certain refuses"])
        for answer in [-13, -22, -9] {
            #expect(Situated.judge(ring + "io_uring_register(-1, RESTRICTIONS) = \(answer)").confidence == .likely)
        }
    }

    @Test func aRestrictionOfSomeOperationsRefusesAPart() throws {
        let flag = try #require(Catalog.operationFlags.first { $0.operations == ["ACCEPT"] })
        let verdict = Situated.judge(
            Situated.working + """
                io_uring_register(-1, RESTRICTIONS) = -1
                operation flag \(flag.identifier) = -13
                operation flag \(flag.identifier) control = -13
                """)
        #expect(verdict.usable == true)
        #expect(verdict.outline == ["restriction certain partly"])
        #expect(verdict[.restriction]?.evidence.last == "EACCES to ACCEPT")
        let probe = Situated.judge(Situated.working + "io_uring_register(PROBE) = -13")
        #expect(probe.outline == ["restriction likely partly"])
        // A filter of the call that answers so says nothing about restrictions.
        let register = "io_uring_register(-1, UNREGISTER_BUFFERS) = -13\nio_uring_register(PROBE) = -13"
        #expect(Situated.judge(Situated.working + register, Situated.filtered).outline == ["seccomp certain partly"])
    }
}
