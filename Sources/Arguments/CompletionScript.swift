/// A shell that a completion script can be written for.
package enum CompletionShell: String, Sendable, CaseIterable {
    case bash, zsh, fish

    /// What the shell expects the script for `program` to be called.
    package func fileName(for program: String) -> String {
        switch self {
        case .bash: "\(program).bash"
        case .zsh: "_\(program)"
        case .fish: "\(program).fish"
        }
    }
}

extension Command {
    /// A script that completes this command, its options and all below. Hidden ones are not in it.
    package func completionScript(for shell: CompletionShell) -> String {
        let root = CommandPath(root: self)
        return switch shell {
        case .bash: BashCompletion(root).script
        case .zsh: ZshCompletion(root).script
        case .fish: FishCompletion(root).script
        }
    }
}

extension Completion {
    /// The words offered, or nil when the shell finds them itself or there are none.
    var words: [Word]? {
        switch self {
        case .word(let words), .list(let words): words()
        case .nothing, .file, .directory, .program: nil
        }
    }
}

extension CommandPath {
    /// The spellings of all options that `option` being given leaves no use for: itself, unless it may be repeated,
    /// and those it excludes.
    func spellingsExcluded(by option: OptionDeclaration) -> [String] {
        let excluded = exclusive.filter { $0.contains(option.long) }.flatMap(\.self)
        return
            visibleOptions
            .filter { $0.long == option.long ? !option.repeats : excluded.contains($0.long) }
            .flatMap(\.spellings)
    }

    /// Part of the names of shell functions: `uringctl_probe`.
    var identifier: String { Self.identifier(names.joined(separator: "_")) }

    static func identifier(_ text: String) -> String { String(text.map { $0 == "-" ? "_" : $0 }) }
}

extension OptionDeclaration {
    /// The help line without marks and remarks.
    var plainHelp: String { Markup.plain(help) }
}

enum ShellQuote {
    /// A word for bash and zsh.
    static func posix(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    static func fish(_ text: String) -> String {
        "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
