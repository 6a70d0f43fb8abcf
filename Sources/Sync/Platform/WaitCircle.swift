// Who waits for a mutex for as long as it takes is in the lot, and the mutex's word says who holds it: so the lot shows
// who waits for whom. Only who comes to wait while holding something looks: seldom enough for a look at every queue.

extension ParkingLot {
    /// Somebody's wait for a mutex, and who has that.
    @usableFromInline
    struct WaitLink {
        @usableFromInline let waiter: UInt32
        @usableFromInline let word: Base.Word
        @usableFromInline let holder: UInt32

        @inlinable
        init(waiter: UInt32, word: Base.Word, holder: UInt32) {
            (self.waiter, self.word, self.holder) = (waiter, word, holder)
        }
    }

    /// Longer circles end in silence.
    @inlinable
    var circleLimit: Int { 16 }

    /// Whether `caller`, which is in the queue for `word`, waits for somebody who waits, directly or through others,
    /// for what the caller holds.
    ///
    /// What is read on the way can be out of date once the way has come back to the caller. But the last of the
    /// others waits for what the caller holds, and does nothing any more: it goes on holding what it holds. So the one
    /// before it, seen after that to wait for it, does nothing any more either: a second look, from the last to the
    /// first, sees only what stays.
    @inlinable
    func closesCircle(_ word: Base.Word, _ caller: UInt32) -> Bool {
        var holder = MutexState(base.load(word)).holder
        var links: [WaitLink] = []
        while holder != caller {
            guard holder != 0, links.count < circleLimit, let link = link(of: holder) else { return false }
            links.append(link)
            holder = link.holder
        }
        for link in links.reversed() {
            guard let now = self.link(of: link.waiter), now.word == link.word, now.holder == link.holder else {
                return false
            }
        }
        return MutexState(base.load(word)).holder == links.first?.waiter
    }

    /// nil where `waiter` does not wait for a mutex, or has another way out.
    @inlinable
    func link(of waiter: UInt32) -> WaitLink? {
        for index in 0..<count {
            let bucket = buckets + index
            if BucketState(base.load(bucket.pointee.state)).waiting == 0 { continue }
            let waiting = lock(bucket)
            defer { unlock(bucket, waiting: waiting) }
            var next = bucket.pointee.first
            while let node = next {
                // Whoever is in the queue stays there while the bucket is locked, and the mutex with it.
                if node.pointee.identity == waiter {
                    let holder = MutexState(base.load(node.pointee.word)).holder
                    return WaitLink(waiter: waiter, word: node.pointee.word, holder: holder)
                }
                next = node.pointee.next
            }
        }
        return nil
    }
}
