import Kernel
import Support

/// What this program measures of ours when it is started as `Benchmarks measure NAME … COUNT`: in a process of its own,
/// as the peers are, and printed as they print it.
enum Measurement {
    static let verb = "measure"

    /// The figures: nanoseconds for each of COUNT operations, or as the measurement says.
    static func figures(_ words: [String]) throws -> [Double] {
        let unknown = Broken("no such measurement: \(words.joined(separator: " "))")
        guard let count = words.last.flatMap({ Int($0) }) else { throw unknown }
        let names = Array(words.dropLast())
        if names == ["switch"] { return [switchNanoseconds(count: count)] }
        if names == ["getppid"] { return [systemCallNanoseconds(count: count)] }
        if names == ["sleep"] { return try sleeperFigures(fibers: count) }
        if names.count == 2, names[0] == "nop", let fibers = Int(names[1]) {
            return [try operationNanoseconds(fibers: fibers, count: count)]
        }
        if names.count == 3, names[0] == "wake", let waker = Waker(rawValue: names[1]),
            let way = WakeWay(rawValue: names[2])
        {
            return [wakeNanoseconds(by: waker, way, count: count)]
        }
        if names.count == 4, names[0] == "echo", let server = EchoServer(rawValue: names[1]),
            let connections = Int(names[2])
        {
            return [try echoNanoseconds(server, connections: connections, client: names[3], messages: count)]
        }
        if names.count == 3, names[0] == "idle", let server = EchoServer(rawValue: names[1]) {
            return try idleFigures(server, client: names[2], connections: count)
        }
        if names.first == "sync" { return [try primitiveNanoseconds(Array(names.dropFirst()), count: count)] }
        guard names.count == 3, let runtime = Runtime(rawValue: names[0]) else { throw unknown }
        switch (names[1], names[2], Int(names[2])) {
        case ("yield", _, let fibers?): return [try yieldNanoseconds(on: runtime, fibers: fibers, count: count)]
        case ("spawn", "closure", _): return [try spawnNanoseconds(on: runtime, count: count)]
        case ("spawn", "function", _): return [try spawnFunctionNanoseconds(on: runtime, count: count)]
        default: throw unknown
        }
    }

    /// Nanoseconds for each of `count`, where `body` does that many.
    static func nanoseconds(count: Int, _ body: () throws -> Void) rethrows -> Double {
        let start = Clock.nanoseconds
        try body()
        return Double(Clock.nanoseconds - start) / Double(count)
    }
}

extension Run {
    /// This program, measuring ours.
    static func own(_ words: [String]) -> Run {
        Run(program: Package.product("Benchmarks"), arguments: [Measurement.verb] + words, figure: .written)
    }
}
