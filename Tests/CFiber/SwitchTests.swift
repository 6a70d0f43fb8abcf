import Support
import Testing

/// The switch of each architecture, here or under an emulator.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct SwitchTests {
    @Test func everyArchitectureIsTested() throws {
        let obstacles = Architecture.allCases.compactMap { architecture in
            SwitchProgram.obstacle(to: architecture).map { "\(architecture.rawValue) (\($0))" }
        }
        if !obstacles.isEmpty { try Test.cancel("not tested: \(obstacles.joined(separator: ", "))") }
    }

    @Test(arguments: SwitchProgram.testable)
    func holds(_ architecture: Architecture) throws {
        let (program, folder) = (try SwitchProgram.of(architecture), try TemporaryFolder())
        let path = folder.url("switch-test").path
        try program.link(architecture.source, to: path)
        let finished = try program.run(path)
        #expect(finished.status == 0, "\(finished.errors)")
        let names = ["places", "entry", "first-and-last", "rounding", "walks", "chain", "many"]
        #expect(finished.output == names.map { "ok \($0)\n" }.joined())
    }

    /// With checked branch targets and signed return addresses, where the switch returns otherwise.
    @Test(.enabled(if: SwitchProgram.testable.contains(.aarch64), "aarch64 cannot be tested"))
    func holdsWithBranchProtection() throws {
        let (program, folder) = (try SwitchProgram.of(.aarch64), try TemporaryFolder())
        let object = folder.url("switch.o").path
        let made = try Shell.run(
            Architecture.aarch64.compiler,
            ["-mbranch-protection=standard", "-c", "-o", object, Architecture.aarch64.source])
        try #require(made.status == 0, "\(made.errors)")
        let path = folder.url("switch-test").path
        try program.link(object, to: path)
        #expect(try program.run(path).status == 0)
        let notes = try Shell.run("readelf", ["--notes", object]).output
        #expect(notes.contains("BTI"))
    }

    /// Each line of the switch matters to the test: without it, the test fails.
    @Test(arguments: Mutant.all.filter { SwitchProgram.testable.contains($0.architecture) })
    func noLineIsSpare(_ mutant: Mutant) throws {
        let (program, folder) = (try SwitchProgram.of(mutant.architecture), try TemporaryFolder())
        let path = folder.url("switch-test").path
        try program.link(try folder.file("switch.S", mutant.text), to: path)
        let finished = try program.run(path)
        #expect(finished.status != 0, "nothing missed \(mutant): \(finished.output)")
    }

    /// There are as many as the registers that each ABI keeps, saved and loaded.
    @Test func mutantsAreMade() {
        let counts = [Architecture.x86_64: 6 + 2, .aarch64: 11 + 8 + 1, .riscv64: 12 + 12 + 1]
        for (architecture, kept) in counts {
            #expect(Mutant.all.count { $0.architecture == architecture } > 2 * kept)
        }
    }
}
