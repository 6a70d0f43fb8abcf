import Support
import Testing

/// When text is coloured: the option, NO_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM, then whether it is a terminal.
@Suite(.bounded)
struct ColourTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let settings: [String: String]
        let option: String?
        let isTerminal: Bool
        let isColoured: Bool

        var testDescription: String {
            ([option.map { "--color=\($0)" }] + settings.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" })
                .compactMap(\.self).joined(separator: " ") + (isTerminal ? " on a terminal" : " in a pipe")
        }

        init(_ settings: [String: String], _ option: String? = nil, terminal: Bool, coloured: Bool) {
            (self.settings, self.option, isTerminal, isColoured) = (settings, option, terminal, coloured)
        }
    }

    static let cases = [
        Case([:], terminal: true, coloured: true),
        Case([:], terminal: false, coloured: false),
        Case([:], "auto", terminal: true, coloured: true),
        Case([:], "always", terminal: false, coloured: true),
        Case([:], "never", terminal: true, coloured: false),
        Case(["NO_COLOR": "1"], terminal: true, coloured: false),
        Case(["NO_COLOR": "0"], terminal: true, coloured: false),
        Case(["NO_COLOR": ""], terminal: true, coloured: true),
        Case(["NO_COLOR": "1"], "always", terminal: false, coloured: true),
        Case(["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], terminal: true, coloured: false),
        Case(["CLICOLOR_FORCE": "1"], terminal: false, coloured: true),
        Case(["CLICOLOR_FORCE": "0"], terminal: false, coloured: false),
        Case(["CLICOLOR_FORCE": "1"], "never", terminal: false, coloured: false),
        Case(["CLICOLOR_FORCE": "1", "CLICOLOR": "0"], terminal: true, coloured: true),
        Case(["CLICOLOR": "0"], terminal: true, coloured: false),
        Case(["CLICOLOR": "1"], terminal: true, coloured: true),
        Case(["CLICOLOR": "1"], terminal: false, coloured: false),
        Case(["TERM": "dumb"], terminal: true, coloured: false),
        Case(["TERM": "dumb", "CLICOLOR_FORCE": "1"], terminal: true, coloured: true),
    ]

    @Test(.enabled(if: Machine.has("script"), "script is not installed"), arguments: cases)
    func isColouredOrNot(_ sample: Case) throws {
        let option = sample.option.map { " --color=\($0)" } ?? ""
        let command = #""$uringctl" probe\#(option)"#
        let names = ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"].filter { sample.settings[$0] == nil }
        let finished = try Uringctl.bash(
            "unset \(names.joined(separator: " ")); "
                + (sample.isTerminal ? "script -qec \(ShellWord.quoted(command)) /dev/null" : command + " | cat"),
            environment: ["TERM": "xterm", "SHELL": "/bin/sh"].merging(sample.settings) { $1 })
        #expect(finished.status == 0 && finished.output.contains("usable: yes"))
        #expect(finished.output.contains("\u{1b}[") == sample.isColoured)
    }

    /// Colour is for text alone, and only stresses: the words are the same.
    @Test func onlyTextIsColoured() throws {
        for format in ["json", "markdown"] {
            #expect(!(try Uringctl.run(["probe", "--color=always", "-f", format]).output.contains("\u{1b}")))
        }
        let coloured = try Uringctl.run(["probe", "--color=always", "--only", "features"]).output
        let plain = try Uringctl.run(["probe", "--color=never", "--only", "features"]).output
        #expect(coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func aFileIsColouredOnlyWhenAskedTo() throws {
        let folder = try TemporaryFolder()
        let made = try Uringctl.bash(
            #"""
            CLICOLOR_FORCE=1 "$uringctl" probe -o plain && "$uringctl" probe --color=always -o coloured
            grep -c $'\e' plain; grep -q $'\e' coloured && echo coloured
            """#, in: folder.path)
        #expect(made.output == "0\ncoloured\n", "\(made)")
    }
}
