import Catalog
import Glibc
import Kernel
import Ring
import Support
import Testing

@testable import Probe

/// That each check can fail: with a request that does nothing in place of the one it is about, and without the bit.
///
/// In a process of its own: what a check takes for a new descriptor can then be one that is in use.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct SabotageTests {
    private static let isUsable = (try? Ring(entries: 8)) != nil

    /// What comes of a check when each request is changed first; nil where it is not run even unchanged.
    private static func result(
        of check: OperationCheck, _ change: @escaping (inout Submission) -> Void = { _ in }
    ) throws -> CheckEnd? {
        let scratch = Scratch(path: "/tmp/uringctl-sabotage-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
        defer { scratch.remove() }
        do {
            let bench = try VerifyBench(scratch, changing: change)
            defer { bench.endCheck() }
            try check.body(bench)
            return nil
        } catch let end as CheckEnd {
            return end
        } catch {
            return .unknown("\(error)")
        }
    }

    /// Runs the checks that hold here, sabotaged; those that hold all the same are returned. The one that would last is
    /// left out.
    private static func unmoved(
        _ checks: [OperationCheck], _ change: (OperationCheck) -> ((inout Submission) -> Void)?
    ) throws -> (tried: Int, unmoved: [String]) {
        var (tried, unmoved) = (0, [String]())
        for check in checks where check.subject != .flag("RESTRICTIONS_PER_TASK") {
            guard let change = change(check), try result(of: check) == nil else { continue }
            tried += 1
            if try result(of: check, change) == nil { unmoved.append(check.subject.text) }
        }
        return (tried, unmoved)
    }

    @Test(.enabled(if: isUsable, "no ring can be made"))
    func anOperationThatDoesNothingIsNoticed() async {
        await #expect(processExitsWith: .success) { try Self.tryOperations() }
    }

    private static func tryOperations() throws {
        let checks = OperationCheck.all.filter { $0.subject.kind == .operation }
        let (tried, unmoved) = try unmoved(checks) { check in
            let opcode = Catalog.number(ofOpcode: check.subject.name)
            let nop = Catalog.number(ofOpcode: "NOP")
            return { submission in
                guard submission.opcode == opcode else { return }
                (submission.opcode, submission.operation_flags, submission.io_priority) = (nop, 0, 0)
            }
        }
        #expect(tried > 20)
        // What only gives the kernel advice, or makes sure, shows no effect.
        #expect(Set(unmoved) == ["op:NOP", "op:FSYNC", "op:SYNC_FILE_RANGE", "op:FADVISE"])
    }

    @Test(.enabled(if: isUsable, "no ring can be made"))
    func aFlagThatIsNotSetIsNoticed() async {
        await #expect(processExitsWith: .success) { try Self.tryFlags() }
    }

    private static func tryFlags() throws {
        let checks = OperationCheck.all.filter { $0.subject.kind == .flag }
        let (tried, unmoved) = try unmoved(checks) { check in
            guard let row = Catalog.operationFlags.first(where: { $0.identifier == check.subject.name }),
                let mask = row.mask, let opcode = row.operations.compactMap({ Catalog.opcode(named: $0) }).first
            else { return nil }
            return { submission in
                guard row.operations.contains(Catalog.opcodes[Int(submission.opcode)].name) else { return }
                submission.io_priority &= ~UInt16(truncatingIfNeeded: mask)
                submission.operation_flags &= ~mask
                if opcode.name.hasPrefix("POLL") { submission.length &= ~mask }
            }
        }
        #expect(tried > 10)
        // Without these the same comes, by another way or in another time; and a socket knows no registered buffer.
        let invisible = [
            "NOP_TW", "FSYNC_DATASYNC", "RECVSEND_POLL_FIRST", "ACCEPT_POLL_FIRST", "URING_CMD_FIXED",
            "SEND_ZC.RECVSEND_FIXED_BUF", "SENDMSG_ZC.RECVSEND_FIXED_BUF", "TIMEOUT_BOOTTIME", "NOTIF_USAGE_ZC_COPIED",
        ]
        #expect(Set(unmoved).subtracting(invisible.map { "flag:\($0)" }) == [])
    }
}
