import CKernel
import Children
import Glibc
package import Kernel

extension Situation {
    /// The hidden command under which this program gathers facts in a situation: what it takes on, it keeps.
    package static let childCommand = "gather-facts"

    /// The child's side: takes it on, gathers, and writes the facts as text to `output`, or why there are none. The
    /// exit status: 0 with facts, 1 without, 2 where they cannot be written.
    package func conduct(output: Int32) -> Int32 {
        var text: String
        var status: Int32 = 0
        do throws(Failure) {
            text = FactsText.write(try gathered())
        } catch {
            guard let line = error.line else { preconditionFailure("only the parent knows of a child: \(error)") }
            text = line + "\n"
            status = 1
        }
        let isWritten: Void? = try? OutputFile.write(text, to: output, named: "standard output")
        return isWritten == nil ? 2 : status
    }

    private func gathered() throws(Failure) -> Facts {
        var program = ProgramFile()
        try takeOn()
        // The parent may be killed at any moment; a change of identity would have undone it.
        _ = set_parent_death_signal(SIGKILL)
        let path: String
        do throws(CallFailure) { path = try program.path() } catch { throw .program(error) }
        var facts = Facts.gather(program: path)
        facts.situation = self
        // Its copy, where there is one, had to be there until the last child was started.
        _ = consume program
        return facts
    }

    /// What a child is started with that takes it on: options, `others`, and whom to become.
    func arguments(before others: [String] = []) -> [String] {
        var arguments: [String] = []
        if dropsCapabilities { arguments.append("--unprivileged") }
        if let simulation { arguments += ["--simulate", simulation.rawValue] }
        arguments += others
        if let identity { arguments += ([identity.uid, identity.gid] + identity.groups).map { "\($0)" } }
        return arguments
    }
}

extension Facts {
    /// What the child may take: its own asking, and all around it.
    private static let situatedLimitNanoseconds: Int64 = 5_500_000_000

    /// Gathers in a situation: this process stays who and where it is, a child takes it on.
    package static func gather(
        in situation: Situation, unless stop: StopRequest? = nil
    ) throws(Situation.Failure) -> Facts {
        if situation == Situation() { return gather(unless: stop) }
        var facts = Facts(transcript: Transcript(), environment: .unknown)
        var failure: Situation.Failure?
        let outcome: Outcome
        do throws(CallFailure) {
            // It writes once, at the end.
            outcome = try Child.start([Situation.childCommand] + situation.arguments()).run(
                within: Child.Bounds(
                    deadlineNanoseconds: Clock.nanoseconds + situatedLimitNanoseconds,
                    silenceLimitMilliseconds: 1000, outputLimitBytes: 4 << 20),
                unless: stop
            ) { line in
                failure = failure ?? Situation.Failure(line: line)
                FactsText.read(line, into: &facts)
            }
        } catch {
            throw .noChild(error)
        }
        if let failure { throw failure }
        guard outcome == .exited(status: 0) else { throw .child(outcome) }
        // What is in the way of this process is in the way of its child, whoever that becomes, except for an emulator.
        facts.heedOwnAnswers(only: .notImplemented)
        return facts
    }
}
