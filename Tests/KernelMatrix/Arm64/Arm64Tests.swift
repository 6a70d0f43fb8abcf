import Catalog
import Foundation
import Kernel
import Support
import Testing

/// The Catalog's numbers, and errno's, against a kernel of another architecture.
@Suite(
    .timeLimit(.minutes(Bound.testMinutes)), .enabled(if: Arm64Guest.missing == nil, "\(Arm64Guest.missing ?? "")"))
struct Arm64Tests {
    @Test func numbersAreTheSame() throws {
        let lines: [Substring]
        do {
            lines = try Arm64Guest.answers()
        } catch let missing as Missing {
            try Test.cancel("\(missing)")
        }
        expectRows(try ProbeAnswers(lines: lines.filter { ["yes", "no"].contains($0.split(separator: " ").last) }))

        // setup(0, NULL), enter(-1), register(-1, BUFFERS), and enter(ring) to submit nothing
        let calls = lines.filter { $0.hasPrefix("call ") }
        #expect(calls == ["call 425 \(EFAULT)", "call 426 \(EBADF)", "call 427 \(EINVAL)", "call 426 0"])

        let named = Dictionary(uniqueKeysWithValues: Errno.named.map { ("\($0.number)", $0.name ?? "?") })
        let there = lines.filter { $0.hasPrefix("errno ") }.map { $0.split(separator: " ").map(String.init) }
        #expect(Dictionary(uniqueKeysWithValues: there.map { ($0[1], $0[2]) }) == named)

        let discard = try #require(Catalog.operationFlags.first { $0.name == "BLOCK_URING_CMD_DISCARD" }?.number)
        #expect(lines.contains("command \(discard) \(discard)"))
    }

    /// Every row up to the kernel's release is there, and nothing that the Catalog does not have.
    private func expectRows(_ answers: ProbeAnswers) {
        let release = MatrixKernel.mainline(KernelPackages.arm64Series)
        let rows = AskedRow.all.filter { !$0.key.hasPrefix("opflag ") }
        for row in rows where row.since <= release {
            #expect(answers.rows[row.key] == .some(true), "\(row.key) \(row.name), since \(row.since)")
        }
        let known = Set(rows.filter { $0.since <= release }.map(\.key))
        for (key, answer) in answers.rows where answer == true { #expect(known.contains(key), "\(key) has no row") }
    }
}
