/// Who runs the program in a guest.
struct Caller {
    var name: String
    var uid: Int
    var groups: [Int] = []
    /// Bytes of RLIMIT_MEMLOCK; nil as the guest has it, 8 MiB.
    var lockedMemory: Int?

    static let root = Caller(name: "root", uid: 0)
    static let nobody = Caller(name: "nobody", uid: 65534)
    /// Of the group that kernel.io_uring_group is set to.
    static let member = Caller(name: "member", uid: 65534, groups: [exemptGroup])
    static let exemptGroup = 4711

    /// The kernel counts locked memory by user, and lets go of it a while after a process has ended: each limit has a
    /// uid of its own.
    static func limited(to bytes: Int) -> Caller {
        Caller(name: "memlock-\(bytes)", uid: 70_000 + bytes / 1024, lockedMemory: bytes)
    }

    /// `program`, run as this caller.
    func words(_ program: [String]) -> [String] {
        let groups = self.groups.isEmpty ? "-" : self.groups.map(String.init).joined(separator: ",")
        return ["/become", "\(uid)", "\(uid)", groups, lockedMemory.map(String.init) ?? "-"] + program
    }
}

/// Something that a guest puts in the way of io_uring, and what follows from it.
struct Situation {
    var name: String
    var caller: Caller
    var settings: [(name: String, value: String)] = []
    /// Run as root around everything.
    var outer: [String] = []
    /// Run as the caller around the program.
    var inner: [String] = []
    var truth: Truth
    /// Whether its facts are kept for tests that boot nothing.
    var isRecorded = false

    func command(_ arguments: [String], program: String = "/uringctl") -> Guest.Command {
        Guest.Command(words: outer + caller.words(inner + [program] + arguments), settings: settings)
    }
}

/// What a verdict must say: written from what was put in the way, never from what a verdict said.
struct Truth {
    enum Confidence: String, Decodable, Comparable {
        case possible, likely, certain

        private var rank: Int { self == .possible ? 0 : self == .likely ? 1 : 2 }
        static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    }

    struct Other {
        var cause: String
        var standing: String
    }

    /// nil where io_uring is usable.
    var cause: String?
    /// The least that is enough.
    var confidence = Confidence.possible
    /// Further causes that must be named.
    var others: [Other] = []

    var isUsable: Bool { cause == nil }

    static let usable = Truth()

    static func usable(but cause: String) -> Truth { Truth(others: [Other(cause: cause, standing: "partly")]) }

    static func refused(by cause: String, atLeast confidence: Confidence, behind others: [String] = []) -> Truth {
        Truth(cause: cause, confidence: confidence, others: others.map { Other(cause: $0, standing: "behind") })
    }

    var text: String {
        let words = cause.map { "\($0) (\(confidence.rawValue))" } ?? "usable"
        let more = others.map { "\($0.cause) \($0.standing)" }
        return ([words] + more).joined(separator: ", ")
    }

    /// What is wrong with `verdict`; empty where nothing is.
    func complaints(about verdict: GuestReport.Verdict) -> [String] {
        var complaints: [String] = []
        if verdict.usable != isUsable { complaints.append("usable") }
        if verdict.cause != cause { complaints.append("cause") }
        if !isUsable && (verdict.confidence ?? .possible) < confidence { complaints.append("confidence") }
        for other in others
        where !verdict.causes.contains(where: { $0.cause == other.cause && $0.standing == other.standing }) {
            complaints.append("does not name \(other.cause)")
        }
        // What is not in the way may be thought of, but not held likely.
        for found in verdict.causes
        where found.confidence > .possible && found.cause != cause
            && !others.contains(where: { $0.cause == found.cause }) {
            complaints.append("names \(found.cause)")
        }
        return complaints
    }
}
