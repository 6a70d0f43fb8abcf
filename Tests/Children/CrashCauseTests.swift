import Glibc
import Testing

@testable import Children

/// What is judged from recorded facts, also those of other machines.
struct CrashCauseTests {
    private func record(_ lines: String...) throws -> CrashRecord { try #require(CrashRecord(lines: lines)) }

    @Test func bigVectorsDemandTheirOwnAlignment() throws {
        // vmovaps %ymm0,0x20(%rsp) and vmovups, which demands nothing.
        for (bytes, expected) in [("c5fc29442420", 16), ("c5fc11442420", nil)] {
            let record = try record(
                "crash signal 11 128", "crash address 0x0", "crash machine x86_64",
                "crash registers rsp 0x7ffd00000010 rip 0x401000", "crash instruction \(bytes)")
            guard case .misalignedOperand(let operand) = CrashCause(record) else {
                #expect(expected == nil && CrashCause(record) == .generalProtection)
                continue
            }
            #expect(operand.alignmentBytes == 32 && operand.excessBytes == expected && operand.isOnStack)
        }
    }

    /// abort(3) sends its signal to its own thread; kill(1) and watchdogs send it to the process.
    @Test func anAbortBySomebodyElseIsASentSignal() throws {
        #expect(CrashCause(try record("crash signal 6 0", "crash sender 4711")) == .sent(byProcess: 4711))
        #expect(CrashCause(try record("crash signal 6 -6", "crash sender 4711")) == .aborted)
    }

    /// The kernel sends it in the writer's own name.
    @Test func aPipeWithoutAReaderIsACause() throws {
        #expect(CrashCause(try record("crash signal 13 0", "crash sender 4711")) == .abandonedPipe)
    }

    @Test func aFramePointerIsTheStacksOnlyNearIt() throws {
        for (frame, isOnStack) in [("0x7ffd00000108", true), ("0x555500000108", false)] {
            let record = try record(
                "crash signal 11 128", "crash address 0x0", "crash machine x86_64",
                "crash registers rbp \(frame) rsp 0x7ffd00000010 rip 0x401000", "crash instruction 0f2845f0")
            guard case .misalignedOperand(let operand) = CrashCause(record) else {
                Issue.record("\(CrashCause(record))")
                continue
            }
            #expect(operand.isOnStack == isOnStack && operand.excessBytes == 8)
        }
    }

    @Test func anInstructionThatCannotBeReadIsNotGuessed() throws {
        let record = try record("crash signal 11 128", "crash address 0x0", "crash machine x86_64", "crash instruction")
        #expect(CrashCause(record) == .generalProtection)
        #expect(CrashCause(record).text(of: record).contains("the instruction"))
    }

    @Test func addressesInAThreadsOwnMemoryAreNotJudged() throws {
        // movaps %fs:(%rax),%xmm0: where the segment begins is not known.
        let record = try record(
            "crash signal 11 128", "crash address 0x0", "crash machine x86_64", "crash registers rax 0x8 rip 0x401000",
            "crash instruction 640f2800")
        #expect(CrashCause(record) == .generalProtection)
    }

    @Test func theWordsNameTheInstructionAndTheValue() throws {
        let record = try record(
            "crash signal 11 128", "crash address 0x0", "crash machine x86_64",
            "crash registers rax 0xaaaaaaaaaaaaaaaa rip 0x401000", "crash instruction 488920")
        let text = CrashCause(record).text(of: record)
        for part in ["`mov %rsp,(%rax)`", "rax", "0xaaaaaaaaaaaaaaaa", "Zig"] { #expect(text.contains(part)) }
    }

    @Test func otherMachinesTrapInTheirOwnWay() throws {
        // brk #1, and the all-zero instruction.
        let arm = try record(
            "crash signal 5 1", "crash address 0x401000", "crash machine aarch64", "crash instruction 200020d4")
        #expect(CrashCause(arm) == .trap)
        let riscv = try record(
            "crash signal 4 1", "crash address 0x401000", "crash machine riscv64", "crash instruction 0000")
        #expect(CrashCause(riscv) == .trap)
    }

    @Test func aJumpToNothingIsTold() throws {
        let record = try record(
            "crash signal 11 1", "crash address 0x123456789", "crash trap 14 0x14", "crash machine x86_64",
            "crash registers rip 0x123456789")
        #expect(CrashCause(record) == .executedNothing(address: 0x1_2345_6789))
    }

    @Test func pointersTellWhereTheyComeFrom() {
        #expect(PointerOrigin(0xaaaa_aaaa_aaaa_aaba) == PointerOrigin(0xaaaa_aaaa_aaaa_aaaa))
        #expect(PointerOrigin(0x0000_7fff_1234_5678) == nil)
        #expect(PointerOrigin(0x6f77_206f_6c6c_6568) == .text("hello wo"))
        #expect(PointerOrigin(0xdead_beef_dead_beef)?.description.hasPrefix("0xdeadbeef repeated") == true)
    }

    @Test func onlyTheLowAndTheHighHalfAreAddresses() {
        #expect(CrashCause.isCanonical(0x7fff_ffff_ffff) && CrashCause.isCanonical(0xffff_8000_0000_0000))
        #expect(!CrashCause.isCanonical(0x8000_0000_0000) && !CrashCause.isCanonical(0xffff_7fff_ffff_ffff))
    }
}
