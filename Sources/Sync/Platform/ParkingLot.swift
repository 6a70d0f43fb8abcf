public import Fibers

/// Where waiters sleep for a word, whatever each of them is woken by: a few queues, and a word's address says in which one
/// (a hash table of futexes in user space: WebKit, Locking in WebKit, 2016).
///
/// Written over tokens alone, so that it can be explored as what is built on it can.
@usableFromInline
package struct ParkingLot<Base: Tokens>: Sendable {
    @usableFromInline let base: Base
    /// Each guarded by its lock. Freed by `free`, and not with the last copy, which would have to be counted.
    @usableFromInline nonisolated(unsafe) let buckets: UnsafeMutablePointer<Bucket>
    /// A power of 2.
    @usableFromInline let count: Int

    /// A queue, first come, first served. On a line of the cache of its own.
    @usableFromInline
    struct Bucket {
        /// `BucketState`: whether somebody looks at the queue, which is never for long, since nobody sleeps meanwhile,
        /// and how many are in it, or about to be. Whoever wakes reads that without the lock: a waiter counts itself
        /// before it reads the word that it waits for, and a waker changes that word before it reads this.
        @usableFromInline let state: Base.Word
        @usableFromInline var first: UnsafeMutablePointer<Node>?
        @usableFromInline var last: UnsafeMutablePointer<Node>?
        @usableFromInline let padding: (Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0)

        @usableFromInline
        init(_ base: Base) { state = base.makeWord(0) }
    }

    /// Somebody who waits. Lies on the waiter's stack; all of it is read and written under the bucket's lock, but that
    /// whoever took it out reads `next` and `waiter` until the token is given.
    @usableFromInline
    struct Node {
        @usableFromInline let word: Base.Word
        @usableFromInline let waiter: Base.Waiter
        /// Who waits, where the word is a mutex's and only its holder can end the wait; otherwise 0.
        @usableFromInline let identity: UInt32
        @usableFromInline var isQueued = true
        @usableFromInline var next: UnsafeMutablePointer<Node>?
        @usableFromInline var previous: UnsafeMutablePointer<Node>?

        @usableFromInline
        init(_ word: Base.Word, _ waiter: Base.Waiter, _ identity: UInt32) {
            self.word = word
            self.waiter = waiter
            self.identity = identity
        }
    }

    /// - Parameter buckets: a power of 2. More of them keep waiters for different words out of each other's way; fewer are
    ///   quicker to look through, for whoever waits while it holds something.
    @usableFromInline
    package init(on base: Base, buckets count: Int) {
        precondition(count > 0 && count & (count - 1) == 0, "a lot has a power of 2 of buckets")
        self.base = base
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Bucket>.stride, alignment: 64)
        buckets = memory.bindMemory(to: Bucket.self, capacity: count)
        for index in 0..<count { (buckets + index).initialize(to: Bucket(base)) }
    }

    /// Gives its memory back: for whoever made it, when nobody has a copy any more. That of a program stays.
    package func free() {
        for index in 0..<count { base.freeWord(buckets[index].state) }
        UnsafeMutableRawPointer(buckets).deallocate()
    }
}

extension ParkingLot {
    /// `Platform.wait`, or where the caller's `identity` is given, `Platform.waitForHolder`.
    @inlinable
    package func wait(
        _ word: Base.Word, ifEqual expected: UInt32, _ patience: Patience, as identity: UInt32 = 0
    ) -> WaitEnd {
        if base.load(word) != expected { return .changed }
        let bucket = bucket(of: word)
        let before = lock(bucket, arriving: 1)
        guard base.load(word) == expected else {
            unlock(bucket, waiting: before)
            return .changed
        }
        let mustWait = identity != 0 && patience.isEndless
        var node = Node(word, base.waiter, mustWait ? identity : 0)
        return withUnsafeMutablePointer(to: &node) { node in
            append(node, to: bucket)
            unlock(bucket, waiting: before + 1)
            // Whoever comes last into a circle finds all the others asleep in it.
            if mustWait, base.holdsLocks(base.caller), closesCircle(word, identity) { base.fail(.circularWait) }
            let end = base.awaitToken(patience)
            if end == .given { return .woken }
            let waiting = lock(bucket)
            if node.pointee.isQueued {
                remove(node, from: bucket)
                unlock(bucket, waiting: waiting - 1)
                return end == .interrupted ? .interrupted : .timedOut
            }
            // Somebody chose this waiter meanwhile, and its token is on the way.
            unlock(bucket, waiting: waiting)
            let late = base.awaitToken(.endless)
            precondition(late == .given, "a token that is on the way arrives")
            return .woken
        }
    }

    /// `Platform.wake`.
    @inlinable
    package func wake(_ word: Base.Word, count: UInt32) -> UInt32 {
        let bucket = bucket(of: word)
        if BucketState(base.load(bucket.pointee.state)).waiting == 0 { return 0 }
        let waiting = lock(bucket)
        var woken: UInt32 = 0
        var (first, last): (UnsafeMutablePointer<Node>?, UnsafeMutablePointer<Node>?) = (nil, nil)
        var next = bucket.pointee.first
        while let node = next, woken < count {
            next = node.pointee.next
            guard node.pointee.word == word else { continue }
            remove(node, from: bucket)
            if let last { last.pointee.next = node } else { first = node }
            last = node
            woken += 1
        }
        unlock(bucket, waiting: waiting - woken)
        while let node = first {
            // The node may be gone once its token is given.
            first = node.pointee.next
            base.giveToken(to: node.pointee.waiter)
        }
        return woken
    }

    /// Whether somebody sleeps for `word` now.
    @inlinable
    package func hasWaiters(_ word: Base.Word) -> Bool {
        let bucket = bucket(of: word)
        if BucketState(base.load(bucket.pointee.state)).waiting == 0 { return false }
        let waiting = lock(bucket)
        defer { unlock(bucket, waiting: waiting) }
        var next = bucket.pointee.first
        while let node = next {
            if node.pointee.word == word { return true }
            next = node.pointee.next
        }
        return false
    }

    @inlinable
    func bucket(of word: Base.Word) -> UnsafeMutablePointer<Bucket> {
        buckets + (base.spread(word) & (count - 1))
    }

    /// Has the bucket to itself until `unlock`, which says how many wait then: how many did before the `arriving`.
    @inlinable
    func lock(_ bucket: UnsafeMutablePointer<Bucket>, arriving: UInt32 = 0) -> UInt32 {
        var attempt = 0
        var found = BucketState(base.load(bucket.pointee.state))
        while true {
            if !found.isLocked {
                let now = BucketState(
                    base.compareExchange(bucket.pointee.state, found.bits, found.locked(arriving: arriving).bits))
                if now == found { return found.waiting }
                found = now
            } else {
                base.pause(attempt)
                attempt += 1
                found = BucketState(base.load(bucket.pointee.state))
            }
        }
    }

    /// Nobody else writes to the word of a locked bucket.
    @inlinable
    func unlock(_ bucket: UnsafeMutablePointer<Bucket>, waiting: UInt32) {
        base.release(bucket.pointee.state, BucketState(waiting: waiting).bits)
    }

    @inlinable
    func append(_ node: UnsafeMutablePointer<Node>, to bucket: UnsafeMutablePointer<Bucket>) {
        node.pointee.previous = bucket.pointee.last
        if let last = bucket.pointee.last { last.pointee.next = node } else { bucket.pointee.first = node }
        bucket.pointee.last = node
    }

    @inlinable
    func remove(_ node: UnsafeMutablePointer<Node>, from bucket: UnsafeMutablePointer<Bucket>) {
        let (previous, next) = (node.pointee.previous, node.pointee.next)
        if let previous { previous.pointee.next = next } else { bucket.pointee.first = next }
        if let next { next.pointee.previous = previous } else { bucket.pointee.last = previous }
        node.pointee.next = nil
        node.pointee.isQueued = false
    }
}

/// What a bucket's word means, and what may become of it.
@frozen
@usableFromInline
struct BucketState: Equatable {
    @usableFromInline let bits: UInt32

    @inlinable
    init(_ bits: UInt32) { self.bits = bits }

    @inlinable
    init(waiting: UInt32) { bits = waiting << 1 }

    @inlinable
    var isLocked: Bool { bits & 1 != 0 }

    @inlinable
    var waiting: UInt32 { bits >> 1 }

    @inlinable
    func locked(arriving: UInt32) -> BucketState { BucketState(bits &+ arriving << 1 | 1) }
}

/// The platform that tokens make through a parking lot.
@frozen
@usableFromInline
package struct Parking<Base: Tokens>: Platform {
    @usableFromInline package typealias Word = Base.Word

    @usableFromInline let lot: ParkingLot<Base>

    @inlinable
    package init(_ lot: ParkingLot<Base>) { self.lot = lot }

    @inlinable
    package func wait(_ word: Word, ifEqual expected: UInt32, _ patience: Patience) -> WaitEnd {
        lot.wait(word, ifEqual: expected, patience)
    }

    @inlinable
    package func waitForHolder(
        _ word: Word, ifEqual expected: UInt32, _ patience: Patience, as identity: UInt32
    ) -> WaitEnd {
        lot.wait(word, ifEqual: expected, patience, as: identity)
    }

    @inlinable
    @discardableResult
    package func wake(_ word: Word, count: UInt32) -> UInt32 { lot.wake(word, count: count) }

    @inlinable
    package func hasWaiters(_ word: Word) -> Bool { lot.hasWaiters(word) }

    @inlinable
    package func makeWord(_ value: UInt32) -> Word { lot.base.makeWord(value) }

    @inlinable
    package func freeWord(_ word: Word) { lot.base.freeWord(word) }

    @inlinable
    package func load(_ word: Word) -> UInt32 { lot.base.load(word) }

    @inlinable
    package func exchange(_ word: Word, _ value: UInt32) -> UInt32 { lot.base.exchange(word, value) }

    @inlinable
    package func release(_ word: Word, _ value: UInt32) { lot.base.release(word, value) }

    @inlinable
    package func compareExchange(_ word: Word, _ expected: UInt32, _ desired: UInt32) -> UInt32 {
        lot.base.compareExchange(word, expected, desired)
    }

    @inlinable
    package func add(_ word: Word, _ value: UInt32) -> UInt32 { lot.base.add(word, value) }

    @inlinable
    package func makeNumber() -> UInt32 { lot.base.makeNumber() }

    @inlinable
    package func fail(_ misuse: Misuse) -> Never { lot.base.fail(misuse) }

    @inlinable
    package var caller: Base.Caller { lot.base.caller }

    @inlinable
    package func identity(of caller: Base.Caller) -> UInt32 { lot.base.identity(of: caller) }

    @inlinable
    package func noteLocks(_ change: Int32, of caller: Base.Caller) { lot.base.noteLocks(change, of: caller) }

    @inlinable
    package func holdsLocks(_ caller: Base.Caller) -> Bool { lot.base.holdsLocks(caller) }

    @inlinable
    package func pause(_ attempt: Int) { lot.base.pause(attempt) }
}
