import Children
import Testing

@testable import Scenarios

struct ExplanationTests {
    private func explained(_ text: String) throws -> (text: String, isKnown: Bool) {
        ScenarioText(.fiber).explanation(of: try CrashSignature(text))
    }

    /// The names of the specimens that the text lists.
    private func names(_ text: String) -> [String] {
        Scenario.fiber.specimens.map(\.name).filter { text.contains("\n  \($0)  ") }
    }

    @Test(arguments: ["SIGSEGV:SI_KERNEL:0", "SIGSEGV:SI_KERNEL:0x0", "11:128:0x0", "segv:si_kernel", "11:128"])
    func aGeneralProtectionFaultIsNoNullPointer(_ signature: String) throws {
        let (text, isKnown) = try explained(signature)
        #expect(isKnown)
        #expect(text.hasPrefix("SIGSEGV, SI_KERNEL"))
        #expect(text.contains("a general protection fault (#GP)\n"))
        #expect(text.contains("It is no null pointer"))
        for word in ["canonical", "0xaaaaaaaaaaaaaaaa", "movaps", "multiple of 16", "x/i $pc"] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(names(text) == ["stale-register", "misaligned-entry"])
        #expect(text.contains("\nuringctl repro fiber --specimen stale-register,misaligned-entry\n"))
        for name in ["unsaved-rbx", "red-zone", "jumped-guard"] { #expect(text.contains("\n  \(name): ")) }
    }

    @Test(
        arguments: [
            ("SIGSEGV:SEGV_ACCERR", ["stack-overflow", "migrated-access"]),
            ("SIGSEGV:SEGV_ACCERR:0x7f0000000000", ["stack-overflow", "migrated-access"]),
            ("SIGSEGV:SEGV_ACCERR:0x8", ["migrated-access"]), ("SIGSEGV::0x10", ["migrated-access"]),
            ("SIGILL", ["migrated-access", "mutex-across-yield"]), ("SIGABRT", ["switch-in-access"]),
            ("SIGABRT:SI_TKILL", ["switch-in-access"]),
            ("SIGSEGV", ["stale-register", "misaligned-entry", "stack-overflow", "migrated-access"]),
        ])
    func specimensAreNamed(_ signature: String, _ expected: [String]) throws {
        let (text, isKnown) = try explained(signature)
        #expect(isKnown)
        #expect(names(text) == expected)
    }

    @Test(
        arguments: [
            "SIGBUS", "SIGSEGV:SI_USER", "SIGABRT:SI_USER", "SIGTRAP:SI_USER", "SIGILL:ILL_BADSTK", "SIGFPE", "SIGUSR1",
            "SIGSEGV:SI_KERNEL:0x1234",
        ])
    func whatNoSpecimenDoesIsSaid(_ signature: String) throws {
        let (text, isKnown) = try explained(signature)
        #expect(!isKnown)
        #expect(names(text) == [])
        #expect(text.contains("No specimen of fibers dies so.") && text.contains("SIGSEGV:SI_KERNEL:0"))
    }

    /// What runs on with wrong values may die of them in earnest.
    @Test(
        arguments: [
            ("SIGSEGV:SEGV_MAPERR", ["unsaved-r15", "missing-clobbers"]), ("SIGILL:ILL_ILLOPN", ["unsaved-r13"]),
        ])
    func whatWrongValuesComeToIsNamedApart(_ signature: String, _ expected: [String]) throws {
        let text = try explained(signature).text
        for name in expected { #expect(text.contains("\n  \(name): ") && !text.contains("\n  \(name)  ")) }
        #expect(!text.contains("\n  unsaved-mxcsr: "))
    }

    /// A member of a null pointer is the mutex's, at its own address and at those near it.
    @Test func aMutexBoundToItsRuntimeIsRecognised() throws {
        func explained(_ text: String) throws -> (text: String, isKnown: Bool) {
            ScenarioText(.mutex).explanation(of: try CrashSignature(text))
        }
        let (lock, isKnown) = try explained("SIGSEGV:SEGV_MAPERR:0x20")
        #expect(isKnown && lock.contains("\n  evented-lock-on-thread  "))
        #expect(lock.contains("\n  evented-unlock-on-thread: ") && lock.contains("a null pointer, or a member"))
        #expect(try explained("11:1:0x38").text.contains("\n  evented-unlock-on-thread  "))
        let near = try explained("SIGSEGV:SEGV_MAPERR:0x48")
        #expect(!near.isKnown && near.text.contains("\n  evented-lock-on-thread: "))
    }

    /// What another scenario knows is said where somebody asks the wrong one.
    @Test func otherScenariosAreNamed() throws {
        #expect(try explained("SIGSEGV:SEGV_MAPERR:0x20").text.contains(
            "\nuringctl repro mutex --explain SIGSEGV:SEGV_MAPERR:0x20\n"))
        #expect(try explained("SIGILL").text.contains("\nuringctl repro event --explain SIGILL\n"))
        #expect(try !explained("SIGABRT").text.contains("other scenarios"))
    }

    /// A status of 139 says no more than this, and the crash may be any of three.
    @Test func aBareSegmentationFaultMayBeAnything() throws {
        let (text, _) = try explained("11")
        for word in ["SEGV_MAPERR", "SI_KERNEL", "general protection fault", "dmesg(1)", "$_siginfo"] {
            #expect(text.contains(word), "\(word)")
        }
        #expect(try explained("SIGSEGV::0x10").text.contains("a null pointer"))
    }

    /// Every signal with every small code has a first line that says what it is.
    @Test func everySignalHasAMeaning() throws {
        for signal in Int32(1)...64 {
            for code in [nil, -6, 0, 1, 2, 3, 128] as [Int32?] {
                let (text, _) = ScenarioText(.fiber).explanation(of: CrashSignature(signal: signal, code: code))
                // A command line is not broken.
                let lines = text.split(separator: "\n").filter { !$0.hasPrefix("uringctl ") }
                #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
                #expect(!SignalMeaning.of(CrashSignature(signal: signal, code: code)).summary.isEmpty)
            }
        }
    }

    @Test(arguments: [40, 80, 132]) func listsFillTheirWidth(_ width: Int) {
        let text = ScenarioText(.fiber, width: width).list
        for line in text.split(separator: "\n") { #expect(line.count <= max(width, 46) && line.last != " ", "\(line)") }
        for item in Scenario.fiber.cases { #expect(text.contains("\n  \(item.name) ")) }
        for item in Scenario.fiber.specimens { #expect(text.contains("\n  \(item.name) ")) }
    }
}
