import Support
import Testing

/// The fibers under the sanitizers: these hear of every switch, find nothing that is not there, and what is.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct SanitizerTests {
    private static func build(_ sanitizer: String) throws -> String {
        let scratch = "\(Package.root)/.build-\(sanitizer)"
        let build = try Shell.run(
            "swift",
            ["build", "--build-tests", "--sanitize=\(sanitizer)", "--package-path", Package.root, "--scratch-path", scratch],
            deadlineSeconds: 1000)
        try #require(build.status == 0, "\(build.output)\(build.errors)")
        return scratch
    }

    @Test(arguments: ["thread", "address"])
    func fibersPassTheirTests(sanitizer: String) throws {
        let scratch = try SanitizerTests.build(sanitizer)
        let tests = try Shell.run(
            "swift",
            [
                "test", "--skip-build", "--sanitize=\(sanitizer)", "--package-path", Package.root, "--scratch-path", scratch,
                "--disable-xctest", "--filter", "FibersTests|RuntimesTests",
            ],
            environment: ["TSAN_OPTIONS": "halt_on_error=1"], deadlineSeconds: 300)
        #expect(tests.status == 0, "\(tests.output)\(tests.errors)")
        #expect(tests.output.contains("Test run with"))

        let planted = "\(scratch)/debug/PlantedFaults"
        let clean = try Shell.run(planted, ["none"])
        #expect(clean.status == 0, "\(clean.errors)")
        #expect(clean.output == "counted to 8000\nwritten\n")
        for (fault, report) in SanitizerTests.faults[sanitizer, default: []] {
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
}
