/// A completion script for fish from 3.0 on.
struct FishCompletion {
    let root: CommandPath

    init(_ root: CommandPath) { self.root = root }

    var script: String {
        let program = root.command.name
        let paths = root.visibleDescendants
        let commands = paths.dropFirst().map { ShellQuote.fish($0.spelling) }
        let valued = paths.flatMap { path in
            path.visibleOptions.filter { $0.value != nil }.flatMap { option in
                option.spellings.map { ShellQuote.fish("\(path.spelling) \($0)") }
            }
        }
        let runners = paths.filter { $0.command.operands.contains(where: \.isCommandLine) }
            .map { ShellQuote.fish($0.spelling) }
        return """
            # fish completion for \(program), generated from its table of commands.

            # Whether the words before the cursor lead to the command that the arguments spell; behind the name of a
            # program to run, or the dashes before it, two dashes follow.
            function __\(name)_at
                set -l commands \(Self.lines(commands))
                set -l valued \(Self.lines(valued))
                set -l runners \(Self.lines(runners))
                set -l at \(program)
                set -l skip no
                for word in (commandline -opc)[2..-1]
                    if test $skip = yes
                        set skip no
                    else if contains -- "$at" $runners; and not string match -q -- '-?*' "$word"
                        set at "$at --"
                        break
                    else if test "$word" = --
                        contains -- "$at" $runners; and set at "$at --"
                        break
                    else if contains -- "$at $word" $valued
                        set skip yes
                    else if contains -- "$at $word" $commands
                        set at "$at $word"
                    end
                end
                test "$at" = "$argv"
            end

            # What standard input offers, after what stands before the last comma; nothing twice.
            function __\(name)_list
                set -l value (string replace -r -- '^--[^=]*=' '' (commandline -ct | string collect))
                set -l begun (string match -r -- '.*,' "$value")
                set -l given (string split -- , "$begun")
                while read -l -d \\t word help
                    contains -- "$word" $given
                    or printf '%s%s\\t%s\\n' "$begun" "$word" "$help"
                end
            end

            # A program and its arguments: what follows the command that the arguments spell, and its options.
            function __\(name)_program
                set -l valued \(Self.lines(valued))
                set -l words (commandline -opc)
                set -e words[1..(count $argv)]
                while set -q words[1]; and string match -q -- '-?*' $words[1]
                    set -l option $words[1]
                    set -e words[1]
                    test "$option" = --; and break
                    contains -- "$argv $option" $valued; and set -e words[1]
                end
                set -l line
                set -q words[1]; and set line (string escape -- $words)
                complete -C (string join -- ' ' $line (commandline -ct | string collect))
            end

            complete -c \(program) -f
            \(paths.map(completions).joined(separator: "\n"))
            """
    }

    private var name: String { root.identifier }

    private func completions(_ path: CommandPath) -> String {
        let condition = "__\(name)_at \(path.spelling)"
        var lines = path.command.visibleSubcommands.map { command in
            line(condition, "-a \(ShellQuote.fish(command.name)) -d \(ShellQuote.fish(Markup.plain(command.summary)))")
        }
        for option in path.visibleOptions {
            var names = option.short.map { "-s \($0) " } ?? ""
            names += "-l \(option.long)"
            var condition = condition
            if option.value == nil {
                // With a value, fish still needs the option to complete what follows it.
                condition += "; and not __fish_contains_opt \(spellings(path.spellingsExcluded(by: option)))"
            }
            let value = option.value.map { " " + self.value($0.completion) } ?? ""
            lines.append(line(condition, "\(names)\(value) -d \(ShellQuote.fish(option.plainHelp))"))
        }
        for operand in path.command.operands {
            if operand.isCommandLine {
                let arguments = "-a '(__\(name)_program \(path.spelling))'"
                lines += [line(condition, arguments), line("\(condition) --", arguments)]
            } else if let arguments = arguments(operand.value.completion) {
                lines.append(line(condition, arguments))
            }
        }
        return lines.joined()
    }

    private func line(_ condition: String, _ rest: String) -> String {
        "complete -c \(root.command.name) -n \(ShellQuote.fish(condition)) \(rest)\n"
    }

    /// `-s q quiet`, as `__fish_contains_opt` takes names.
    private func spellings(_ spellings: [String]) -> String {
        spellings.map { $0.hasPrefix("--") ? String($0.dropFirst(2)) : "-s \($0.dropFirst())" }.joined(separator: " ")
    }

    /// Of an option with a value: that it has one, and what it may be.
    private func value(_ completion: Completion) -> String {
        if case .file = completion { return "-r -F" }
        return arguments(completion).map { "-x \($0)" } ?? "-x"
    }

    private func arguments(_ completion: Completion) -> String? {
        switch completion {
        case .nothing: nil
        case .file: "-F"
        case .directory: "-a '(__fish_complete_directories)'"
        case .program: "-a '(__fish_complete_command)'"
        case .word(let words): "-a \(ShellQuote.fish("(\(Self.offer(words())))"))"
        case .list(let words): "-a \(ShellQuote.fish("(\(Self.offer(words())) | __\(name)_list)"))"
        }
    }

    /// A command that prints words, each with a tab and its help.
    private static func offer(_ words: [Word]) -> String {
        let pairs = words.flatMap { [ShellQuote.fish($0.text), ShellQuote.fish(Markup.plain($0.help))] }
        return "printf '%s\\t%s\\n' \(pairs.joined(separator: " "))"
    }

    private static func lines(_ words: [String]) -> String { words.joined(separator: " \\\n        ") }
}
