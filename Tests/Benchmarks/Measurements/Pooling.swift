import Sync

extension Measurement {
    /// `count` times in all to take one of `resources`, write to it, and put it back, by so many who do nothing else.
    static func poolNanoseconds(_ parties: Parties, takers: Int, resources: Int, count: Int) throws -> Double {
        let rounds = (count + takers - 1) / takers
        let pool = Row(1) { Pool<Native>(resources) }
        // Only whoever has taken a resource touches its number.
        nonisolated(unsafe) let uses = UnsafeMutablePointer<Int>.allocate(capacity: resources)
        uses.initialize(repeating: 0, count: resources)
        defer { uses.deallocate() }
        let nanoseconds = try parties.nanoseconds(takers) { _ in
            for _ in 0..<rounds {
                let resource: Int
                do throws(WaitFailure) {
                    resource = try pool[0].take(.endless)
                } catch { fatalError("an endless wait failed: \(error)") }
                uses[resource] += 1
                pool[0].putBack(resource)
            }
        }
        precondition((0..<resources).reduce(0) { $0 + uses[$1] } == rounds * takers)
        return nanoseconds / Double(rounds * takers)
    }
}
