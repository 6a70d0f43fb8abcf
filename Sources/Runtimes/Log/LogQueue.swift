/// Lines that wait to be written, first come, first served, and which of all were dropped for want of room. A value:
/// whoever holds it guards it.
struct LogQueue {
    /// What to do next: to say that lines were dropped, if any were, and then to write a line, if there is one.
    struct Item: Equatable {
        var dropped: Int
        var line: [UInt8]?
        /// How many of all the lines that were logged this one settles, from the first on.
        var number: Int
    }

    private let limits: Log.Limits
    /// How many lines there were so far, dropped ones among them.
    private(set) var logged = 0
    private(set) var dropped = 0
    /// Of those that wait.
    private(set) var bytes = 0
    private var taken = 0

    /// Which of all the lines it is, from 1 on: where numbers are left out, lines were dropped.
    private var entries: [(number: Int, line: [UInt8])] = []
    /// Where the first of them lies that waits.
    private var first = 0

    init(_ limits: Log.Limits) {
        precondition(
            limits.lines > 0 && limits.bytes >= LogLine.limitBytes, "a log's queue has room for one line of any length")
        self.limits = limits
    }

    var count: Int { entries.count - first }

    mutating func append(_ line: [UInt8]) {
        logged += 1
        guard count < limits.lines, bytes + line.count <= limits.bytes else {
            dropped += 1
            return
        }
        entries.append((logged, line))
        bytes += line.count
    }

    /// nil when all is settled, or on its way.
    mutating func takeFirst() -> Item? {
        guard taken < logged else { return nil }
        guard first < entries.count else {
            // What was logged last was dropped.
            defer { taken = logged }
            return Item(dropped: logged - taken, line: nil, number: logged)
        }
        let (number, line) = entries[first]
        entries[first].line = []
        first += 1
        bytes -= line.count
        // Each is moved once at most for each that was taken; what a burst has used is given back after it.
        if first == entries.count || first >= 1024 && first * 2 >= entries.count {
            entries.removeSubrange(..<first)
            first = 0
            if entries.isEmpty, entries.capacity > 1024 { entries = [] }
        }
        defer { taken = number }
        return Item(dropped: number - taken - 1, line: line, number: number)
    }
}
