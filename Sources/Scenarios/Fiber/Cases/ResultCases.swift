import Fibers

/// What comes back from a fiber: values of every kind, and errors.
enum ResultCases {
    /// Counts how many of it there are.
    private final class Witness {
        let number: UInt64
        private let living: UnsafeMutablePointer<Int>

        init(_ number: UInt64, _ living: UnsafeMutablePointer<Int>) {
            self.number = number
            self.living = living
            living.pointee += 1
        }

        deinit { living.pointee -= 1 }
    }

    private struct Wide: Equatable {
        var words: [UInt64]
        var first: UInt64
        var text: String
        var last: (any Sendable & CustomStringConvertible)?

        static func == (one: Wide, other: Wide) -> Bool {
            one.words == other.words && one.first == other.first && one.text == other.text
                && one.last?.description == other.last?.description
        }

        init(_ number: UInt64) {
            words = (0..<8).map { number &+ $0 }
            first = number
            text = "number \(number), in words that are too long to be kept within the string itself"
            last = number.isMultiple(of: 2) ? number : "odd"
        }
    }

    /// Values are carried to the joiner, whoever comes first, and nothing is kept or lost.
    static func join(_ effort: Effort) throws(BodyFailure) -> String {
        let living = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        living.initialize(to: 0)
        defer { living.deallocate() }
        try onScheduler { (scope) throws(BodyFailure) in
            var generator = effort.generator
            for round in 0..<effort.iterations {
                let number = generator.next()
                let wide = try scope.start("wide") {
                    if number & 1 != 0 { scope.yield() }
                    return Wide(number)
                }
                let witness = try scope.start("witness") {
                    if number & 2 != 0 { scope.yield() }
                    return Witness(number, living)
                }
                let optional: SpawnedFiber<String?, Never> = try scope.start("optional") {
                    if number & 4 != 0 { scope.yield() }
                    return number & 8 != 0 ? "\(number)" : nil
                }
                let unjoined = try scope.start("unjoined") { Witness(number, living) }
                // Some are joined after their end, some before.
                if number & 16 != 0 { scope.yield() }
                try expect("round \(round), text", optional.join(), is: number & 8 != 0 ? "\(number)" : nil)
                try expect("round \(round), object", witness.join().number, is: number)
                try expect(wide.join() == Wide(number), "round \(round): a wide value came back changed")
                _ = unjoined.join()
                try expect("round \(round), objects that are left", living.pointee, is: 0)
            }
            _ = try scope.start("dropped") { Witness(0, living) }
        }
        try expect("objects that nobody joined and that are left", living.pointee, is: 0)
        return "\(Words.count(effort.iterations * 4, "result")) came back whole, and nothing was left behind"
    }

    private struct Refusal: Error, Equatable {
        var number: UInt64
        var words: String
    }

    /// Errors, typed and untyped, pass through frames that yield, and reach the joiner.
    static func throwing(_ effort: Effort) throws(BodyFailure) -> String {
        try onScheduler { (scope) throws(BodyFailure) in
            var generator = effort.generator
            for round in 0..<effort.iterations {
                let number = generator.next()
                let expected = Refusal(number: number, words: "refused \(number)")
                let typed: SpawnedFiber<Never, Refusal> = try scope.start("typed") { () throws(Refusal) in
                    try pass(4, scope) { () throws(Refusal) in
                        scope.yield()
                        throw Refusal(number: number, words: "refused \(number)")
                    }
                }
                let untyped: SpawnedFiber<Int, any Error> = try scope.start("untyped") {
                    do {
                        let inner: SpawnedFiber<Int, any Error> = try scope.start("inner") {
                            scope.yield()
                            throw Refusal(number: number, words: "refused \(number)")
                        }
                        return try inner.join()
                    } catch let error as Refusal where error.number != number {
                        return 0
                    }
                }
                scope.yield()
                do throws(Refusal) { try typed.join() } catch {
                    try expect("round \(round), typed error", error, is: expected)
                }
                do {
                    throw BodyFailure.failed("round \(round): \(try untyped.join()) came back instead of an error")
                } catch let error as BodyFailure {
                    throw error
                } catch {
                    try expect("round \(round), untyped error", error as? Refusal, is: expected)
                }
            }
        }
        return "\(Words.count(effort.iterations * 3, "error")) reached the joiner as they were thrown"
    }

    @inline(never)
    private static func pass(
        _ depth: Int, _ scope: FiberScope, _ body: () throws(Refusal) -> Never
    ) throws(Refusal) -> Never {
        scope.yield()
        if depth == 0 { try body() }
        try pass(depth - 1, scope, body)
    }
}
