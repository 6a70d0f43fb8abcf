import Kernel
import Report
import Testing

@testable import Probe

/// From facts about a process to an answer.
struct ProcessJudgementTests {
    private static let nobody = Identity(uid: 1000, effectiveUid: 1000, gid: 1000, effectiveGid: 1000, groups: [])

    private func result(_ change: (inout ProcessFacts) -> Void) -> ProcessResult {
        var facts = ProcessFacts(pid: 42)
        (facts.rings, facts.mapped, facts.workers, facts.submissionThreads) = ([], MappedRings(), 0, 0)
        change(&facts)
        return ProcessResult(facts, asker: Self.nobody)
    }

    private func ring(_ descriptor: Int32, inode: UInt64) -> ProcessFacts.Ring {
        .init(descriptor: descriptor, inode: inode, information: RingInformation(), isWhole: true)
    }

    @Test func ringsAreCountedByInode() {
        let result = result { $0.rings = [ring(3, inode: 7), ring(4, inode: 7), ring(5, inode: 8)] }
        #expect(result.headline == "process 42 uses io_uring: 2 rings" && result.exitStatus == 0)
        let older = self.result { facts in
            facts.rings = [ring(3, inode: 7), ring(4, inode: 7)]
            facts.sharedInode = 7
        }
        #expect(older.headline == "process 42 uses io_uring: rings behind 2 descriptors")
    }

    @Test func noneIsSaidOnlyWhereAllWasSeen() {
        #expect(result { _ in }.headline == "process 42 holds no ring")
        #expect(result { _ in }.exitStatus == 1)
        for change in [
            { $0.isEveryDescriptorSeen = false }, { $0.isEveryMappingSeen = false }, { $0.mapped = nil },
        ] as [(inout ProcessFacts) -> Void] {
            let result = result(change)
            #expect(result.exitStatus == 2)
            #expect(result.headline.hasPrefix("whether process 42 uses io_uring could not be"))
        }
    }

    /// Of what was not seen nothing is counted.
    @Test func ringsAreCountedAsFarAsTheyWereSeen() {
        func count(_ rings: [ProcessFacts.Ring], isEverySeen: Bool) -> String? {
            let result = result { ($0.rings, $0.isEveryDescriptorSeen) = (rings, isEverySeen) }
            let report = result.report(tool: ToolVersion(version: "1.2.3", build: nil, commit: nil))
            guard case .fields(let fields)? = report.sections.first(where: { $0.key == "use" })?.content,
                let field = fields.first(where: { $0.key == "rings" })
            else { return nil }
            return field.text ?? field.value.words
        }
        #expect(count([], isEverySeen: true) == "0")
        #expect(count([], isEverySeen: false) == "unknown")
        #expect(count([ring(3, inode: 7)], isEverySeen: true) == "1")
        #expect(count([ring(3, inode: 7)], isEverySeen: false) == "at least 1")
    }

    @Test func refusalsAreNamedWithWhatToDo() throws {
        let refused = result { facts in
            (facts.rings, facts.mapped) = (nil, nil)
            facts.unread = [.init(what: "descriptors", failure: CallFailure("opendir", "/proc/42/fd", .accessDenied))]
        }
        #expect(
            refused.headline == "process 42 cannot be looked at: opendir(/proc/42/fd): EACCES (13, Permission denied)")
        let report = refused.report(tool: ToolVersion(version: "1.2.3", build: nil, commit: nil))
        #expect(report.summary.last?.text == "descriptors; ask as root, or as the user of the process")
        #expect(report.conclusion == "uses io_uring: unknown")
    }

    @Test(arguments: [
        (ProcessFacts.Absence.noProcFileSystem, "no process can be looked at: /proc is not mounted here"),
        (.noSuchProcess, "there is no process 42"),
        (.vanished, "process 42 ended while it was looked at"),
        (
            .hidden,
            "process 42 is there, and /proc hides it (its option hidepid); ask as root, or as the user of the process"
        ),
    ])
    func whatIsNotThereIsNotJudged(_ absence: ProcessFacts.Absence, _ headline: String) {
        let result = result { $0.absence = absence }
        #expect(result.headline == headline && result.exitStatus == 2)
    }

    @Test func whatHasNoDescriptorsHoldsNone() {
        #expect(result { $0.kind = .kernelThread }.exitStatus == 1)
        #expect(result { $0.kind = .zombie }.exitStatus == 1)
    }

    /// Threads of the kernel's own are open to all where descriptors are not.
    @Test func aThreadThatPollsARingIsEnough() {
        let result = result { facts in
            (facts.rings, facts.mapped, facts.submissionThreads) = (nil, nil, 1)
        }
        #expect(result.headline == "process 42 uses io_uring: 1 thread that polls a ring")
        let workers = self.result { $0.workers = 3 }
        #expect(workers.headline == "process 42 uses io_uring: 3 threads that work for a ring")
    }
}
