import Kernel

/// What a stressed pattern came to, or has come to so far.
package struct StressTally: Sendable, Equatable {
    /// Of all workers together.
    package var cycles = 0
    /// Of the worker that did least, and of the one that did most.
    package var leastCycles: Int?
    package var mostCycles = 0
    package var longestWaitNanoseconds: Int64 = 0
    package var violations: [Violation: Int] = [:]
    /// From the beginning on.
    package var firstViolationNanoseconds: Int64?
    package var elapsedNanoseconds: Int64 = 0

    init() {}

    package var cyclesPerSecond: Int? {
        elapsedNanoseconds > 0 ? Int(Double(cycles) / (Double(elapsedNanoseconds) / 1e9)) : nil
    }

    mutating func add(_ record: borrowing WorkerRecord) {
        let done = record.cycles.load(ordering: .relaxed)
        cycles += done
        leastCycles = min(leastCycles ?? done, done)
        mostCycles = max(mostCycles, done)
        longestWaitNanoseconds = max(longestWaitNanoseconds, record.longestWaitNanoseconds.load(ordering: .relaxed))
    }

    // MARK: As the child says it

    static let linePrefix = "tally "

    /// Numbers by their names, which the parent reads again.
    var line: String {
        var words = [
            "cycles=\(cycles)", "least=\(leastCycles ?? 0)", "most=\(mostCycles)", "wait=\(longestWaitNanoseconds)",
            "elapsed=\(elapsedNanoseconds)",
        ]
        if let firstViolationNanoseconds { words.append("first=\(firstViolationNanoseconds)") }
        for violation in Violation.allCases {
            if let number = violations[violation] { words.append("\(violation.rawValue)=\(number)") }
        }
        return Self.linePrefix + words.joined(separator: " ")
    }

    init?(line: Substring) {
        guard line.hasPrefix(Self.linePrefix) else { return nil }
        for word in line.dropFirst(Self.linePrefix.count).split(separator: " ") {
            let parts = word.split(separator: "=")
            guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
            switch parts[0] {
            case "cycles": cycles = Int(number)
            case "least": leastCycles = Int(number)
            case "most": mostCycles = Int(number)
            case "wait": longestWaitNanoseconds = number
            case "elapsed": elapsedNanoseconds = number
            case "first": firstViolationNanoseconds = number
            default:
                guard let violation = Violation(rawValue: String(parts[0])) else { return nil }
                violations[violation] = Int(number)
            }
        }
    }
}
