import Foundation
import Support
import Testing

/// uringctl's report against a probe in C that reaches its answers by other means.
@Suite struct IndependentProbeTests {
    enum Caller: CaseIterable {
        case thisUser, nobody
    }

    /// Rows that uringctl leaves open although real use answers them, each with what keeps uringctl from it.
    static let leftOpen = [
        "MSG_RING_CQE_SKIP": "takes a second ring",
        "MSG_SEND_FD": "takes a second ring",
        "NOTIF_USAGE_ZC_COPIED": "takes a zero-copy send over TCP",
        "RECV_MULTISHOT_LIMIT": "shows only in where a stream of completions ends",
        "RESTRICTIONS_PER_TASK": "takes a process that stays restricted",
        "REG_WAIT_TS": "takes a wait on registered memory",
    ]

    @Test(
        "Both probes agree, row by row", .timeLimit(.minutes(Bound.testMinutes)),
        .enabled(if: Machine.has("cc"), "cc is not installed"), arguments: Caller.allCases)
    func agreement(of caller: Caller) throws {
        let folder = try TemporaryFolder()
        let peer = try IndependentProbe.build(in: folder)
        let program = folder.url("uringctl").path
        // A copy, as others may not enter the folder of the build.
        try FileManager.default.copyItem(atPath: Uringctl.program, toPath: program)
        let theirs = try IndependentProbe.Answers(run(peer, [], as: caller))
        let report = try JSONDecoder().decode(
            ComparedReport.self, from: Data(run(program, ["probe", "--json"], as: caller).output.utf8))

        #expect(theirs.conflicts.isEmpty)
        #expect(report.verdict.usable == theirs.usable)
        if theirs.usable != true { try Test.cancel("io_uring is not usable here, so both have no more to say") }

        for (subject, rows) in report.inventory {
            let ours = Dictionary(uniqueKeysWithValues: try rows.map { (try #require($0.index), $0.supported) })
            let peers = try #require(theirs.rows[subject])
            for index in Set(ours.keys).union(peers.keys.compactMap(UInt64.init)).sorted() {
                let (our, their) = (ours[index] ?? nil, peers["\(index)"] ?? nil)
                #expect(our == their, "\(subject) \(index): uringctl \(text(our)), independent probe \(text(their))")
            }
        }
        try compareOperationFlags(report, theirs)
    }

    private func compareOperationFlags(_ report: ComparedReport, _ theirs: IndependentProbe.Answers) throws {
        let ours = Dictionary(uniqueKeysWithValues: report.operationFlags.map { ($0.key, $0.row.supported) })
        let peers = try #require(theirs.rows["opflag"])
        #expect(Set(ours.keys) == Set(peers.keys), "a row that only one of the two names")
        var compared = 0
        for (name, our) in ours.sorted(by: { $0.key < $1.key }) {
            guard let their = peers[name] ?? nil else { continue }
            if let our {
                #expect(our == their, "\(name): uringctl \(text(our)), independent probe \(text(their))")
                compared += 1
            } else {
                #expect(Self.leftOpen[name] != nil, "\(name): uringctl unknown, independent probe \(text(their))")
            }
        }
        #expect(compared > ours.count / 2)
        for name in Self.leftOpen.keys {
            #expect(ours[name] == .some(nil) || ours[name] == false, "\(name) need not be excused")
        }
    }

    private func run(_ program: String, _ arguments: [String], as caller: Caller) throws -> Finished {
        switch caller {
        case .thisUser:
            return try Shell.run(program, arguments)
        case .nobody:
            guard Machine.isRoot && Machine.has("setpriv") else { try Test.cancel("needs root and setpriv") }
            return try Shell.run("setpriv", ["--reuid", "65534", "--clear-groups", program] + arguments)
        }
    }

    private func text(_ answer: Bool?) -> String { answer.map { $0 ? "yes" : "no" } ?? "unknown" }
}

/// The probe in C, compiled by whoever asks for it.
private enum IndependentProbe {
    static func build(in folder: TemporaryFolder) throws -> String {
        let header = try Shell.run("cc", ["-fsyntax-only", "-x", "c", "-"], input: "#include <liburing.h>\n")
        guard header.status == 0 else { try Test.cancel("the headers of liburing are not installed") }
        let program = folder.url("independent-probe").path
        let folderOfSources = "\(Package.root)/Tests/uringctl/IndependentProbe"
        let sources = try FileManager.default.contentsOfDirectory(atPath: folderOfSources)
            .filter { $0.hasSuffix(".c") }.map { "\(folderOfSources)/\($0)" }
        let compiled = try Shell.run(
            "cc", ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", program] + sources + ["-luring"])
        try #require(compiled.status == 0, "\(compiled.errors)")
        return program
    }

    /// What it printed: for each subject the answers to its rows, nil where it has none.
    struct Answers {
        var usable: Bool?
        var rows: [String: [String: Bool?]] = [:]
        var conflicts: [Substring] = []

        init(_ finished: Finished) throws {
            try #require(finished.status == 0, "\(finished)")
            for line in finished.output.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                if words[0] == "conflict" {
                    conflicts.append(line)
                    continue
                }
                let answer: Bool?
                switch words.last {
                case "yes": answer = true
                case "no": answer = false
                default:
                    try #require(words.last == "unknown", "\(line)")
                    answer = nil
                }
                if words.count == 2 { usable = answer } else { rows[words[0], default: [:]][words[1]] = .some(answer) }
            }
        }
    }
}

/// What the comparison needs of the report.
private struct ComparedReport: Decodable {
    struct Verdict: Decodable {
        var usable: Bool?
    }

    struct Row: Decodable {
        var number: UInt64?
        var bit: UInt64?
        var name: String?
        var supported: Bool?
        var operations: [String]?

        var index: UInt64? { bit ?? number }
    }

    var verdict: Verdict
    var opcodes, op_flags, setup_flags, features, register_ops, sqe_flags, enter_flags: [Row]?

    /// The sections whose rows have numbers, under the independent probe's names.
    var inventory: [(subject: String, rows: [Row])] {
        [
            ("op", opcodes), ("setup", setup_flags), ("feature", features), ("register", register_ops),
            ("sqe", sqe_flags), ("enter", enter_flags),
        ].map { ($0, $1 ?? []) }
    }

    /// Operation flags by name; by operation and name where several share one.
    var operationFlags: [(key: String, row: Row)] {
        let rows = op_flags ?? []
        let counts = Dictionary(grouping: rows, by: \.name).mapValues(\.count)
        return rows.map { row in
            let name = row.name ?? "?"
            return (counts[row.name] == 1 ? name : "\(row.operations?.first ?? "?").\(name)", row)
        }
    }
}
