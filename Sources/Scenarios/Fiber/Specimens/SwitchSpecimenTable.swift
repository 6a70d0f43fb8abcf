import CSpecimens
import Children
import Glibc

extension Scenario {
    /// Wrong switches, in assembly for one architecture.
    static let switchSpecimens = faultingSwitches + unsavedRegisters + unsavedControls + inlineSwitches

    private static let faultingSwitches = [
        Specimen(
            "stale-register", broken: "the switch reads through a register that nothing loaded (emulated)",
            expected: "SIGSEGV, SI_KERNEL, address 0, at mov %rsp,(%rax) with rax = 0xaaaaaaaaaaaaaaaa",
            likeness: """
                the register that the faulting instruction dereferences holds no address, such as \
                0xaaaaaaaaaaaaaaaa; Zig 0.16 and 0.17 do this in ReleaseSafe
                """,
            signatures: [Signature(SIGSEGV, SignalCode.fromKernel, address: .zero)], machine: "x86_64",
            SwitchSpecimens.staleRegister),
        Specimen(
            "misaligned-entry", broken: "a fiber is entered with its stack misaligned by 8",
            expected: "SIGSEGV, SI_KERNEL, address 0, at movaps to an address on the stack that is no multiple of 16",
            likeness: "an aligned instruction (movaps, movdqa) faults on a stack address that is no multiple of 16",
            signatures: [Signature(SIGSEGV, SignalCode.fromKernel, address: .zero)], machine: "x86_64",
            SwitchSpecimens.misalignedEntry),
    ]

    private static let unsavedRegisters = [
        unsaved(
            "rbx", SPECIMEN_RBX,
            "locals change over a switch; which ones depends on the optimization level, and a print nearby moves it"),
        unsaved(
            "rbp", SPECIMEN_RBP,
            "locals are wrong after a switch in code with frame pointers, and a backtrace from there is nonsense"),
        unsaved(
            "r12", SPECIMEN_R12,
            "locals change over a switch, and a loop around it ends too soon or never"),
        unsaved(
            "r13", SPECIMEN_R13, "self is the wrong object after a switch: SIGSEGV or SIGILL in a method of Swift",
            or: [Signature(SIGILL, SignalCode.illegalOperand)]),
        unsaved(
            "r14", SPECIMEN_R14,
            "locals change over a switch; async code of Swift, which keeps its context there, goes astray"),
        unsaved(
            "r15", SPECIMEN_R15,
            "locals change over a switch; a caller far above the switch is the first to use the wrong value"),
    ]

    private static let unsavedControls = [
        Specimen(
            "unsaved-mxcsr", broken: "the switch does not save MXCSR, SSE's control word",
            expected: "each fiber goes on with the other's rounding, flush to zero and exception masks",
            likeness: """
                floating-point results differ in the last place, or tiny ones become 0, depending on which fiber ran \
                before
                """,
            machine: "x86_64"
        ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(SPECIMEN_MXCSR) },
        Specimen(
            "unsaved-x87", broken: "the switch does not save the x87 control word",
            expected: "each fiber goes on with the other's rounding and precision of long double",
            likeness: "only long double (Float80) results differ, depending on which fiber ran before",
            machine: "x86_64"
        ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(SPECIMEN_X87_CONTROL) },
    ]

    private static let inlineSwitches = [
        Specimen(
            "red-zone", broken: "inline assembly switches through a leaf function's red zone",
            expected: "values that the function kept below its stack pointer are written over",
            likeness: """
                locals of a small leaf function change over a switch, one into a return address; -mno-red-zone cures it
                """,
            consequences: Signature.wrongPointers, machine: "x86_64", SwitchSpecimens.redZone),
        Specimen(
            "missing-clobbers", broken: "inline assembly switches without naming its clobbers",
            expected: "values that the compiler kept in registers over the switch are the other fiber's",
            likeness: """
                locals change over a switch at -O1 and above; it goes away when the switch is a function in its own file
                """,
            consequences: Signature.wrongPointers, machine: "x86_64", SwitchSpecimens.missingClobbers),
    ]

    private static func unsaved(
        _ name: String, _ place: specimen_place, _ likeness: String, or others: [Signature] = []
    ) -> Specimen {
        Specimen(
            "unsaved-\(name)", broken: "the switch does not save \(name)",
            expected: "each fiber goes on with the other's \(name): wrong values, or what comes of them",
            likeness: likeness, consequences: Signature.wrongPointers + others, machine: "x86_64"
        ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(place) }
    }
}
