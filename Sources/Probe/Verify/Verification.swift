/// What came of using each operation for real.
package struct Verification: Sendable, Equatable {
    /// nil for what was not asked for.
    package internal(set) var results: [CheckSubject: CheckResult] = [:]
    /// The type of the file system that files were made on, such as "ext4"; nil where that is not known.
    package internal(set) var fileSystem: String?

    package subscript(subject: CheckSubject) -> CheckResult? { results[subject] }

    /// Rows of the Catalog with that result, in the order in which they are checked.
    package func rows(_ kind: CheckResult.Kind) -> [CheckSubject] {
        OperationCheck.all.map(\.subject).filter { $0.kind != .behaviour && results[$0]?.kind == kind }
    }

    /// Behaviours with that result.
    package func behaviours(_ kind: CheckResult.Kind) -> [CheckSubject] {
        OperationCheck.behaviourChecks.map(\.subject).filter { results[$0]?.kind == kind }
    }
}

extension Verification {
    /// Which checks are asked for.
    package struct Selection: Sendable, Equatable {
        /// nil for all.
        package var only: Set<CheckSubject>?
        package var skipped: Set<CheckSubject>

        package init(only: Set<CheckSubject>? = nil, skipping skipped: Set<CheckSubject> = []) {
            self.only = only
            self.skipped = skipped
        }
    }
}

/// What is known of a check before it is run.
struct VerificationPlan {
    private let selection: Verification.Selection
    private let supported: [CheckSubject: Finding]
    /// Why nothing can be run, or nil.
    private let obstacle: String?

    init(_ facts: Facts, _ findings: Findings, _ selection: Verification.Selection) {
        self.selection = selection
        let rows =
            findings.opcodes.map { (CheckSubject.operation($0.identifier), $0) }
            + findings.registerOperations.map { (.register($0.identifier), $0) }
            + (findings.operationFlags + findings.setupFlags).map { (.flag($0.identifier), $0) }
        supported = Dictionary(rows) { first, _ in first }
        obstacle =
            switch facts.transcript[.ring(entries: 8)] {
            case .value?: facts.isAnsweredByAnother ? "another kernel answers this process" : nil
            case let answer?: "no ring can be made: setting one up \(answer)"
            case nil: "no ring can be made"
            }
    }

    func isAskedFor(_ check: OperationCheck) -> Bool { selection.only?.contains(check.subject) ?? true }

    /// The result of a check that need not be run, or nil.
    func foregoneResult(of check: OperationCheck) -> CheckResult? {
        if selection.skipped.contains(check.subject) { return CheckResult(.skipped, "as asked") }
        if let finding = supported[check.subject], finding.supported == false {
            return CheckResult(.skipped, finding.isRefused ? finding.detail : "not in this kernel\(since(finding))")
        }
        for need in check.needs {
            guard let finding = supported[need], finding.supported == false else { continue }
            let missing = "this kernel has no \(need.name)\(since(finding))"
            return CheckResult(.skipped, [check.without, missing].compactMap(\.self).joined(separator: "; "))
        }
        return obstacle.map { CheckResult(.skipped, $0) }
    }

    private func since(_ finding: Finding) -> String { finding.since.map { ", upstream since \($0)" } ?? "" }

    /// A failure of what the kernel may not have says nothing.
    func judged(_ result: CheckResult, of check: OperationCheck) -> CheckResult {
        guard result.kind == .failed, let finding = supported[check.subject], finding.supported == nil else {
            return result
        }
        let reason = "whether the kernel has it is not known"
        return CheckResult(.unknown, [result.detail, reason].compactMap(\.self).joined(separator: "; "))
    }
}
