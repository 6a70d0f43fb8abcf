import CSpecimens
import Glibc

extension Scenario {
    /// SI_KERNEL, which Glibc's module does not have: the kernel itself sent the signal, and knows no address.
    private static let fromKernel: Int32 = 0x80

    /// Wrong switches, in assembly for one architecture.
    static let switchSpecimens: [Specimen] =
        [
            Specimen(
                "stale-register",
                broken: "the switch reads where to go through a register that nothing has loaded (emulated)",
                expected: "SIGSEGV, SI_KERNEL, address 0, at mov %rsp,(%rax) with rax = 0xaaaaaaaaaaaaaaaa",
                likeness: """
                    the register that the faulting instruction dereferences is no canonical address, such as \
                    0xaaaaaaaaaaaaaaaa, Zig's fill of undefined memory; Zig 0.16 and 0.17 built as ReleaseSafe do \
                    this, whose switch names rsi both as an operand and as a clobber
                    """,
                signatures: [Signature(SIGSEGV, fromKernel, address: .zero)], machine: "x86_64",
                SwitchSpecimens.staleRegister),
            Specimen(
                "misaligned-entry",
                broken: "the fiber is entered with its stack 8 bytes off the alignment that the ABI wants",
                expected: "SIGSEGV, SI_KERNEL, address 0, at movaps to the stack, with rsp not as the ABI wants it",
                likeness: """
                    the faulting instruction is an aligned one (movaps, movdqa, vmovaps) whose address, computed from \
                    rsp or rbp, is canonical and no multiple of 16
                    """,
                signatures: [Signature(SIGSEGV, fromKernel, address: .zero)], machine: "x86_64",
                SwitchSpecimens.misalignedEntry),
        ]
        + [
            ("rbx", SPECIMEN_RBX), ("rbp", SPECIMEN_RBP), ("r12", SPECIMEN_R12), ("r13", SPECIMEN_R13),
            ("r14", SPECIMEN_R14), ("r15", SPECIMEN_R15),
        ].map { unsavedRegister($0.0, $0.1) }
        + [
            Specimen(
                "unsaved-mxcsr", broken: "the switch does not keep MXCSR, the control word of SSE",
                expected: "each fiber goes on with the other's rounding, flush to zero and exception masks",
                likeness: """
                    floating-point results differ in the last place, or tiny ones become 0, depending on which fiber \
                    ran before
                    """,
                machine: "x86_64"
            ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(SPECIMEN_MXCSR) },
            Specimen(
                "unsaved-x87", broken: "the switch does not keep the control word of the x87 unit",
                expected: "each fiber goes on with the other's rounding and precision of long double",
                likeness: "only long double (Float80) results differ, depending on which fiber ran before",
                machine: "x86_64"
            ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(SPECIMEN_X87_CONTROL) },
            Specimen(
                "red-zone", broken: "inline assembly calls the switch from a leaf function, through its red zone",
                expected: "values that the function kept below its stack pointer are written over",
                likeness: """
                    locals of a small function change over the switch, one into a return address; it goes away with \
                    -mno-red-zone or when the function calls something else
                    """,
                machine: "x86_64", SwitchSpecimens.redZone),
            Specimen(
                "missing-clobbers",
                broken: "inline assembly switches without naming the registers that it changes as clobbers",
                expected: "values that the compiler kept in registers over the switch are the other fiber's",
                likeness: """
                    locals change over the switch at -O1 and above, which ones depends on the compiler, and it goes \
                    away when the switch is a function in a file of its own
                    """,
                machine: "x86_64", SwitchSpecimens.missingClobbers),
        ]

    private static func unsavedRegister(_ name: String, _ place: specimen_place) -> Specimen {
        let use =
            switch name {
            case "rbp": "locals are read through it where it is the frame pointer: wild pointers, returns to nowhere"
            case "r13": "Swift keeps self in it: the wrong object, then SIGSEGV or SIGILL in methods"
            default: "whatever the compiler kept in it over the switch is the other fiber's"
            }
        return Specimen(
            "unsaved-\(name)", broken: "the switch neither saves nor loads \(name)",
            expected: "each fiber goes on with the other's \(name): wrong values, or what comes of them",
            likeness: "\(use); it comes and goes with the optimization level, and a print nearby moves it",
            machine: "x86_64"
        ) { _ throws(BodyFailure) in try SwitchSpecimens.unsaved(place) }
    }
}
