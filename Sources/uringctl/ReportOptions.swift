import Arguments
import Kernel
import Report

/// The options of every command that answers with a report, and where the report goes.
enum ReportOptions {
    enum Format: String, CaseIterable { case text, json, markdown }

    static let format = Option(
        long: "format", short: "f",
        value: .choice("FORMAT", of: Format.self) { format in
            switch format {
            case .text: "for a person at a terminal"
            case .json: "for programs: uringctl-report(5)"
            case .markdown: "a block to paste into an issue"
            }
        },
        default: .text, help: "how to write the report")
    static let json = Option(long: "json", help: "the same as --format json")
    static let output = Option(
        long: "output", short: "o", value: .file(), help: "write the report to FILE, whole or not at all")
    static let quiet = Option(long: "quiet", short: "q", help: "print no report: the exit status is the answer")
    static let color = Option(
        long: "color",
        value: .choice("MODE", of: ColourChoice.self) { choice in
            switch choice {
            case .auto: "when the output is a terminal"
            case .always: "whatever the output is"
            case .never: "in no case"
            }
        },
        default: .auto, help: "when to colour the text")

    /// The variables that decide about colour.
    static let environment = [
        Definition("NO_COLOR", "when not empty, no colour, whatever the variables below say"),
        Definition("CLICOLOR_FORCE", "when not 0, colour also where the output is no terminal"),
        Definition("CLICOLOR", "when 0, no colour"),
        Definition("TERM", "when `dumb`, no colour"),
    ]

    /// What `--output` may name.
    static let outputNote = Definition(
        "{FILE}",
        """
        A regular file is replaced by a new one once that is complete; links are followed. A device, FIFO \
        or socket is written to. `/dev/stdout` is standard output.
        """)

    /// Writes `report` to where the options say; `status`, or 2 when it cannot be written.
    ///
    /// - Parameter showsAll: whether text shows the sections too that it leaves out unasked.
    static func deliver(_ report: Report, _ parsed: Parsed, showsAll: Bool = false, status: Int32) -> Int32 {
        if let path = parsed[output] {
            return save(write(report, parsed, isTerminal: false, showsAll: showsAll), at: path, success: status)
        }
        if parsed[quiet] { return status }
        return Console.show(write(report, parsed, isTerminal: true, showsAll: showsAll), success: status)
    }

    private static func write(_ report: Report, _ parsed: Parsed, isTerminal: Bool, showsAll: Bool) -> String {
        switch parsed[json] ? .json : parsed[format] {
        case .json: return JSONWriter.write(report)
        case .markdown: return MarkdownWriter.write(report)
        case .text:
            let isColoured = parsed[color] == .always || isTerminal && Console.isColoured(parsed[color])
            let width = isTerminal ? Console.columns : 80
            return TextWriter(width: width, isColoured: isColoured, showsAll: showsAll).write(report)
        }
    }

    private static func save(_ text: String, at path: String, success: Int32) -> Int32 {
        do throws(CallFailure) {
            try OutputFile.write(text, toFileAt: path)
            return success
        } catch {
            if error.errno == .brokenPipe { return success }
            Console.complain("--output: cannot write \(Printable.line(path)): \(Printable.line("\(error)"))")
            return 2
        }
    }
}
