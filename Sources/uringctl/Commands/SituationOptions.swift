import Arguments
import Kernel
import Probe
import Report

/// As whom, and behind what, a probe asks.
enum SituationOptions {
    static let identity = Option(
        long: "as", value: .account, help: "ask as USER, with the rights and groups of that user; needs root")
    static let unprivileged = Option(
        long: "unprivileged", help: "give up every capability first, as an ordinary user has none")

    static let simulate = Option(
        long: "simulate", value: .choice("NAME", of: Simulation.self) { $0.summary },
        help: "put a filter in the way, as a container has one")

    static let all: [any AnyOption] = [identity, unprivileged, simulate]

    static let notes: [Block] = [
        """
        `--as` looks names up in /etc/passwd and /etc/group alone, whatever nsswitch.conf(5) says: users of LDAP and of \
        systemd are found by their numbers. A user gets the groups that a login would give; a number that /etc/passwd \
        does not have is in the group of the same number and in no other. Limits stay those of this process.
        """,
        """
        `--simulate` installs a seccomp filter that gives the answers of what it is named after, and that is what the \
        verdict then says: a seccomp filter, whatever it resembles.
        """,
        """
        `--as`, `--unprivileged` and `--simulate` combine, and change nothing but a child that asks: the report is \
        written by whoever asked for it.
        """,
    ]

    static let operandNote = Definition(
        "{USER}",
        "a user, and after a colon a group in place of the user's own: `USER` or `USER:GROUP`, by names or numbers")

    /// What the options say; nil where there is no such situation, which was complained about.
    static func situation(_ parsed: Parsed) -> Situation? {
        var situation = Situation(dropsCapabilities: parsed[unprivileged], simulation: parsed[simulate])
        if let name = parsed[identity] {
            do throws(AccountName.LookupProblem) {
                situation.identity = try name.account()
            } catch {
                Console.complain("--as: \(words(for: error))")
                return nil
            }
        }
        return situation
    }

    /// Facts in that situation; nil where there are none, which was complained about.
    static func facts(in situation: Situation) -> Facts? {
        do throws(Situation.Failure) {
            return try Facts.gather(in: situation)
        } catch {
            Console.complain(words(for: error, situation))
            return nil
        }
    }

    private static func words(for problem: AccountName.LookupProblem) -> String {
        switch problem {
        case .unknownUser(let name):
            "/etc/passwd has no user '\(Phrase.quoted(name))'; one that another source of names has goes by its number"
        case .unknownGroup(let name):
            "/etc/group has no group '\(Phrase.quoted(name))'; one that another source of names has goes by its number"
        case .call(let failure): "names cannot be looked up: \(Printable.line("\(failure)"))"
        }
    }

    private static func words(for failure: Situation.Failure, _ situation: Situation) -> String {
        let user = situation.identity.map { "uid \($0.uid)" } ?? "this user"
        switch failure {
        case .identity(let failure) where failure.errno == .permissionDenied:
            return "--as: not permitted to become \(user): \(failure); run as root, which has CAP_SETUID and CAP_SETGID"
        case .identity(let failure) where failure.errno == .invalidArgument:
            return "--as: cannot become \(user): \(failure); this user namespace does not have all of these numbers"
        case .identity(let failure): return "--as: cannot become \(user): \(failure)"
        case .unverifiedIdentity:
            return "--as: became \(user), but not for good or not at all; an emulator or a sandbox may answer in the "
                + "kernel's place"
        case .capabilities(let failure): return "--unprivileged: \(failure)"
        case .filter(let failure): return "--simulate: \(failure)"
        case .program(let failure):
            return "\(user) may not execute this program, and no copy of it can be made: \(failure); make it executable "
                + "by all, or mount /proc"
        case .noChild(let failure): return "no child process could be made to ask the kernel: \(failure)"
        case .child(let outcome): return "the process that was to ask the kernel \(outcome.description)"
        }
    }
}

extension ValueKind where Value == AccountName {
    /// `USER[:GROUP]`, by names or numbers; whether they exist is not the parser's business.
    fileprivate static var account: ValueKind {
        ValueKind(
            "USER",
            parse: { (text) throws(ValueProblem) in
                do throws(AccountName.Problem) {
                    return try AccountName(text)
                } catch {
                    throw .other(words(for: error))
                }
            },
            render: { name in name.group.map { "\(name.user):\($0)" } ?? "\(name.user)" })
    }

    private static func words(for problem: AccountName.Problem) -> String {
        switch problem {
        case .emptyUser: "no user; write USER or USER:GROUP"
        case .emptyGroup: "no group behind the colon; write USER or USER:GROUP"
        case .tooLong: "a name has at most \(AccountName.lengthLimitBytes) bytes"
        case .outOfRange(let text): "'\(Phrase.quoted(text))' is out of bounds; give 0 to \(UInt32.max - 1)"
        }
    }
}
