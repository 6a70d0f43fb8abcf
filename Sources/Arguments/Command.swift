/// A command: all that the parser, help text, man pages and completions know of it, and its subcommands.
///
/// Text may hold `` `literal` `` words, and `{NAME}` in capitals for what stands for something else: bold and italic
/// in a man page, without marks in help text.
package struct Command: Sendable {
    package let name: String
    /// One line without a full stop, in the manner of `show what io_uring can do here`.
    package let summary: String
    package let description: [Block]
    package let options: [OptionDeclaration]
    /// Sets of long option names of which at most one may be given.
    package let exclusive: [[String]]
    package let operands: [OperandDeclaration]
    /// When there are any, the first operand must name one.
    package let subcommands: [Command]
    package let examples: [Example]
    package let exitStatuses: [ExitStatus]
    package let environment: [Definition]
    package let files: [Definition]
    package let notes: [Block]
    package let bugs: [Block]
    /// Pages other than those of the same table, which are added by themselves.
    package let seeAlso: [PageReference]
    /// A hidden command is parsed, but appears in no help text, man page or completion.
    package let isHidden: Bool

    /// - Parameters:
    ///   - options: also accepted by every subcommand. `--help` and `--version` are added to all.
    ///   - exclusive: sets of options of which at most one may be given.
    package init(
        _ name: String,
        summary: String,
        description: [Block] = [],
        options: [any AnyOption] = [],
        exclusive: [[any AnyOption]] = [],
        operands: [any AnyOperand] = [],
        subcommands: [Command] = [],
        examples: [Example] = [],
        exitStatuses: [ExitStatus] = [],
        environment: [Definition] = [],
        files: [Definition] = [],
        notes: [Block] = [],
        bugs: [Block] = [],
        seeAlso: [PageReference] = [],
        isHidden: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.description = description
        self.options = options.map(\.declaration)
        self.exclusive = exclusive.map { $0.map(\.declaration.long) }
        self.operands = operands.map(\.declaration)
        self.subcommands = subcommands
        self.examples = examples
        self.exitStatuses = exitStatuses
        self.environment = environment
        self.files = files
        self.notes = notes
        self.bugs = bugs
        self.seeAlso = seeAlso
        self.isHidden = isHidden
    }

    package var visibleSubcommands: [Command] { subcommands.filter { !$0.isHidden } }
}

/// A command line, and what it does.
package struct Example: Sendable {
    package let commandLine: String
    package let help: String

    package init(_ commandLine: String, help: String) {
        self.commandLine = commandLine
        self.help = help
    }
}

/// An exit status, and what it means.
package struct ExitStatus: Sendable {
    package let code: Int
    package let help: String

    package init(_ code: Int, help: String) {
        self.code = code
        self.help = help
    }
}

/// Another man page.
package struct PageReference: Sendable, Hashable {
    package let name: String
    package let section: Int

    package init(_ name: String, _ section: Int) {
        self.name = name
        self.section = section
    }
}

/// A command in its place below the root.
package struct CommandPath: Sendable {
    /// The root first; never empty.
    package let commands: [Command]

    package init(root: Command) { commands = [root] }

    private init(_ commands: [Command]) { self.commands = commands }

    package var root: Command { commands[0] }
    package var command: Command { commands[commands.count - 1] }
    /// `["uringctl", "probe"]`.
    package var names: [String] { commands.map(\.name) }
    /// `uringctl probe`.
    package var spelling: String { names.joined(separator: " ") }

    package func appending(_ command: Command) -> CommandPath { CommandPath(commands + [command]) }

    /// The command's own options, then those of the commands above it, then `--help` and `--version`.
    package var options: [OptionDeclaration] { commands.reversed().flatMap(\.options) + BuiltIn.options }

    package var visibleOptions: [OptionDeclaration] { options.filter { !$0.isHidden } }

    /// Sets of long option names of which at most one may be given.
    package var exclusive: [[String]] { commands.flatMap(\.exclusive) }

    /// This command and all below it that are not hidden, parents first.
    package var visibleDescendants: [CommandPath] {
        [self] + command.visibleSubcommands.flatMap { appending($0).visibleDescendants }
    }
}

extension Command {
    /// The command that `names`, without the root's own, leads to; how `help NAME` finds its subject.
    package func path(to names: [String]) throws(ParseError) -> CommandPath {
        var path = CommandPath(root: self)
        for name in names { path = try path.subcommand(name) }
        return path
    }
}

extension CommandPath {
    func subcommand(_ name: String) throws(ParseError) -> CommandPath {
        if let found = command.subcommands.first(where: { $0.name == name }) { return appending(found) }
        let near = Suggestion.nearest(to: name, among: command.visibleSubcommands.map(\.name))
        throw ParseError(.unknownCommand(name, near: near), at: self)
    }
}
