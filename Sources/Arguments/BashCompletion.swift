/// A completion script for bash from 4.2 on, which needs nothing but bash.
struct BashCompletion {
    let root: CommandPath

    init(_ root: CommandPath) { self.root = root }

    var script: String {
        let program = root.command.name
        let paths = root.visibleDescendants
        return """
            # bash completion for \(program), generated from its table of commands.

            # What the command $1 offers.
            _\(name)_command() {
                commands='' options='' runs=''
                case $1 in
            \(paths.map(command).joined())    esac
            }

            # What the option $2 of the command $1 takes, and which options need not be offered after it.
            _\(name)_option() {
                withdrawn='' kind='' candidates=''
                case "$1 $2" in
            \(paths.map(options).joined())        *) return 1 ;;
                esac
            }

            # What the operand number $2 of the command $1 may be; numbers begin with 0.
            _\(name)_operand() {
                kind='' candidates=''
                case $1 in
            \(paths.map(operands).joined())    esac
            }

            \(Self.engine(name: name, program: program))
            """
    }

    private var name: String { root.identifier }

    private func command(_ path: CommandPath) -> String {
        let commands = path.command.visibleSubcommands.map(\.name)
        let options = path.visibleOptions.flatMap(\.spellings)
        let runs = path.command.operands.contains { $0.isCommandLine }
        return """
                    \(ShellQuote.posix(path.spelling)))
                        commands=\(list(commands))
                        options=\(list(options))
            \(runs ? "            runs=yes\n" : "")            ;;

            """
    }

    private func options(_ path: CommandPath) -> String {
        path.visibleOptions.map { option in
            let pattern = option.spellings.map { ShellQuote.posix("\(path.spelling) \($0)") }.joined(separator: " | ")
            let value = option.value.map { value in "\n            \(assignments(value.completion))" } ?? ""
            return """
                        \(pattern))
                            withdrawn=\(list(path.spellingsExcluded(by: option)))\(value)
                            ;;

                """
        }.joined()
    }

    private func operands(_ path: CommandPath) -> String {
        guard !path.command.operands.isEmpty else { return "" }
        var lines = ""
        var before = 0
        for operand in path.command.operands {
            let (limit, overflow) = before.addingReportingOverflow(operand.count.upperBound)
            before = overflow ? Int.max : limit
            // Bash counts in 64 bits too.
            let test = operand.isCommandLine ? "" : "(($2 < \(before))) && "
            lines += "            \(test){ \(assignments(operand.value.completion)); return; }\n"
        }
        return "        \(ShellQuote.posix(path.spelling)))\n\(lines)            ;;\n"
    }

    private func assignments(_ completion: Completion) -> String {
        let kind =
            switch completion {
            case .nothing: "plain"
            case .file: "file"
            case .directory: "directory"
            case .program: "program"
            case .word: "word"
            case .list: "list"
            }
        return completion.words.map { "kind=\(kind) candidates=\(list($0.map(\.text)))" } ?? "kind=\(kind)"
    }

    private func list(_ words: [String]) -> String { ShellQuote.posix(words.joined(separator: " ")) }

    /// The part that is the same for every table.
    private static func engine(name: String, program: String) -> String {
        """
        _\(name)() {
            local IFS=$' \\t\\n'
            local index word rest line=$COMP_LINE words=()
            # Bash parts words at COMP_WORDBREAKS; join what no space parted.
            for ((index = 0; index <= COMP_CWORD; index++)); do
                word=${COMP_WORDS[index]}
                rest=${line#"${line%%[![:space:]]*}"}
                if ((index > 1)) && [[ $rest == "$line" && ${COMP_WORDS[index - 1]: -1}${word:0:1} == *[=:]* ]]; then
                    words[${#words[@]} - 1]+=$word
                else
                    words+=("$word")
                fi
                line=${rest#"$word"}
            done

            local commands options runs withdrawn kind candidates
            local path='\(program)' gone=' ' pending='' ended='' count=0
            _\(name)_command "$path"
            for ((index = 1; index < ${#words[@]} - 1; index++)); do
                word=${words[index]}
                if [[ $pending ]]; then
                    pending=''
                elif [[ ! $ended && $word == -- ]]; then
                    ended=yes
                elif [[ ! $ended && $word == --* ]]; then
                    _\(name)_option "$path" "${word%%=*}" || continue
                    gone+="$withdrawn "
                    [[ $kind && $word != *=* ]] && pending=yes
                elif [[ ! $ended && $word == -?* ]]; then
                    rest=${word#-}
                    while [[ $rest ]] && _\(name)_option "$path" "-${rest:0:1}"; do
                        gone+="$withdrawn "
                        rest=${rest:1}
                        [[ $kind ]] || continue
                        [[ $rest ]] || pending=yes
                        break
                    done
                elif [[ " $commands " == *" $word "* ]]; then
                    path+=" $word"
                    _\(name)_command "$path"
                else
                    ((count++))
                    # What follows a program's name is that program's.
                    [[ $runs ]] && ended=yes
                fi
            done

            local current=${words[${#words[@]} - 1]} prefix='' value
            value=$current
            if [[ $pending ]]; then
                :
            elif [[ ! $ended && $current == --*=* ]]; then
                _\(name)_option "$path" "${current%%=*}" || kind=''
                prefix=${current%%=*}=
                value=${current#*=}
            elif [[ ! $ended && $current == -* ]]; then
                kind=word candidates=''
                for word in $options; do
                    [[ $gone == *" $word "* ]] || candidates+=" $word"
                done
            elif [[ $commands ]]; then
                kind=word candidates=$commands
                # A word that names no command leads nowhere.
                ((count > 0)) && candidates=''
            else
                _\(name)_operand "$path" "$count"
            fi

            COMPREPLY=()
            case $kind in
                word)
                    for word in $candidates; do
                        [[ $word == "$value"* ]] && COMPREPLY+=("$prefix$word")
                    done
                    ;;
                list)
                    rest=''
                    [[ $value == *,* ]] && rest=${value%,*},
                    for word in $candidates; do
                        [[ ,$rest == *",$word,"* ]] && continue
                        [[ $word == "${value##*,}"* ]] && COMPREPLY+=("$prefix$rest$word")
                    done
                    compopt -o nospace 2>/dev/null
                    ;;
                file | directory | program)
                    [[ $kind == program ]] && ((count > 0)) && kind=file
                    case $kind in
                        file) word=-f ;;
                        directory) word=-d ;;
                        program) word=-c ;;
                    esac
                    while IFS= read -r line; do
                        COMPREPLY+=("$prefix$line")
                    done < <(compgen "$word" -- "$value")
                    compopt -o filenames 2>/dev/null
                    ;;
            esac

            # Readline replaces only what follows the last of the characters that part words.
            rest=${COMP_WORDBREAKS//[!=:]/}
            if [[ $rest && ${#COMPREPLY[@]} -gt 0 ]]; then
                rest=${current%"${current##*[$rest]}"}
                COMPREPLY=("${COMPREPLY[@]#"$rest"}")
            fi
        }

        complete -F _\(name) \(program)

        """
    }
}
