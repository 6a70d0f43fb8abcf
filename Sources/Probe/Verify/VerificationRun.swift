import CKernel
import Children
import Glibc
import Kernel

extension Verification {
    /// What all of it may take.
    private static let limitNanoseconds: Int64 = 60_000_000_000
    /// What one process may take: its checks wait for what comes within milliseconds.
    private static let groupLimitNanoseconds: Int64 = 20_000_000_000
    /// More than the waits of one check take before it gives up itself.
    private static let silenceLimitMilliseconds: Int32 = 5000
    /// One more for each check over which a process died, of which there are few.
    private static let attempts = 8

    /// Runs the checks that are asked for, each group in a child process that takes on the facts' situation.
    ///
    /// Files are made in a folder of their own in `folder`, and are gone at the end, also where this process is killed
    /// before: the children then get SIGTERM, and clean up.
    ///
    /// - Parameters:
    ///   - facts: what was learnt before; what the kernel does not have is not run.
    ///   - folder: where a folder for files can be made.
    ///   - program: a path that executes this program.
    ///   - progress: is told what is run next, and how much is done.
    package static func run(
        _ selection: Selection = Selection(), after facts: Facts, _ findings: Findings, filesIn folder: String,
        program: String? = Program.path, progress: (_ group: String, _ done: Int, _ all: Int) -> Void = { _, _, _ in }
    ) -> Verification {
        let plan = VerificationPlan(facts, findings, selection)
        let deadline = Clock.nanoseconds + limitNanoseconds
        let scratch = "\(folder)/uringctl-\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
        var verification = Verification()
        for (done, group) in CheckGroup.allCases.enumerated() {
            progress(group.rawValue, done, CheckGroup.allCases.count)
            var run = GroupRun(group, situation: facts.situation, scratch: scratch, program: program)
            for check in group.checks where plan.isAskedFor(check) {
                if let result = plan.foregoneResult(of: check) {
                    verification.results[check.subject] = result
                } else {
                    run.pending.append(check)
                }
            }
            let checks = run.pending
            run.runAll(before: deadline, attempts: attempts)
            verification.fileSystem = verification.fileSystem ?? run.fileSystem
            for check in checks {
                let result = run.results[check.subject] ?? CheckResult(.unknown, "not run")
                verification.results[check.subject] =
                    plan.judged(check.dependsOnFileSystem ? result.on(run.fileSystem) : result, of: check)
            }
        }
        return verification
    }

    /// The checks of one group, in as many processes as it takes.
    private struct GroupRun {
        private let group: CheckGroup
        private let situation: Situation
        private let scratch: String
        private let program: String?
        var pending: [OperationCheck] = []
        private(set) var results: [CheckSubject: CheckResult] = [:]
        private(set) var fileSystem: String?

        init(_ group: CheckGroup, situation: Situation, scratch: String, program: String?) {
            self.group = group
            self.situation = situation
            self.scratch = scratch
            self.program = program
        }

        mutating func runAll(before deadline: Int64, attempts: Int) {
            for _ in 0..<attempts where !pending.isEmpty {
                guard Clock.nanoseconds < deadline else { return end(.unknown, "not run: no time was left") }
                runSome(before: min(deadline, Clock.nanoseconds + groupLimitNanoseconds))
            }
            end(.unknown, "not run: \(attempts) processes died over checks before it")
        }

        /// Runs what is pending in one process, until that ends.
        private mutating func runSome(before deadline: Int64) {
            var inFlight: CheckSubject?
            var failure: String?
            var (results, fileSystem) = (self.results, self.fileSystem)
            let outcome: Outcome
            // What a process leaves behind that was killed; the next one makes the folder anew.
            defer { _ = remove_scratch_folder(scratch) }
            do throws(CallFailure) {
                outcome = try Child.start(arguments, program: program).run(
                    within: Child.Bounds(
                        deadlineNanoseconds: deadline, silenceLimitMilliseconds: silenceLimitMilliseconds,
                        outputLimitBytes: 1 << 20)
                ) { line in
                    switch VerificationLines.Line(line) {
                    case .begin(let subject): inFlight = subject
                    case .end(let subject, let result):
                        results[subject] = result
                        inFlight = nil
                    case .fileSystem(let name): fileSystem = name
                    case .failure(let text): failure = text
                    case nil: break
                    }
                }
            } catch {
                return end(.unknown, "no process could be made to run it: \(error)")
            }
            if let inFlight {
                results[inFlight] = CheckResult(
                    .failed, "the process that ran it \(outcome.description)", usually: UsualMeaning.of(outcome))
            }
            let hadAny = pending.contains { results[$0.subject] != nil }
            (self.results, self.fileSystem) = (results, fileSystem)
            pending.removeAll { results[$0.subject] != nil }
            if let failure { return end(.unknown, "not run: \(failure)") }
            if !hadAny { end(.unknown, "not run: the process that was to run it \(outcome.description)") }
        }

        /// Gives all that is pending one result.
        private mutating func end(_ kind: CheckResult.Kind, _ detail: String) {
            for check in pending { results[check.subject] = CheckResult(kind, detail) }
            pending = []
        }

        private var arguments: [String] {
            [VerificationChild.command] + situation.arguments(before: [
                "--checks", pending.map(\.subject.text).joined(separator: ","), group.rawValue, scratch,
            ])
        }
    }
}
