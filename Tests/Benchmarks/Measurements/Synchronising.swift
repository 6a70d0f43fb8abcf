extension Measurement {
    /// What primitives between threads, or between fibers of one ring, take: `PRIMITIVE threads|fibers …`.
    static func primitiveNanoseconds(_ words: [String], count: Int) throws -> Double {
        let unknown = Broken("no such measurement of a primitive: \(words.joined(separator: " "))")
        guard words.count >= 2, let parties = Parties(rawValue: words[1]) else { throw unknown }
        let numbers = words.dropFirst(2).compactMap { Int($0) }
        switch (words[0], numbers.count) {
        case ("mutex", 1): return try lockNanoseconds(OwnGuard.self, parties, numbers[0], count: count)
        case ("standard-mutex", 1): return try lockNanoseconds(StandardGuard.self, parties, numbers[0], count: count)
        case ("hand-over", 0): return try handOverNanoseconds(parties, count: count)
        case ("event", 0): return try eventNanoseconds(parties, count: count)
        case ("pool", 2):
            return try poolNanoseconds(parties, takers: numbers[0], resources: numbers[1], count: count)
        default: throw unknown
        }
    }
}
