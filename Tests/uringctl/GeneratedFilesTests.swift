import Arguments
import Foundation
import Support
import Testing

@testable import uringctl

/// The files that are made from the command table and kept in the repository.
@Suite struct GeneratedFilesTests {
    /// Path below the package's root, and the arguments that print it.
    static let files: [(path: String, arguments: [String])] =
        ManCommand.pages.map { page in
            let name = page.name == "uringctl" ? [] : [String(page.name.dropFirst("uringctl-".count))]
            return ("man/\(page.fileName)", ["man"] + name)
        }
        + CompletionShell.allCases.map { ("completions/\($0.fileName(for: "uringctl"))", ["completions", $0.rawValue]) }

    static let refresh = "run .ci/refresh-generated and commit what it wrote"

    @Test func theTableIsSound() {
        #expect(TableInvariants.problems(in: CommandTable.root) == [])
    }

    @Test func everyCommandHasAnImplementation() {
        func leaves(_ path: CommandPath) -> [[String]] {
            path.command.subcommands.isEmpty
                ? [Array(path.names.dropFirst())] : path.command.subcommands.flatMap { leaves(path.appending($0)) }
        }
        let leaves = leaves(CommandPath(root: CommandTable.root))
        #expect(Set(leaves) == Set(CommandTable.implementations.keys))
        #expect(leaves.allSatisfy { $0.count <= CommandTable.depth })
    }

    @Test(.bounded, arguments: files.map(\.path))
    func isWhatTheProgramPrints(_ path: String) throws {
        let file = try #require(Self.files.first { $0.path == path })
        let printed = try Uringctl.run(file.arguments)
        try #require(printed.status == 0 && printed.errors.isEmpty)
        let kept = try? String(contentsOfFile: "\(Package.root)/\(path)", encoding: .utf8)
        #expect(kept == printed.output, "\(path) is \(kept == nil ? "missing" : "stale"): \(Self.refresh)")
    }

    @Test func noneIsSuperfluous() throws {
        let expected = Set(Self.files.map(\.path))
        for folder in ["man", "completions"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(Package.root)/\(folder)") {
                #expect(expected.contains("\(folder)/\(name)"), "\(folder)/\(name) is superfluous: \(Self.refresh)")
            }
        }
    }

    @Test(.enabled(if: Machine.has("mandoc"), "mandoc is not installed"), arguments: ManCommand.pages.map(\.fileName))
    func mandocFindsNothingWrong(_ name: String) throws {
        let checked = try Shell.run("mandoc", ["-Tlint", "-W", "warning", "\(Package.root)/man/\(name)"])
        #expect(checked.status == 0 && checked.output.isEmpty, "\(checked.output)\(checked.errors)")
    }

    @Test(.enabled(if: Machine.has("man"), "man is not installed"), arguments: ManCommand.pages.map(\.fileName))
    func manShowsIt(_ name: String) throws {
        let shown = try Shell.run(
            "man", ["--warnings=w", "-l", "\(Package.root)/man/\(name)"],
            environment: ["MANWIDTH": "80", "LC_ALL": "C.UTF-8", "PAGER": "cat"])
        #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
        #expect(shown.output.contains("SEE ALSO") && shown.output.contains("uringctl"))
    }

    /// Every number that the program ends with is explained on the page of each command.
    @Test func theProbePageNamesWhatMatters() throws {
        let page = try #require(ManCommand.pages.first { $0.name == "uringctl-probe" }).roff
        for heading in ["EXIT STATUS", "ENVIRONMENT", "FILES", "NOTES", "EXAMPLES", "SEE ALSO"] {
            #expect(page.contains(".SH \"\(heading)\"") || page.contains(".SH \(heading)\n"), "\(heading)")
        }
        for variable in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"] { #expect(page.contains(variable)) }
    }
}
