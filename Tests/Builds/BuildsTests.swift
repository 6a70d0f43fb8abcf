import Support
import Testing

/// What should hold holds however the program is built. One after the other: each build takes the whole machine.
@Suite(.serialized, .timeLimit(.minutes(Bound.testMinutes)))
struct BuildsTests {
    private static func build(_ sanitizer: String) throws -> String {
        let scratch = "\(Package.root)/.build-\(sanitizer)"
        let build = try Shell.run(
            "swift",
            ["build", "--build-tests", "--sanitize=\(sanitizer)", "--package-path", Package.root, "--scratch-path", scratch],
            deadlineSeconds: 1000)
        try #require(build.status == 0, "\(build.output)\(build.errors)")
        return scratch
    }

    /// The sanitizers hear of every switch: they find nothing that is not there, and what is.
    @Test(arguments: ["thread", "address"])
    func fibersPassTheirTests(sanitizer: String) throws {
        let scratch = try BuildsTests.build(sanitizer)
        // What runs other programs for tests leaks: Foundation, where it reads an empty file, and its Process.
        let scratchFolder = try TemporaryFolder()
        let suppressions = try scratchFolder.file("leaks", "leak:libFoundation.so\nleak:libFoundationEssentials.so\n")
        let tests = try Shell.run(
            "swift",
            [
                "test", "--skip-build", "--sanitize=\(sanitizer)", "--package-path", Package.root, "--scratch-path", scratch,
                "--disable-xctest", "--filter", "FibersTests|RuntimesTests|SyncTests",
            ],
            environment: ["TSAN_OPTIONS": "halt_on_error=1", "LSAN_OPTIONS": "suppressions=\(suppressions)"],
            deadlineSeconds: 300)
        #expect(tests.status == 0, "\(tests.output)\(tests.errors)")
        #expect(tests.output.contains("Test run with"))

        let planted = "\(scratch)/debug/PlantedFaults"
        let clean = try Shell.run(planted, ["none"])
        #expect(clean.status == 0, "\(clean.errors)")
        #expect(clean.output == "counted to 8000\nwritten\n")
        for (fault, report) in BuildsTests.faults[sanitizer, default: []] {
            let found = try Shell.run(planted, [fault])
            #expect(found.status != 0, "\(fault) is found")
            #expect(found.errors.contains(report), "\(found.errors)")
        }
    }

    private static let faults = [
        // Of an access that Swift itself follows it says "Swift access race", of others "data race".
        "thread": [("race", " race (pid=")],
        "address": [
            ("overrun", "ERROR: AddressSanitizer: heap-buffer-overflow"),
            ("use-after-free", "ERROR: AddressSanitizer: heap-use-after-free"),
        ],
    ]

    /// The script prints what came of each case and specimen in each mode; this puts it into the log.
    @Test func casesHoldAndSpecimensShowTheSameInEveryMode() throws {
        let modes = ["debug=\(Package.product("uringctl"))", "release", "unchecked", "static", "thread", "address"]
        let finished = try Shell.run("\(Package.root)/Tests/Builds/build-modes", modes, deadlineSeconds: 1500)
        print(finished.output)
        #expect(finished.status == 0, "\(finished.errors)")

        let rows = finished.output.split(separator: "\n").map { line in
            line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
        }
        let cells = Dictionary(uniqueKeysWithValues: rows.filter { $0.count == modes.count + 1 && $0[0] != "---" }
            .map { ($0[0], Array($0.dropFirst())) })
        // What is assembly cannot depend on the mode; what the compiler and the runtime check can.
        for (specimen, shown) in BuildsTests.sameInEveryMode {
            #expect(cells[specimen] == Array(repeating: shown, count: modes.count), "\(specimen)")
        }
        for (name, outcomes) in cells {
            #expect(!outcomes.contains { $0 == "unknown" || $0 == "absent" }, "\(name)")
        }
    }

    #if arch(x86_64)
        private static let sameInEveryMode =
            [
                "fiber stale-register": "crashed SIGSEGV SI_KERNEL", "fiber misaligned-entry": "crashed SIGSEGV SI_KERNEL",
                "fiber red-zone": "wrong", "fiber missing-clobbers": "wrong", "fiber jumped-guard": "wrong",
                "event single-waiter-checked": "crashed SIGILL ILL_ILLOPN", "event single-waiter-silent": "wrong",
                "mutex evented-lock-on-thread": "crashed SIGSEGV SEGV_MAPERR",
                "mutex evented-unlock-on-thread": "crashed SIGSEGV SEGV_MAPERR",
                "mutex threaded-lock-blocks-ring": "wrong",
            ].merging(
                ["rbx", "rbp", "r12", "r13", "r14", "r15", "mxcsr", "x87"].map { ("fiber unsaved-\($0)", "wrong") }
            ) { $1 }
    #else
        private static let sameInEveryMode: [String: String] = [:]
    #endif
}
