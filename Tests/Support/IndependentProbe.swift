import Foundation

/// A probe in C that reaches its answers by other means than uringctl; see `Tests/IndependentProbe`.
public enum IndependentProbe {
    /// Compiles it to `program`.
    ///
    /// - Throws: `Missing` without cc(1) or the headers of liburing.
    public static func build(_ program: String, options: [String] = []) throws {
        let header = try Shell.run("cc", ["-fsyntax-only", "-x", "c", "-"], input: "#include <liburing.h>\n")
        guard header.status == 0 else { throw Missing("the headers of liburing are not installed") }
        let folder = "\(Package.root)/Tests/IndependentProbe"
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".c") }.map { "\(folder)/\($0)" }
        let compiled = try Shell.run(
            "cc",
            ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program] + options + sources + ["-luring"])
        guard compiled.status == 0 else {
            throw Failure(description: "the independent probe does not compile: \(compiled.errors)")
        }
    }

    /// What it answered.
    ///
    /// - Throws: where it did not end well, or where two of its own methods contradict each other.
    public static func answers(_ finished: Finished) throws -> ProbeAnswers {
        let lines = finished.output.split(separator: "\n")
        let conflicts = lines.filter { $0.hasPrefix("conflict ") }
        guard finished.status == 0, conflicts.isEmpty else {
            throw Failure(
                description: "the independent probe: status \(finished.status), "
                    + "\(conflicts.joined(separator: ", "))\(finished.errors)")
        }
        return try ProbeAnswers(lines: lines)
    }

    /// Rows that uringctl leaves open although real use answers them, each with what keeps uringctl from it.
    public static let leftOpen = [
        "opflag MSG_RING_CQE_SKIP": "takes a second ring",
        "opflag MSG_SEND_FD": "takes a second ring",
        "opflag NOTIF_USAGE_ZC_COPIED": "takes a zero-copy send over TCP",
        "opflag RECV_MULTISHOT_LIMIT": "shows only in where a stream of completions ends",
        "opflag RESTRICTIONS_PER_TASK": "takes a process that stays restricted",
        "opflag REG_WAIT_TS": "takes a wait on registered memory",
    ]

    /// A row on which uringctl and this probe disagree: in words, what was expected and what was seen.
    public struct Disagreement: CustomStringConvertible {
        public var row, expected, seen: String
        public var description: String { "\(row): uringctl \(seen), independent probe \(expected)" }
    }

    /// Where uringctl's answers differ from this probe's, both of one kernel and one user.
    public static func disagreements(of ours: ProbeAnswers, with theirs: ProbeAnswers) -> [Disagreement] {
        var all: [Disagreement] = []
        func complain(_ row: String, _ expected: String, _ seen: String) {
            all.append(Disagreement(row: row, expected: expected, seen: seen))
        }
        if ours.usable != theirs.usable {
            complain("usable", ProbeAnswers.text(theirs.usable), ProbeAnswers.text(ours.usable))
        }
        for row in Set(ours.rows.keys).union(theirs.rows.keys).sorted() {
            let (our, their) = (ours.rows[row], theirs.rows[row])
            guard let our, let their else {
                // Where there is no ring, uringctl may have asked without one.
                if theirs.usable != true { continue }
                complain(row, their == nil ? "no row" : "a row", our == nil ? "no row" : "a row")
                continue
            }
            let isFlag = row.hasPrefix("opflag ")
            // Real use of a flag takes more than some kernels or machines have, and less than uringctl does.
            if isFlag && their == nil { continue }
            if our == their || isFlag && our == nil && leftOpen[row] != nil { continue }
            complain(row, ProbeAnswers.text(their), ProbeAnswers.text(our))
        }
        for (row, reason) in leftOpen where ours.rows[row] == .some(true) {
            complain(row, "unknown (\(reason)), so it need not be excused", "yes")
        }
        return all
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
