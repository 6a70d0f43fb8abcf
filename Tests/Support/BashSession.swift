import Foundation

/// What bash offers when the completion key is pressed.
public enum BashSession {
    /// COMPREPLY for the cursor at the end of `line`, after the commands `load`, in a folder that holds the script as
    /// `uringctl.bash` and where bash-completion looks for it, a file `zig zag` and a folder `zigzag`.
    ///
    /// - Parameter breaks: the characters of COMP_WORDBREAKS that part words, besides white space.
    public static func offered(
        _ line: String, by script: String, after load: String = "source ./uringctl.bash",
        breaks: Set<Character> = ["=", ":"]
    ) throws -> [String] {
        let folder = try TemporaryFolder()
        _ = try folder.file("uringctl.bash", script)
        _ = try folder.file("zig zag")
        for name in ["zigzag", "user/completions"] {
            try FileManager.default.createDirectory(at: folder.url(name), withIntermediateDirectories: true)
        }
        _ = try folder.file("user/completions/uringctl.bash", script)
        let words = words(of: line, breaks: breaks)
        let driver = """
            \(load)
            COMP_LINE=\(ShellWord.quoted(line)) COMP_POINT=\(line.utf8.count) COMP_CWORD=\(words.count - 1)
            COMP_WORDS=(\(ShellWord.quoted(words)))
            COMPREPLY=(stale)
            _uringctl uringctl x y || exit 8
            ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
            """
        let finished = try Shell.run("bash", ["--norc", "--noprofile", "-c", driver], in: folder.path)
        guard finished.status == 0 && finished.errors.isEmpty else { throw SessionFailure(finished) }
        // Readline shows files and programs sorted, each once; compgen does not.
        let lines = finished.output.split(separator: "\n").map(String.init)
        return lines.enumerated().filter { !lines[..<$0.offset].contains($0.element) }.map(\.element)
    }

    /// The words of a line as bash puts them in COMP_WORDS.
    private static func words(of line: String, breaks: Set<Character>) -> [String] {
        var words: [String] = [""]
        for character in line {
            if character == " " {
                if words.last != "" { words.append("") }
            } else if let last = words.last?.last, breaks.contains(last) != breaks.contains(character) {
                words.append(String(character))
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words
    }
}

/// A shell that did not get as far as offering anything.
struct SessionFailure: Error, CustomStringConvertible {
    let description: String
    init(_ finished: Finished) { description = "\(finished)" }
}
