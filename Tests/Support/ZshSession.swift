import Foundation

/// What zsh offers when the completion key is pressed.
public enum ZshSession {
    /// Presses the completion key at the end of each line in an interactive zsh on a terminal of its own, in which
    /// `compadd`, through which all offers pass, writes them down.
    ///
    /// - Parameter file: what the script is called, which is how zsh finds it.
    public static func offered(
        _ lines: [String], by script: String, file: String
    ) throws -> [String: (words: [String], help: [String])] {
        let folder = try TemporaryFolder()
        _ = try folder.file("zig zag")
        try FileManager.default.createDirectory(at: folder.url("zigzag"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: folder.url("functions"), withIntermediateDirectories: true)
        _ = try folder.file("functions/\(file)", script)
        _ = try folder.file("lines", lines.joined(separator: "\n"))
        _ = try folder.file("driver", driver)
        let outer = """
            zmodload zsh/zpty || exit 9
            zpty session zsh -f -i
            zpty -w session "source ./driver"
            zpty -w -n session $'\\C-x\\C-x'
            zpty -r -m session output '*CAPTURE-END*'
            zpty -d session
            """
        let finished = try Shell.run(
            "zsh", ["-f", "-c", outer], environment: ["ZDOTDIR": folder.path, "TERM": "xterm"], in: folder.path)
        guard finished.status == 0 else { throw SessionFailure(finished) }
        var captured: [String: (words: [String], help: [String])] = [:]
        var current = ""
        for line in try String(contentsOf: folder.url("captured"), encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0.filter { $0 != "\\" } }
            if parts[0] == ">" {
                current = parts[1]
                captured[current] = ([], [])
            } else if captured[current]?.words.contains(parts[0]) == false {
                captured[current]?.words.append(parts[0])
                captured[current]?.help.append(parts[1])
            }
        }
        return captured
    }

    private static let driver = """
        PROMPT= RPROMPT=
        fpath=($PWD/functions $fpath)
        autoload -Uz compinit
        compinit -D -u
        compadd() {
            local -a hits help
            if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
                builtin compadd "$@"
                return
            fi
            local at=${@[(i)-d]}
            if ((at < $#)); then
                at=${@[at+1]}
                if [[ $at == \\(* ]]; then eval "help=$at"; else help=("${(@P)at}"); fi
            fi
            builtin compadd -A hits -D help "$@"
            local index
            for ((index = 1; index <= $#hits; index++)); do
                print -r -- "$IPREFIX${hits[index]}"$'\\t'"${help[index]}" >> captured
            done
            builtin compadd "$@"
        }
        record() {
            local line
            for line in "${(@f)$(<lines)}"; do
                print -r -- ">"$'\\t'"$line" >> captured
                BUFFER=$line CURSOR=$#line
                zle complete-word
            done
            BUFFER=
            print CAPTURE-"END"
        }
        zle -N record
        bindkey '^X^X' record

        """
}
