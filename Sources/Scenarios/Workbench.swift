import CKernel
import Glibc
import Kernel

/// The child's side: runs one body in this process, which may die of it.
package enum Workbench {
    /// The hidden command under which this program runs a case or specimen.
    package static let childCommand = "run-a-case"

    /// Runs the case or specimen called `name`, and says on standard output how it ended: 0 when it came to say so.
    ///
    /// - Returns: 2 where there is nothing of that name.
    package static func run(_ name: String, of scenario: Scenario, _ effort: Effort) -> Int32 {
        guard let body = body(name, of: scenario), prepare() else { return 2 }
        armAlarm(effort.timeoutNanoseconds)
        say(body(effort).line)
        return 0
    }

    /// Makes this process one that its parent learns everything from, and that ends with it: false where it is gone.
    static func prepare() -> Bool {
        // The parent may be killed at any moment; then this process has no reason to go on.
        _ = set_parent_death_signal(SIGKILL)
        if readerIsGone(STDOUT_FILENO) { return false }
        // Without the handler the parent still sees the signal.
        let installed = crash_install(STDOUT_FILENO)
        if installed < 0 { note("no crash handler: \(Errno(-installed))") }
        return true
    }

    /// A fact on the way, which the parent shows.
    static func note(_ text: String) { say(Statement.notePrefix + text) }

    /// Has the crash handler look at once whether this process does anything: for one that is known to be stuck.
    static func endTime() { armAlarm(1000) }

    /// Says how the body ended, and ends this process at once: for one that cannot be waited for.
    static func end(_ statement: Statement) -> Never {
        say(statement.line)
        _exit(0)
    }

    private static func body(_ name: String, of scenario: Scenario) -> ((Effort) -> Statement)? {
        if let found = scenario.cases.first(where: { $0.name == name }) {
            return { effort in Statement { () throws(BodyFailure) in .ok(try found.body(effort)) } }
        }
        if let found = (scenario.specimens + scenario.helpers).first(where: { $0.name == name }) {
            return { effort in Statement { () throws(BodyFailure) in .found(try found.body(effort)) } }
        }
        return nil
    }

    /// Without a buffer: the process may be dead before one is emptied.
    static func say(_ line: String) {
        // Where the parent is gone there is nobody to tell.
        try? OutputFile.write(line + "\n", to: STDOUT_FILENO, named: "standard output")
    }

    /// Whether `descriptor` is a pipe that nobody reads any more: the parent was gone before it could be watched.
    private static func readerIsGone(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && Int32(entry.revents) & POLLERR != 0
    }

    /// SIGALRM after that time: the crash handler then looks whether this process does anything, and writes down where
    /// it hung.
    private static func armAlarm(_ nanoseconds: Int64) {
        var timer = itimerval()
        timer.it_value.tv_sec = Int(nanoseconds / 1_000_000_000)
        timer.it_value.tv_usec = Int(nanoseconds % 1_000_000_000 / 1000)
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }
}
