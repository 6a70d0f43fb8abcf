import Support
import Testing

@testable import Arguments

@Suite struct CompletionScriptTests {
    @Test(arguments: CompletionShell.allCases)
    func hiddenThingsAreNotInIt(_ shell: CompletionShell) {
        let script = Sample.root.completionScript(for: shell)
        #expect(script.contains("probe") && script.contains("format"))
        #expect(!script.contains("child"))
    }

    @Test func filesAreNamedAsTheShellsExpect() {
        #expect(
            CompletionShell.allCases.map { $0.fileName(for: "uringctl") } == [
                "uringctl.bash", "_uringctl", "uringctl.fish",
            ])
    }

    /// Tables at the edge of the form.
    static let tables = [
        Command("tool", summary: "one command"),
        Command(
            "odd-tool", summary: "it's `odd`: a [b] \\ \"c\" $d",
            options: [
                Option(long: "odd", short: "o", help: "it's `odd`: a [b] \\ \"c\" $d (e)"),
                Option(long: "pick", value: .choice("ONE", [Choice("a:b", 1, help: "it's: [x]")]), help: "pick"),
            ],
            subcommands: [Command("sub-one", summary: "it's first: $(x)")]),
        Sample.root,
    ]

    @Test(arguments: CompletionShell.allCases, tables.map(\.name))
    func theShellAcceptsIt(_ shell: CompletionShell, _ name: String) throws {
        guard Shell.path(of: shell.rawValue) != nil else {
            try Test.cancel("\(shell.rawValue) is not installed")
        }
        let table = try #require(Self.tables.first { $0.name == name })
        let folder = try TemporaryFolder()
        let file = try folder.file("script", table.completionScript(for: shell))
        let checked = try Shell.run(shell.rawValue, ["-n", file])
        #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked.errors)")
    }

    @Test(.enabled(if: Shell.path(of: "fish") != nil, "fish is not installed"))
    func oddHelpComesOutWhole() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("script", Self.tables[1].completionScript(for: .fish))
        let offered = try Shell.run("fish", ["--no-config", "-c", "source \(file); complete -C 'odd-tool --o'"])
        #expect(offered.output == "--odd\tit's odd: a [b] \\ \"c\" $d (e)\n")
        let picked = try Shell.run("fish", ["--no-config", "-c", "source \(file); complete -C 'odd-tool --pick '"])
        #expect(picked.output == "a:b\tit's: [x]\n")
    }
}
