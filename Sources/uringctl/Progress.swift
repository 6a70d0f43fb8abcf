import Glibc
import Kernel

/// One line on standard error that says what is going on, where a person sees it.
struct Progress {
    private let isShown: Bool

    init() {
        let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
        isShown = Terminal.isBehind(STDERR_FILENO) && terminal != "dumb" && !terminal.isEmpty
    }

    /// Back to the beginning of the line, and all of it erased.
    private static let newLine = "\r\u{1b}[K"

    func show(_ text: String) { write(Self.newLine + text) }

    /// Leaves the line as if nothing had been there.
    func clear() { write(Self.newLine) }

    private func write(_ text: String) {
        if isShown { try? OutputFile.write(text, to: STDERR_FILENO, named: "standard error") }
    }
}
