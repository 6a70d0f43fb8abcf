/// Words as shells take them literally.
public enum ShellWord {
    /// For bash, zsh and sh.
    public static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    public static func quoted(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
