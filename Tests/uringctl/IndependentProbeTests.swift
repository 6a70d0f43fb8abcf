import Foundation
import Support
import Testing

/// uringctl's report against a probe in C that reaches its answers by other means.
@Suite struct IndependentProbeTests {
    enum Caller: CaseIterable {
        case thisUser, nobody
    }

    @Test(
        "Both probes agree, row by row", .timeLimit(.minutes(Bound.testMinutes)),
        .enabled(if: Machine.has("cc"), "cc is not installed"), arguments: Caller.allCases)
    func agreement(of caller: Caller) throws {
        let folder = try TemporaryFolder()
        let peer = folder.url("independent-probe").path
        do {
            try IndependentProbe.build(peer)
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
        let program = folder.url("uringctl").path
        // A copy, as others may not enter the folder of the build.
        try FileManager.default.copyItem(atPath: Uringctl.program, toPath: program)
        let theirs = try IndependentProbe.answers(run(peer, [], as: caller))
        let ours = try ProbeAnswers(report: run(program, ["probe", "--json"], as: caller).output)

        for disagreement in IndependentProbe.disagreements(of: ours, with: theirs) { Issue.record("\(disagreement)") }
        if theirs.usable != true { try Test.cancel("io_uring is not usable here, so both have no more to say") }
        let compared = theirs.rows.filter { $0.value != nil && ours.rows[$0.key] != .some(nil) }
        #expect(compared.count > ours.rows.count / 2)
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
}
