import Glibc
import Kernel
import Testing

@testable import Probe

/// kernel.io_uring_disabled and its group.
struct SettingVerdictTests {
    private let reached = Situated.gated(setup: EPERM)

    @Test func twoRefusesEverybody() {
        for capabilities in [[], ["cap_sys_admin"]] {
            let verdict = Situated.judge(reached) { $0.disabledSetting = 2; $0.capabilities = capabilities }
            #expect(verdict.outline == ["sysctl certain refuses"])
            #expect(verdict.evidence.contains("kernel.io_uring_disabled is 2"))
            #expect(verdict.evidence.contains("2 refuses every process, root included"))
            #expect(verdict.remedy?.hasPrefix("sysctl kernel.io_uring_disabled=0") == true)
        }
    }

    @Test func oneKnowsTheGroupAndThePrivileged() {
        func cause(_ change: @escaping (inout Environment) -> Void) -> Cause? {
            Situated.judge(reached) { $0.disabledSetting = 1; change(&$0) }.cause
        }
        #expect(cause { $0.groupSetting = -1 } == .sysctl)
        #expect(cause { $0.groupSetting = 4 } == .sysctl)
        // These are exempt: something else must have refused.
        #expect(cause { $0.groupSetting = 27 } == .unknown)
        #expect(cause { $0.groupSetting = 1000 } == .unknown)
        #expect(cause { $0.capabilities = ["cap_sys_admin"] } == .unknown)
    }

    @Test func theArithmeticIsSpeltOut() {
        let verdict = Situated.judge(reached) { $0.disabledSetting = 1; $0.groupSetting = 4 }
        #expect(verdict.evidence.suffix(5) == [
            "kernel.io_uring_disabled is 1", "kernel.io_uring_group is 4",
            "1 exempts CAP_SYS_ADMIN and the members of kernel.io_uring_group", "this process has no CAP_SYS_ADMIN",
            "this process is not in group 4, but in 1000 and 27",
        ])
        #expect(verdict.remedy?.hasPrefix("sysctl kernel.io_uring_group=1000, a group of this process") == true)
    }

    /// Capabilities and group numbers of a user namespace count for nothing where the kernel asks outside of it.
    @Test func aUserNamespaceExemptsNobody() {
        func judge(_ group: Int64) -> Verdict {
            Situated.judge(reached) {
                $0.isInUserNamespace = true
                $0.capabilities = ["cap_sys_admin"]
                ($0.disabledSetting, $0.groupSetting) = (1, group)
            }
        }
        #expect(judge(-1).outline == ["sysctl certain refuses"])
        #expect(judge(27).outline == ["sysctl likely refuses"])
        #expect(judge(27).remedy?.hasPrefix("on the host: ") == true)
    }

    @Test func aContainerIsToldToAskItsHost() {
        let verdict = Situated.judge(reached) { $0.disabledSetting = 2; $0.containerHints = ["docker"] }
        #expect(verdict.remedy?.hasPrefix("on the host: sysctl kernel.io_uring_disabled=0") == true)
        let desktop = Situated.judge(reached) {
            $0.disabledSetting = 2
            $0.kernel = KernelName(release: "6.10.14-linuxkit", version: "", machine: "aarch64")
        }
        #expect(desktop.refusal?.resemblance?.hasPrefix("Docker Desktop") == true)
    }

    /// The setting refuses for certain; whether the filter would too, nobody can tell from here.
    @Test func aFilterMayStandBesideIt() {
        let verdict = Situated.judge(reached) { Situated.filtered(&$0); $0.disabledSetting = 2 }
        #expect(verdict.outline == ["sysctl certain refuses", "seccomp possible behind"])
    }

    @Test func withoutTheSettingItIsNotKnown() {
        #expect(Situated.judge(reached).outline == ["unknown possible refuses"])
        let unread = Situated.judge(reached) { $0.disabledSetting = nil }
        #expect(unread.outline == ["unknown possible refuses"])
        #expect(unread.remedy?.contains("/proc/sys/kernel/io_uring_disabled") == true)
        let program = Situated.judge(reached) { $0.securityModules = ["capability", "bpf"] }
        #expect(program.remedy?.contains("bpftool") == true)
    }

    /// From 6.15 on a module is asked before the arguments, and answers what it likes.
    @Test func aModuleMayAnswerSoToo() {
        let verdict = Situated.judge(reached) {
            $0.kernel = KernelName(release: "6.16.12", version: "", machine: "x86_64")
            $0.securityModules = ["capability", "bpf"]
        }
        #expect(verdict.outline == ["lsm likely refuses"])
        #expect(verdict.remedy?.contains("bpftool") == true)
    }

    @Test func aSettingThatWasPassedIsNoCause() {
        #expect(Situated.judge(Situated.short(ENOMEM)) { $0.disabledSetting = 2 }.outline.allSatisfy {
            !$0.hasPrefix("sysctl")
        })
        #expect(Situated.judge(Situated.working) { $0.disabledSetting = 1 }.causes.isEmpty)
    }
}
