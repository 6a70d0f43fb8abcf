import Arguments
import Catalog
import Kernel

/// `uringctl explain ERRNO`: what an errno of io_uring can mean, without asking any kernel.
enum ExplainCommand {
    /// One word of the command line.
    enum Subject: Equatable {
        case errno(Errno)
        case call(RingCall)
    }

    static let subjects = Operand(
        values: .subject, count: 0...32,
        help: "an errno by name or number, or a call to narrow the answer to; without any, the errnos that are known")
    static let all = Option(long: "all", short: "a", help: "all meanings, also where no errno is asked for")

    static let declaration = Command(
        "explain",
        summary: "say what an errno of io_uring can mean",
        description: [
            """
            Says for each errno what it can mean where a call of io_uring answers it, and how to tell the meanings \
            apart: what to look at, what to type, which line of `uringctl probe` shows it. Nothing is asked of the \
            kernel, so that it can be done on another machine.
            """,
            """
            A name may be in any case, a number with or without a minus: `EPERM`, `eperm`, `1` and `-1` are one. \
            Several errnos may be given, and calls to hear of no others: \
            \(Phrase.enumeration(RingCall.allCases.map { "`\($0.name)`" })), the last for the `res` of a completion.
            """,
        ],
        options: [
            all, ReportOptions.format, ReportOptions.json, ReportOptions.output, ReportOptions.quiet,
            ReportOptions.color,
        ],
        exclusive: [[ReportOptions.format, ReportOptions.json]],
        operands: [subjects],
        examples: [
            Example("uringctl explain", help: "the errnos that are known, and the calls that answer them"),
            Example("uringctl explain EPERM io_uring_setup", help: "one line of strace"),
            Example("uringctl explain -22 cqe", help: "what a completion said"),
        ],
        exitStatuses: [
            ExitStatus(0, help: "all that was asked for is known"),
            ExitStatus(1, help: "io_uring is not known to answer one of the errnos, or not from that call"),
            ExitStatus(2, help: "wrong usage, or no way to write it"),
        ],
        environment: ReportOptions.environment,
        notes: [
            .definitions([ReportOptions.outputNote]),
            """
            A request can come to any errno that its operation has, as read(2) has EIO; those are explained by the \
            operation's own page. Releases are those of mainline kernels: distributions carry newer code under older \
            numbers.
            """,
        ],
        seeAlso: CommandTable.pages + [
            PageReference("errno", 3), PageReference("io_uring_enter", 2), PageReference("io_uring_register", 2),
            PageReference("io_uring_setup", 2),
        ])

    static func run(_ parsed: Parsed) -> Int32 {
        let words = parsed[subjects]
        var (errnos, calls): ([Errno], [RingCall]) = ([], [])
        for case .errno(let errno) in words where !errnos.contains(errno) { errnos.append(errno) }
        for case .call(let call) in words where !calls.contains(call) { calls.append(call) }
        let explanation = Explanation(errnos: errnos, calls: calls)
        return ReportOptions.deliver(
            explanation.report(tool: Version.tool), parsed, showsAll: parsed[all], status: explanation.exitStatus)
    }
}

extension ValueKind where Value == ExplainCommand.Subject {
    fileprivate static var subject: ValueKind {
        ValueKind(
            "ERRNO",
            completion: .word {
                Explanation.knownErrnos.map { Word($0.shortDescription, help: $0.text) }
                    + RingCall.allCases.map { Word($0.name, help: "a call") }
            },
            parse: { (text) throws(ValueProblem) in
                if let call = RingCall(text) { return .call(call) }
                let digits = text.first == "-" ? text.dropFirst() : text[...]
                // ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND and ERESTART_RESTARTBLOCK (the kernel's linux/errno.h).
                if ["512", "513", "514", "516"].contains(digits) || text.uppercased().hasPrefix("ERESTART") {
                    throw .other(
                        "\(Phrase.quoted(text)) never leaves the kernel: strace shows it where a signal interrupts a "
                            + "call, which then goes on or fails with EINTR")
                }
                if let number = Int32(digits) {
                    guard let errno = Errno.named.first(where: { $0.number == number }) else {
                        throw .other("\(Phrase.quoted(text)) is the number of no errno")
                    }
                    return .errno(errno)
                }
                if let errno = Errno(named: text) { return .errno(errno) }
                let names = RingCall.allCases.flatMap { [$0.name] + $0.otherNames } + Errno.named.compactMap(\.name)
                throw .unknownChoice(
                    text, kind: "errno or call", near: Suggestion.nearest(to: text, among: names), choices: names)
            },
            render: { subject in
                switch subject {
                case .errno(let errno): errno.shortDescription
                case .call(let call): call.name
                }
            }
        ).allowingNegative
    }
}

extension RingCall {
    fileprivate init?(_ word: String) {
        let word = word.lowercased()
        let named = Self.allCases.first { $0.name == word || $0.otherNames.contains(word) }
        guard let named else { return nil }
        self = named
    }
}
