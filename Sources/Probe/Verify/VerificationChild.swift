import CKernel
import Glibc
import Kernel

/// The child's side of a verification: runs the checks of one group, each of which may hang or end this process.
package enum VerificationChild {
    /// The hidden command under which this program verifies.
    package static let command = "verify-operations"

    /// - Parameters:
    ///   - subjects: which checks of the group to run; names that it does not have are ignored.
    ///   - folder: where files may be made; it is not there yet.
    /// - Returns: the exit status: 0 where every check has a result, 1 without.
    package static func conduct(
        output: Int32, group: String, subjects: [String], folder: String, in situation: Situation
    ) -> Int32 {
        let parent = getppid()
        let output = VerificationLines(output: output)
        guard let group = CheckGroup(rawValue: group) else { return 1 }
        leave_no_core()
        do throws(Situation.Failure) { try situation.takeOn() } catch {
            output.say("failure \("\(error)".factText)")
            return 1
        }
        guard end_with_scratch_folder(folder) == 0 else { return 1 }
        // The parent may be killed at any moment, and what was made here has to go then. A change of identity would
        // have undone it.
        _ = set_parent_death_signal(SIGTERM)
        guard getppid() == parent else { return 1 }

        let scratch = Scratch(path: folder)
        defer { scratch.remove() }
        let wanted = Set(subjects)
        var bench: VerifyBench?
        for check in group.checks where wanted.contains(check.subject.text) {
            output.begin(check.subject)
            output.end(check.subject, result(of: check, on: &bench, scratch))
        }
        if group.checks.contains(where: \.dependsOnFileSystem), let name = scratch.fileSystem { output.fileSystem(name) }
        return 0
    }

    private static func result(
        of check: OperationCheck, on bench: inout VerifyBench?, _ scratch: Scratch
    ) -> CheckResult {
        do {
            if bench?.isSpent ?? true {
                bench = nil  // its ring goes before the next is made
                bench = try VerifyBench(scratch)
            }
            guard let bench else { return CheckResult(.unknown, "no ring") }
            defer { bench.endCheck() }
            try check.body(bench)
            return CheckResult(.ok)
        } catch let end as CheckEnd {
            switch end {
            case .failed(let text, let errno):
                let isSpent = bench?.isSpent ?? false
                return CheckResult(
                    .failed, text, usually: errno.flatMap(UsualMeaning.of) ?? (isSpent ? UsualMeaning.noCompletion : nil))
            case .skipped(let reason): return CheckResult(.skipped, reason)
            case .unknown(let reason): return CheckResult(.unknown, reason)
            }
        } catch {
            return CheckResult(.unknown, "could not be prepared: \(error)")
        }
    }
}

/// What the child says, line by line, and how it is read.
struct VerificationLines {
    let output: Int32

    func begin(_ subject: CheckSubject) { say("begin \(subject.text)") }

    func end(_ subject: CheckSubject, _ result: CheckResult) {
        let texts = [result.detail ?? "", result.usualMeaning ?? ""]
        say("end \(subject.text) \(result.kind.rawValue) \(texts.factText)")
    }

    func fileSystem(_ name: String) { say("file-system \(name.factText)") }

    /// Ends this process, and its folder, where nobody reads it.
    func say(_ line: String) {
        do throws(CallFailure) { try OutputFile.write(line + "\n", to: output, named: "pipe") } catch {
            raise(SIGTERM)
            fatalError("SIGTERM ends this process")
        }
    }

    enum Line: Equatable {
        case begin(CheckSubject)
        case end(CheckSubject, CheckResult)
        case fileSystem(String)
        case failure(String)

        init?(_ text: Substring) {
            let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            switch words.first {
            case "begin" where words.count == 2:
                guard let subject = CheckSubject(text: words[1]) else { return nil }
                self = .begin(subject)
            case "end" where words.count == 4:
                guard let subject = CheckSubject(text: words[1]),
                    let kind = CheckResult.Kind(rawValue: String(words[2])),
                    let texts = [String](factText: words[3]), texts.count == 2
                else { return nil }
                let (detail, meaning) = (texts[0].isEmpty ? nil : texts[0], texts[1].isEmpty ? nil : texts[1])
                self = .end(subject, CheckResult(kind, detail, usually: meaning))
            case "file-system": self = .fileSystem(String(factText: text.dropFirst("file-system ".count)) ?? "")
            case "failure": self = .failure(String(factText: text.dropFirst("failure ".count)) ?? "")
            default: return nil
            }
        }
    }
}
