import Arguments

/// `uringctl completions SHELL`.
enum CompletionsCommand {
    static let shell = Operand(
        value: .choice("SHELL", of: CompletionShell.self) { "completions for \($0.rawValue)" },
        help: "whose completions to print")

    static let declaration = Command(
        "completions",
        summary: "print a completion script for a shell",
        description: ["Prints a script that teaches a shell to complete the commands and options of `uringctl`."],
        operands: [shell],
        examples: [
            Example("source <(uringctl completions bash)", help: "for this bash"),
            Example("uringctl completions zsh >~/.zfunc/_uringctl", help: "for every zsh with ~/.zfunc in its fpath"),
            Example("uringctl completions fish >~/.config/fish/completions/uringctl.fish", help: "for every fish"),
        ],
        exitStatuses: CommandTable.plainExitStatuses)

    static func run(_ parsed: Parsed) -> Int32 { Console.show(CommandTable.root.completionScript(for: parsed[shell])) }
}
