import CSpecimens
import Support
import Testing

/// Each specimen shows its fault, and the same witness finds none with a switch that is right, whatever the optimiser.
@Suite(
    .enabled(if: specimens_available() != 0, "the specimens are for x86-64"),
    .enabled(if: Shell.path(of: "gcc") != nil, "gcc is not installed"),
    .enabled(if: Shell.path(of: "addr2line") != nil, "addr2line is not installed"),
    .timeLimit(.minutes(Bound.testMinutes)))
struct SpecimenTests {
    @Test(arguments: SpecimenProgram.levels, ["right", "complete"])
    func rightSwitchesKeepEverything(_ level: String, _ name: String) throws {
        let account = try SpecimenProgram.at(level).run(name)
        #expect(account.status == 0)
        #expect(account.line == "first: all kept; second: all kept")
    }

    @Test(arguments: SpecimenProgram.levels)
    func aDamagedSlotIsSeen(_ level: String) throws {
        #expect(try SpecimenProgram.at(level).run("damaged-slot").line == "witness: slot 0 not 0x1")
    }

    private static let unsaved = [
        ("rbx", "0x1111111111110001", "0x2222222222220001"),
        ("rbp", "0x1111111111110002", "0x2222222222220002"),
        ("r12", "0x111111111111000c", "0x222222222222000c"),
        ("r13", "0x111111111111000d", "0x222222222222000d"),
        ("r14", "0x111111111111000e", "0x222222222222000e"),
        ("r15", "0x111111111111000f", "0x222222222222000f"),
        ("mxcsr", "0xdf80", "0x3fc0"),
        ("x87", "0xb7f", "0x67f"),
    ]

    @Test(arguments: SpecimenProgram.levels, unsaved)
    func whatIsNotSavedIsTheOtherFibers(_ level: String, _ values: (String, String, String)) throws {
        let (place, first, second) = values
        let account = try SpecimenProgram.at(level).run("unsaved-\(place)")
        #expect(account.status == 0)
        #expect(account.line == "first: \(place) \(second) not \(first); second: \(place) \(first) not \(second)")
    }

    @Test(arguments: SpecimenProgram.levels)
    func aStaleRegisterIsNoAddress(_ level: String) throws {
        let account = try SpecimenProgram.at(level).run("stale-register")
        // 128 is SI_KERNEL, and 48 89 20 is mov %rsp,(%rax).
        #expect(account.line == "SIGSEGV 128 address 0 stack first rax 0xaaaaaaaaaaaaaaaa bytes 48 89 20")
        #expect(
            account.functions
                == ["specimen_switch_with_stale_register", "specimen_first_fiber_stale", "specimen_first_fiber_start"])
    }

    @Test(arguments: SpecimenProgram.levels)
    func aMisalignedStackFaultsAtAnAlignedAccess(_ level: String) throws {
        let account = try SpecimenProgram.at(level).run("misaligned-entry")
        #expect(account.line.hasPrefix("SIGSEGV 128 address 0 stack second "))
        // movaps %xmm0,(%rsp)
        #expect(account.line.hasSuffix(" bytes 0f 29 04"))
        #expect(account.functions == ["specimen_witness", "specimen_second_fiber", "specimen_second_fiber_start"])
    }

    @Test(arguments: SpecimenProgram.levels)
    func aCallThroughTheRedZoneOverwritesIt(_ level: String) throws {
        let account = try SpecimenProgram.at(level).run("red-zone")
        // The return address, six registers, and the floating-point control words.
        #expect(account.line == "8 words lost")
        #expect(account.functions == ["specimen_leaf_that_calls_through_red_zone"])
        #expect(try SpecimenProgram.at(level).run("red-zone-stepped-over").line == "0 words lost")
    }

    @Test(arguments: SpecimenProgram.levels)
    func registersThatNobodyNamedAreTheOtherFibers(_ level: String) throws {
        let wrong = try SpecimenProgram.at(level).run("missing-clobbers")
        #expect(wrong.line == "differs 0xff r8 0x2222222222220008 xmm11 0x222222222222010b")
        let right = try SpecimenProgram.at(level).run("declared-clobbers")
        #expect(right.line == "differs 0 r8 0x1111111111110008 xmm11 0x111111111111010b")
    }

    @Test(arguments: SpecimenProgram.levels)
    func overflowMeetsTheGuard(_ level: String) throws {
        let account = try SpecimenProgram.at(level).run("overflow-stack")
        // 2 is SEGV_ACCERR.
        #expect(account.line.hasPrefix("SIGSEGV 2 address first's-guard "))
        #expect(account.functions == ["specimen_overflow_stack", "overflow", "fiber_start"])
    }

    @Test(arguments: SpecimenProgram.levels)
    func aFrameLargerThanTheGuardJumpsIt(_ level: String) throws {
        let program = try SpecimenProgram.at(level)
        #expect(try program.run("jump-guard").line == "wrote to second, before 0, now 0x4444444444444444")
        let account = try program.run("meet-guard")
        #expect(account.line.hasPrefix("SIGSEGV 2 address first's-guard "))
        #expect(account.functions == ["specimen_jump_guard", "jump", "fiber_start"])
    }
}
