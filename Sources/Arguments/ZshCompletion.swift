/// A completion script for zsh, to be autoloaded from `fpath` or sourced after `compinit`.
struct ZshCompletion {
    let root: CommandPath

    init(_ root: CommandPath) { self.root = root }

    var script: String {
        let name = root.identifier
        return """
            #compdef \(root.command.name)
            # zsh completion for \(root.command.name), generated from its table of commands.

            # One of the words that follow the description $1, each with its help.
            _\(name)__word() {
                local word help
                local -a items
                for word help in "${@:2}"; do
                    items+=("${word//:/\\:}${help:+:$help}")
                done
                _describe -t values "$1" items
            }

            # Some of the words that follow the description $1, each with its help; with commas between, none twice.
            _\(name)__list() {
                local word help
                local -a items given
                [[ $PREFIX == *,* ]] && given=("${(@s:,:)PREFIX%,*}")
                for word help in "${@:2}"; do
                    ((${given[(Ie)$word]})) || items+=("${word//:/\\:}${help:+:$help}")
                done
                compset -P '*,'
                _describe -t values "$1" items -S ''
            }

            \(root.visibleDescendants.map(function).joined(separator: "\n"))
            # Autoloaded, this file is the body of the function that it is named after.
            if [[ ${funcstack[1]} == _\(root.command.name) ]]; then
                _\(name) "$@"
            else
                compdef _\(name) \(root.command.name)
            fi

            """
    }

    private func function(_ path: CommandPath) -> String {
        let commands = path.command.visibleSubcommands
        var specifications = path.visibleOptions.map { option(path, $0) }
        if commands.isEmpty {
            specifications += operands(path)
        } else {
            specifications += ["'1: :->command'", "'*:: :->rest'"]
        }
        var body = "_arguments -s -S -C \\\n        " + specifications.joined(separator: " \\\n        ")
        if !commands.isEmpty {
            let items = commands.map { ShellQuote.posix("\($0.name):\(Markup.plain($0.summary))") }
            let arms = commands.map { "                \($0.name)) _\(path.appending($0).identifier) ;;" }
            body = """
                local curcontext=$curcontext state line
                    local -A opt_args
                    \(body) && return
                    case $state in
                        command)
                            local -a items=(
                                \(items.joined(separator: "\n                "))
                            )
                            _describe -t commands command items
                            ;;
                        rest)
                            curcontext=${curcontext%:*}-${words[1]}:
                            case ${words[1]} in
                \(arms.joined(separator: "\n"))
                            esac
                            ;;
                    esac
                """
        } else {
            body = "local curcontext=$curcontext\n    \(body)"
        }
        return "_\(path.identifier)() {\n    \(body)\n}\n"
    }

    /// One argument of `_arguments`: `'(-f --format)'{-f+,--format=}'[help]:FORMAT:action'`.
    private func option(_ path: CommandPath, _ option: OptionDeclaration) -> String {
        let stops = BuiltIn.options.contains { $0.long == option.long }
        let excluded = stops ? ["- : *"] : path.spellingsExcluded(by: option)
        let exclusion = excluded.isEmpty ? "" : "(\(excluded.joined(separator: " ")))"
        let repetition = option.repeats ? "*" : ""
        let hasValue = option.value != nil
        let names = [
            option.shortSpelling.map { $0 + (hasValue ? "+" : "") }, option.longSpelling + (hasValue ? "=" : ""),
        ]
        .compactMap(\.self)
        let help = option.plainHelp.map { "\\[]".contains($0) ? "\\\($0)" : String($0) }.joined()
        let value = option.value.map { ":\($0.name):\(action($0))" } ?? ""
        let head = exclusion + repetition
        let spellings = names.count > 1 ? "{\(names.joined(separator: ","))}" : names[0]
        return (head.isEmpty ? "" : ShellQuote.posix(head)) + spellings + ShellQuote.posix("[\(help)]\(value)")
    }

    private func operands(_ path: CommandPath) -> [String] {
        var specifications: [String] = []
        var position = 1
        for operand in path.command.operands {
            let tail = ":\(operand.value.name):\(action(operand.value))"
            if operand.isCommandLine {
                // After the program's name the options are its own, and so is the whole line.
                specifications += [ShellQuote.posix("(-)1\(tail)"), ShellQuote.posix("*::ARGUMENT:_normal")]
                break
            }
            if operand.count.upperBound > 8 {
                specifications.append(ShellQuote.posix("*\(tail)"))
                break
            }
            for index in 0..<operand.count.upperBound {
                let colon = index < operand.count.lowerBound ? "" : ":"
                specifications.append(ShellQuote.posix("\(position)\(colon)\(tail)"))
                position += 1
            }
        }
        return specifications
    }

    private func action(_ value: ValueShape) -> String {
        let words = (value.completion.words ?? []).flatMap { [$0.text, Markup.plain($0.help)] }
        let items = words.map { ShellQuote.posix(Self.escapedAction($0)) }
        return switch value.completion {
        case .nothing: " "
        case .file: "_files"
        case .directory: "_files -/"
        case .program: "_command_names -e"
        // After a space, the arguments are these alone.
        case .word: " _\(root.identifier)__word \(([value.name] + items).joined(separator: " "))"
        case .list: " _\(root.identifier)__list \(([value.name] + items).joined(separator: " "))"
        }
    }

    /// `_arguments` takes colons for its own, and one backslash from before each.
    private static func escapedAction(_ text: String) -> String {
        text.map { $0 == ":" ? "\\:" : String($0) }.joined()
    }
}
