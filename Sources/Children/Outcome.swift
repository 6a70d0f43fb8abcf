import Glibc

/// How a child process ended.
package enum Outcome: Sendable, Equatable {
    case exited(status: Int32)
    case signalled(Int32)
    /// It ran past its deadline, or said nothing for too long, and was killed.
    case hung
    /// This process was asked to stop (`StopRequest`), and the child was killed for it or died of the same signal.
    case interrupted
    /// What it wrote could not be read, or how it ended.
    case lost
    /// It was to be killed, and was still there a good while after SIGKILL: it is left behind under this process id.
    case leftBehind(processIdentifier: Int32)

    /// The wait status of waitpid(2), decoded: WIFEXITED and its kin are macros, which Swift does not import.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited(status: (waitStatus >> 8) & 0xff) : .signalled(signal)
    }

    var isDeathByStopSignal: Bool {
        switch self {
        case .signalled(SIGINT), .signalled(SIGTERM), .signalled(SIGHUP): true
        default: false
        }
    }

    /// In words that follow "the process".
    package var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was killed by signal \(signal) (\(Signal.name(signal)))"
        case .hung: "hung, and was killed"
        case .interrupted: "was interrupted"
        case .lost: "was lost sight of"
        case .leftBehind(let identifier): "did not die of SIGKILL in time, and is left behind as process \(identifier)"
        }
    }

    /// As transcripts write it: "signal 31".
    package var code: String {
        switch self {
        case .exited(let status): "status \(status)"
        case .signalled(let signal): "signal \(signal)"
        case .hung: "hung"
        case .interrupted: "interrupted"
        case .lost: "lost"
        case .leftBehind(let identifier): "left \(identifier)"
        }
    }

    package init?(code: String) {
        let words = code.split(separator: " ")
        switch (words.first, words.dropFirst().first.flatMap { Int32($0) }) {
        case ("status", let status?): self = .exited(status: status)
        case ("signal", let signal?): self = .signalled(signal)
        case ("left", let identifier?): self = .leftBehind(processIdentifier: identifier)
        case ("hung", nil): self = .hung
        case ("interrupted", nil): self = .interrupted
        case ("lost", nil): self = .lost
        default: return nil
        }
    }
}
