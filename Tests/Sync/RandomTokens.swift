import Fibers
import Support
import Testing

@testable import Sync

/// Waiters that take turns at random at every step: fibers on one thread, the same with the same seed. The code above it is
/// the very code that ships, the parking lot included.
final class RandomTokens: Tokens, @unchecked Sendable {
    // Unchecked: all is one thread's.

    struct Word: Hashable, Sendable {
        let index: Int
    }

    private let scope: FiberScope
    private var random: Generator
    private var words: [UInt32] = []
    private var tokens: [UInt32: Bool] = [:]
    private var objects: UInt32 = 0
    private(set) var locks: [UInt32: Int32] = [:]
    /// Steps since the last progress: more than can be needed say that all wait for each other.
    private var stepsWithoutProgress = 0

    static let stepLimit = 200_000

    init(_ scope: FiberScope, seed: UInt64) {
        self.scope = scope
        random = Generator(seed: seed)
    }

    /// Somebody got what it waited for.
    func progress() { stepsWithoutProgress = 0 }

    func step() {
        stepsWithoutProgress += 1
        if stepsWithoutProgress > Self.stepLimit { fatalError("deadlock: nobody has got on for \(Self.stepLimit) steps") }
        while Bool.random(using: &random) { scope.yield() }
    }

    /// A number for the scenario, from the same seed.
    func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    func makeWord(_ value: UInt32) -> Word {
        words.append(value)
        return Word(index: words.count - 1)
    }

    func freeWord(_ word: Word) {}

    func load(_ word: Word) -> UInt32 {
        step()
        return words[word.index]
    }

    func exchange(_ word: Word, _ value: UInt32) -> UInt32 {
        step()
        defer { words[word.index] = value }
        return words[word.index]
    }

    func compareExchange(_ word: Word, _ expected: UInt32, _ desired: UInt32) -> UInt32 {
        step()
        let found = words[word.index]
        if found == expected { words[word.index] = desired }
        return found
    }

    func add(_ word: Word, _ value: UInt32) -> UInt32 {
        step()
        defer { words[word.index] &+= value }
        return words[word.index]
    }

    func makeNumber() -> UInt32 {
        objects += 1
        return objects
    }

    func fail(_ misuse: Misuse) -> Never { fatalError("\(misuse)") }

    func spread(_ word: Word) -> Int { word.index }

    var caller: UInt32 { scope.runningFiber.pointee.identity }

    func noteLocks(_ change: Int32, of caller: UInt32) { locks[caller, default: 0] += change }

    func holdsLocks(_ caller: UInt32) -> Bool { locks[caller, default: 0] > 0 }

    func pause(_ attempt: Int) { scope.yield() }

    var waiter: UInt32 { caller }

    /// A finite patience ends at any step, or at none.
    func awaitToken(_ patience: Patience) -> TokenWait {
        let me = caller
        while true {
            step()
            if tokens[me] == true {
                tokens[me] = false
                return .given
            }
            if patience.untilNanoseconds != .max, number(below: 8) == 0 { return .deadlinePassed }
            scope.yield()
        }
    }

    func giveToken(to waiter: UInt32) {
        step()
        precondition(tokens[waiter] != true, "a token is given once for each wait")
        tokens[waiter] = true
    }
}

/// Runs `body` on a platform of that seed, as one of its fibers.
func onRandomPlatform<Value>(
    seed: UInt64, buckets: Int = 1, _ body: @escaping (FiberScope, Parking<RandomTokens>, RandomTokens) throws -> Value
) throws -> Value {
    var lot: ParkingLot<RandomTokens>?
    // When the scheduler has ended nobody has anything any more that is on the platform.
    defer { lot?.free() }
    return try Scheduler().run { scope in
        let tokens = RandomTokens(scope, seed: seed)
        let made = ParkingLot(on: tokens, buckets: buckets)
        lot = made
        return try body(scope, Parking(made), tokens)
    }
}
