import Children
package import Kernel

/// How many rings fit for an identity, now: measured, because no number that can be read says it.
package struct Headroom: Sendable, Equatable {
    /// How many rings of one size could be held at once.
    package struct Count: Sendable, Equatable {
        package var entries: UInt32
        package var count: Int
        package var end: End
    }

    /// Why no further ring was made.
    package enum End: Sendable, Equatable {
        /// Enough, or no time left: there are at least as many.
        case bound
        case errno(Errno)
    }

    /// The largest ring that could be made, by entries of its submission queue.
    package enum Largest: Sendable, Equatable {
        case entries(UInt32)
        /// Not even one of a single entry.
        case none(Errno)
    }

    /// What closed rings were charged, and how long it took until all of it had come back.
    package struct Linger: Sendable, Equatable {
        package var milliseconds: Int
        /// False where it was waited for in vain: it takes longer.
        package var hasEnded: Bool
    }

    /// For whom it was measured; nil where that was not reached.
    package var uid: UInt32?
    /// Whether nobody else has that uid: then what the kernel counts by user began at 0.
    package var isUnusedUid = false
    /// One for each of `sizes`, as far as measured.
    package var counts: [Count] = []
    package var largest: Largest?
    /// Whether the kernel charges rings to RLIMIT_MEMLOCK.
    package var chargesLockedMemory: Bool?
    /// nil where no count ended for want of memory.
    package var linger: Linger?
    /// Why measuring ended before it was done, or nil.
    package var interruption: String?

    package init() {}
}

extension Headroom {
    /// The hidden command under which this program measures, in a child.
    package static let childCommand = "measure-headroom"

    /// The entries of the rings that are counted, each with the count at which counting ends: of one size they take
    /// less than 20 MiB of the kernel's memory.
    package static let sizes: [(entries: UInt32, bound: Int)] = [(8, 64), (256, 64), (4096, 32)]

    /// All that the child may take before it is killed, which is more than it gives itself.
    private static let limitNanoseconds: Int64 = 4_000_000_000

    /// Measures in a child, which holds all rings and gives them back, whatever becomes of this process.
    ///
    /// - Parameters:
    ///   - identity: for whom, which takes the right to become that; nil for this process's own, or, where that is
    ///     root, for a user that nobody is.
    ///   - dropsCapabilities: whether without any, which leaves root without the right to become somebody else.
    ///   - stop: once it is requested, measuring ends; what was not measured is missing.
    package static func measure(
        as identity: Account? = nil, dropsCapabilities: Bool = false, unless stop: StopRequest? = nil
    ) -> Headroom {
        var headroom = Headroom()
        var isDone = false
        let numbers = identity.map { [$0.uid, $0.gid] + $0.groups }.map { $0.map { String($0) } } ?? []
        do throws(CallFailure) {
            let outcome = try Child.start([childCommand] + (dropsCapabilities ? ["--unprivileged"] : []) + numbers).run(
                within: Child.Bounds(
                    deadlineNanoseconds: Clock.nanoseconds + limitNanoseconds,
                    silenceLimitMilliseconds: Int32(limitNanoseconds / 1_000_000), outputLimitBytes: 4096),
                unless: stop
            ) { line in
                if line == Self.endLine { isDone = true } else { headroom.read(line) }
            }
            if !isDone, headroom.interruption == nil {
                headroom.interruption = "the process that measured \(outcome.description)"
            }
        } catch {
            headroom.interruption = "no child process could be made to measure: \(error)"
        }
        return headroom
    }
}

// MARK: What the child writes

extension Headroom {
    /// The last line of a child that measured all there is.
    static let endLine = "done"

    static func line(uid: UInt32, isUnused: Bool) -> String { "uid \(uid) \(isUnused ? "unused" : "given")" }
    static func line(_ count: Count) -> String { "rings \(count.entries) \(count.count) \(code(count.end))" }
    static func line(_ linger: Linger) -> String {
        "linger \(linger.milliseconds) \(linger.hasEnded ? "ended" : "ongoing")"
    }
    static func line(_ largest: Largest) -> String {
        switch largest {
        case .entries(let entries): "largest \(entries)"
        case .none(let errno): "largest none \(errno.number)"
        }
    }
    static func line(chargesLockedMemory: Bool) -> String { "charged \(chargesLockedMemory ? "yes" : "no")" }
    static func line(failure: CallFailure) -> String { "failure \(failure)" }

    private static func code(_ end: End) -> String {
        switch end {
        case .bound: "bound"
        case .errno(let errno): String(errno.number)
        }
    }

    /// Takes in one line of a child; what it is not is left out.
    mutating func read(_ line: Substring) {
        let words = line.split(separator: " ")
        func number<Number: FixedWidthInteger>(_ index: Int) -> Number? {
            index < words.count ? Number(words[index]) : nil
        }
        func errno(_ index: Int) -> Errno? { number(index).map { Errno($0) } }
        switch words.first {
        case "uid":
            uid = number(1)
            isUnusedUid = words.last == "unused"
        case "rings":
            guard let entries: UInt32 = number(1), let count: Int = number(2) else { return }
            guard let end = words.last == "bound" ? .bound : errno(3).map(End.errno) else { return }
            counts.append(Count(entries: entries, count: count, end: end))
        case "linger":
            guard let milliseconds: Int = number(1) else { return }
            linger = Linger(milliseconds: milliseconds, hasEnded: words.last == "ended")
        case "largest":
            largest = number(1).map(Largest.entries) ?? errno(2).map(Largest.none)
        case "charged": chargesLockedMemory = words.last == "yes"
        case "failure": interruption = String(line.dropFirst("failure ".count))
        default: break
        }
    }
}
