import Glibc
import Kernel

/// The terminal, or whatever stands in its place.
enum Console {
    /// Writes what was asked for to standard output: exit status `success`, or 2 when it cannot be written.
    ///
    /// A reader that has gone away has read all it wanted: that keeps the status.
    static func show(_ text: String, success: Int32 = 0) -> Int32 {
        do throws(CallFailure) {
            try OutputFile.write(text, to: STDOUT_FILENO, named: "standard output")
            return success
        } catch {
            if error.errno == .brokenPipe { return success }
            complain("cannot write to standard output: \(error.errno)")
            return 2
        }
    }

    /// One line on standard error; where that cannot be written there is nobody to tell.
    static func complain(_ message: String) { complainWithoutName("uringctl: \(message)") }

    static func complainWithoutName(_ line: String) {
        try? OutputFile.write(line + "\n", to: STDERR_FILENO, named: "standard error")
    }

    /// The columns of standard output: 80 unless a terminal is wider.
    static var columns: Int { max(80, Int(Terminal.columns(of: STDOUT_FILENO))) }

    /// Whether to colour what goes to standard output: the option, then NO_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM,
    /// then whether it is a terminal.
    static func isColoured(_ choice: ColourChoice) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto:
            if let value = variable("NO_COLOR"), !value.isEmpty { return false }
            if let value = variable("CLICOLOR_FORCE"), value != "0" { return true }
            if variable("CLICOLOR") == "0" || variable("TERM") == "dumb" { return false }
            return Terminal.isBehind(STDOUT_FILENO)
        }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

enum ColourChoice: String, CaseIterable {
    case auto, always, never
}
