import Glibc
import Support
import Testing

@testable import Runtimes

/// What a gathered write consists of, cut anywhere.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct GatheringTests {
    private func bytes(_ count: Int, _ seed: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ seed) } }

    private func withGathering(
        _ parts: [[UInt8]], lastRepeats: Int, _ body: (Gathering) -> Void
    ) {
        // Each part is kept where it is until the end.
        let places = parts.map { part in
            let place = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, part.count), alignment: 1)
            place.copyBytes(from: part)
            return UnsafeRawBufferPointer(rebasing: place[..<part.count])
        }
        body(Gathering(header: places[0], slices: Array(places.dropFirst()), lastRepeats: lastRepeats))
        for place in places { place.deallocate() }
    }

    /// With every part empty sometimes, and few entries at a time.
    @Test func anyCutGivesTheRest() {
        var generator = Generator(seed: 7)
        for _ in 0..<500 {
            let parts = (0..<Int.random(in: 1...4, using: &generator)).map {
                bytes(Int.random(in: 0...5, using: &generator), $0 * 50)
            }
            let repeats = Int.random(in: 0...4, using: &generator)
            let last = parts.count > 1 ? parts.last! : []
            let expected =
                parts[0] + parts.dropFirst().dropLast().flatMap { $0 }
                + (0..<(parts.count > 1 ? repeats : 0)).flatMap { _ in last }
            withGathering(parts, lastRepeats: repeats) { gathering in
                #expect(gathering.count == expected.count)
                for skip in 0...expected.count {
                    for capacity in [1, 2, 64] {
                        withUnsafeTemporaryAllocation(of: iovec.self, capacity: capacity) { vectors in
                            let filled = gathering.fill(vectors, skipping: skip)
                            let found = vectors[..<filled].flatMap {
                                Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
                            }
                            #expect(vectors[..<filled].allSatisfy { $0.iov_len > 0 })
                            #expect(found == Array(expected[skip...].prefix(found.count)))
                            // All of it, unless there were no more entries.
                            #expect(found.count == expected.count - skip || filled == capacity)
                        }
                    }
                }
            }
        }
    }

    /// A repetition takes no memory.
    @Test func aLongRepetitionIsCounted() {
        withGathering([[1], [2, 3]], lastRepeats: 1 << 40) { gathering in
            #expect(gathering.count == 1 + 2 << 40)
            withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
                #expect(gathering.fill(vectors, skipping: 1 << 40) == 2)
                #expect(vectors[0].iov_len == 1 && vectors[1].iov_len == 2)
            }
        }
    }
}
