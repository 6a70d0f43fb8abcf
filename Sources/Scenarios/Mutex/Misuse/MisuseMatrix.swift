package import Children
import Glibc
package import Kernel
import Sync

/// What misusing a lock comes to, for each misuse and each kind of lock: every cell was run in a process of its own.
package struct MisuseMatrix: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        /// The lock says no: by an errno, or by ending the program with a message.
        case detected
        /// It comes to no end.
        case deadlock
        /// The process dies of it, without a word.
        case crash
        /// It goes wrong, and nobody is told.
        case silent
        /// It is allowed with this lock, and works.
        case ok
        /// This lock has no call to misuse it by.
        case notApplicable = "not_applicable"
        /// It could not be learnt.
        case unknown
    }

    package struct Cell: Sendable {
        package let misuse: LockMisuse
        package let kind: LockKind
        package let outcome: Outcome
        /// How it came out, or why it did not, in one line.
        package let how: String
        /// What a process that died, or hung, wrote down of it.
        package let crash: CrashRecord?
    }

    /// Row by row.
    package internal(set) var cells: [Cell]
    /// Whether it came to its end.
    package internal(set) var isComplete: Bool

    package subscript(_ misuse: LockMisuse, _ kind: LockKind) -> Cell? {
        cells.first { $0.misuse == misuse && $0.kind == kind }
    }

    /// What does not hold of ours, in words: it should notice every misuse, or allow it.
    package var failures: [String] {
        cells.filter { $0.kind == .ours && $0.outcome != .detected && $0.outcome != .ok && $0.outcome != .unknown }
            .map { "\($0.misuse.rawValue): \($0.outcome.rawValue)" }
    }

    /// A cell takes a few milliseconds, and one that hangs a third of a second: this is for machines that are busy.
    static let patienceNanoseconds: Int64 = 3_000_000_000
}

extension MisuseMatrix {
    /// Runs the cells that are `wanted`, several at a time, since those that hang only sleep.
    ///
    /// - Parameters:
    ///   - stop: once it is requested nothing more is started, and what runs is ended.
    ///   - progress: called before cells that the calling thread runs, with the cell's name, its place from 1 on, and
    ///     how many there are.
    ///   - program: another program than this one, for tests.
    package static func run(
        where wanted: (LockMisuse, LockKind) -> Bool = { _, _ in true }, unless stop: StopRequest?,
        progress: (String, Int, Int) -> Void = { _, _, _ in }, program: String? = Program.path
    ) -> MisuseMatrix {
        let chosen = MisuseCell.all.filter { wanted($0.misuse, $0.kind) }
        let cells = Parallel.map(chosen.count, atATime: max(4, 2 * Processors.online)) { index in
            Cell(chosen[index], unless: stop, program: program)
        } progress: { index in
            progress(chosen[index].name, index + 1, chosen.count)
        }
        return MisuseMatrix(cells: cells, isComplete: stop?.isRequested != true)
    }
}

extension MisuseMatrix.Cell {
    fileprivate init(_ cell: MisuseCell, unless stop: StopRequest?, program: String?) {
        switch cell.plan {
        case .notApplicable(let reason):
            self.init(cell, .notApplicable, reason, nil)
        case .run:
            let trial = Runner.run(
                cell.name, of: .mutexMisuse, isSpecimen: true, .usual,
                timeoutNanoseconds: MisuseMatrix.patienceNanoseconds, unless: stop, program: program)
            self.init(cell, trial)
        }
    }

    init(_ cell: MisuseCell, _ trial: Trial) {
        let gaveUp = trial.crash.map { [SIGILL, SIGTRAP, SIGABRT].contains($0.signal) } ?? false
        switch trial.outcome {
        case .refused: self.init(cell, .detected, trial.detail, nil)
        case .wrong: self.init(cell, .silent, trial.detail, nil)
        case .unharmed: self.init(cell, .ok, trial.detail, nil)
        case .crashed where gaveUp && trial.message != nil:
            self.init(cell, .detected, "the program ends: \(Self.reason(in: trial.message ?? ""))", trial.crash)
        case .crashed: self.init(cell, .crash, trial.detail, trial.crash)
        case .hung:
            if let note = trial.notes.first(where: { $0.hasPrefix(SleepWatch.notePrefix) }) {
                self.init(cell, .deadlock, note, trial.crash)
            } else if trial.crash?.isIdle == true {
                self.init(cell, .deadlock, "it did nothing any more when its time was up", trial.crash)
            } else {
                self.init(cell, .unknown, "its time was up while it was working", trial.crash)
            }
        case .ok, .failed, .skipped, .unknown: self.init(cell, .unknown, trial.detail, trial.crash)
        }
    }

    private init(_ cell: MisuseCell, _ outcome: MisuseMatrix.Outcome, _ how: String, _ crash: CrashRecord?) {
        self.init(misuse: cell.misuse, kind: cell.kind, outcome: outcome, how: how, crash: crash)
    }

    /// What a runtime says after the place in its source, which is of no use to others.
    private static func reason(in message: String) -> String {
        let mark = "Fatal error: "
        guard let place = message.firstRange(of: mark) else { return message }
        return String(message[place.upperBound...])
    }
}
