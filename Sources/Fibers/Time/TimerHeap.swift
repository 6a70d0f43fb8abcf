/// Moments that fibers wait for, the earliest first: a heap of four branches, in which each timer knows its place.
///
/// Adding, removing and taking the earliest are logarithmic, and nothing of it enters the kernel, where removing one of
/// 100,000 timeouts can take milliseconds.
struct TimerHeap {
    private struct Entry {
        let nanoseconds: Int64
        /// Equal moments come in the order in which they were added.
        let order: UInt64
        let timer: UnsafeMutablePointer<FiberTimer>

        func isBefore(_ other: Entry) -> Bool {
            (nanoseconds, order) < (other.nanoseconds, other.order)
        }
    }

    private var entries: [Entry] = []
    private var added: UInt64 = 0

    /// The earliest moment, on the monotonic clock.
    var earliestNanoseconds: Int64? { entries.first?.nanoseconds }

    mutating func add(_ timer: UnsafeMutablePointer<FiberTimer>, atNanoseconds nanoseconds: Int64) {
        added += 1
        let entry = Entry(nanoseconds: nanoseconds, order: added, timer: timer)
        entries.append(entry)
        rise(entry, from: entries.count - 1)
    }

    /// Removes `timer`, which is in the heap.
    mutating func remove(_ timer: UnsafeMutablePointer<FiberTimer>) {
        let index = timer.pointee.index
        precondition(entries.indices.contains(index) && entries[index].timer == timer, "a timer knows its place")
        timer.pointee.index = -1
        let last = entries.removeLast()
        guard index < entries.count else { return }
        if index > 0, last.isBefore(entries[(index - 1) / 4]) {
            rise(last, from: index)
        } else {
            sink(last, from: index)
        }
    }

    /// Removes and gives the earliest timer, if its moment is not after `nanoseconds`.
    mutating func takeEarliest(notAfterNanoseconds nanoseconds: Int64) -> UnsafeMutablePointer<FiberTimer>? {
        guard let first = entries.first, first.nanoseconds <= nanoseconds else { return nil }
        remove(first.timer)
        return first.timer
    }

    private mutating func rise(_ entry: Entry, from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 4
            guard entry.isBefore(entries[parent]) else { break }
            place(entries[parent], at: index)
            index = parent
        }
        place(entry, at: index)
    }

    private mutating func sink(_ entry: Entry, from start: Int) {
        var index = start
        while index * 4 + 1 < entries.count {
            var child = index * 4 + 1
            for other in child + 1..<max(child + 1, min(child + 4, entries.count))
            where entries[other].isBefore(entries[child]) {
                child = other
            }
            guard entries[child].isBefore(entry) else { break }
            place(entries[child], at: index)
            index = child
        }
        place(entry, at: index)
    }

    private mutating func place(_ entry: Entry, at index: Int) {
        entries[index] = entry
        entry.timer.pointee.index = index
    }
}
