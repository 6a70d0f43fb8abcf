import Glibc

/// What a write takes its bytes from, in this order: a header, slices, and the last of these again and again (the splat of
/// Zig's `netWrite`).
package struct Gathering {
    package var header: UnsafeRawBufferPointer
    package var slices: [UnsafeRawBufferPointer]
    /// How often the last slice goes out in all; with 0 not at all. 1 is as if it were no special one.
    package var lastRepeats: Int

    package init(
        header: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        slices: [UnsafeRawBufferPointer], lastRepeats: Int = 1
    ) {
        precondition(lastRepeats >= 0, "a slice is repeated 0 times or more")
        self.header = header
        self.slices = slices
        self.lastRepeats = lastRepeats
    }

    /// How many bytes it is in all.
    package var count: Int {
        let body = slices.dropLast().reduce(header.count) { $0 + $1.count }
        return body + (slices.last?.count ?? 0) * lastRepeats
    }

    /// Fills `vectors` with what comes behind the first `skip` bytes, as far as they go: how many are filled.
    ///
    /// A repeated slice takes an entry for each time, so that a long repetition takes several calls.
    func fill(_ vectors: UnsafeMutableBufferPointer<iovec>, skipping skip: Int) -> Int {
        var (skip, filled) = (skip, 0)
        func add(_ part: UnsafeRawBufferPointer, times: Int) {
            guard part.count > 0 else { return }
            let passed = min(skip / part.count, times)
            skip -= passed * part.count
            for _ in passed..<times {
                guard filled < vectors.count else { return }
                // The kernel only reads it.
                let start = UnsafeMutableRawPointer(mutating: part.baseAddress.unsafelyUnwrapped + skip)
                vectors[filled] = iovec(iov_base: start, iov_len: part.count - skip)
                (skip, filled) = (0, filled + 1)
            }
        }
        add(header, times: 1)
        for slice in slices.dropLast() { add(slice, times: 1) }
        if let last = slices.last { add(last, times: lastRepeats) }
        return filled
    }

    /// How many entries one call gets: they lie on the stack.
    static let vectorsPerCall = 64
}
