import Foundation
import Runtimes

extension Subject {
    /// TCP echo on the loopback, 64 bytes at a time and one message under way on each connection: the server on one
    /// processor, the client, a program in C, on another.
    static let echo = [1, 64, 512].map { connections in
        Subject(name: "echo-\(connections)") { effort in
            let contest = try EchoContest(connections: connections, effort)
            return Measured(text: contest.text, rows: contest.rows, figures: contest.figures)
        }
    }
}

/// Servers that echo for the same client, in turns.
private struct EchoContest {
    private enum Server: String, CaseIterable {
        case receive = "Evented, receive"
        case stream = "Evented, receive stream"
        case plain = "liburing in C"
        case multishot = "liburing in C, multishot receive"
        case epoll = "epoll in C"
        // Which are not made for this work: by how much they lose.
        case sqpoll = "liburing in C, SQPOLL"
        case zeroCopy = "liburing in C, SEND_ZC"

        var isBesides: Bool { self == .sqpoll || self == .zeroCopy }

        func run(connections: Int, messages: Int) throws -> Run {
            let client = try Peer.echoClient.get()
            let words = ["\(connections)", "\(messages)", client]
            func ring(_ mode: String) throws -> Run {
                Run(
                    program: try Peer.echoRing.get(), arguments: [mode] + words + ["\(try Evented().setupFlags)"],
                    figure: .written)
            }
            switch self {
            case .receive: return .own(["echo", "receive", words[0], client, words[1]])
            case .stream: return .own(["echo", "stream", words[0], client, words[1]])
            case .plain: return try ring("plain")
            case .multishot: return try ring("multishot")
            case .sqpoll: return try ring("sqpoll")
            case .zeroCopy: return try ring("zerocopy")
            case .epoll:
                return Run(program: try Peer.echoEpoll.get(), arguments: ["level"] + words + ["0"], figure: .written)
            }
        }
    }

    /// What a run writes, in this order.
    private enum Column: Int, CaseIterable {
        case messagesPerSecond, slowestNanoseconds, processorNanoseconds
    }

    private struct Goal {
        let ours: Server
        let peer: Server
        let column: Column
        /// The greatest ratio of ours to the peer's, or the least of messages; nil where none is aimed at.
        let bound: Double?

        var name: String { column == .processorNanoseconds ? "processor time" : "messages a second" }

        func verdict(_ ratio: Double) -> String {
            guard let bound else { return "no goal" }
            let (word, isMet) = column == .processorNanoseconds ? ("most", ratio <= bound) : ("least", ratio >= bound)
            return "at \(word) \(String(format: "%g", bound)), \(isMet ? "met" : "not met")"
        }
    }

    private let connections: Int
    private let columns: [Server: [Column: Sample]]

    init(connections: Int, _ effort: Effort) throws {
        self.connections = connections
        // Short ones, because the machine is faster at one time than at another.
        let messages = effort.count(connections == 1 ? 8000 : 40_000)
        let rounds = effort == .whole ? 61 : 1
        let runs = try Server.allCases.map { ($0, try $0.run(connections: connections, messages: messages)) }
        var figures: [Server: [[Double]]] = [:]
        for round in 0..<rounds {
            // The other way round each time, so that none always comes after the same.
            for (server, run) in round % 2 == 0 ? runs : runs.reversed() where !server.isBesides || round < 5 {
                let words = try run.written()
                guard words.count == Column.allCases.count else { throw Broken("\(run) wrote \(words)") }
                figures[server, default: []].append(words)
            }
        }
        columns = figures.mapValues { runs in
            Dictionary(uniqueKeysWithValues: Column.allCases.map { column in
                (column, Sample(nanoseconds: runs.map { $0[column.rawValue] }))
            })
        }
    }

    private var goals: [Goal] {
        [
            Goal(ours: .receive, peer: .plain, column: .processorNanoseconds, bound: 1.03),
            Goal(ours: .stream, peer: .plain, column: .processorNanoseconds, bound: 1),
            Goal(ours: .stream, peer: .multishot, column: .processorNanoseconds, bound: nil),
            Goal(ours: .stream, peer: .epoll, column: .processorNanoseconds, bound: connections == 1 ? nil : 1),
            Goal(ours: .receive, peer: .plain, column: .messagesPerSecond, bound: 0.98),
            Goal(ours: .stream, peer: .plain, column: .messagesPerSecond, bound: 0.98),
        ]
    }

    private func median(_ server: Server, _ column: Column) -> Double { columns[server]![column]!.medianNanoseconds }

    private func ratio(_ goal: Goal) -> Double {
        median(goal.ours, goal.column) / median(goal.peer, goal.column)
    }

    var figures: [Double] {
        Server.allCases.flatMap { server in Column.allCases.map { median(server, $0) } }
    }

    private var subject: String { "TCP echo over \(connections) connection\(connections == 1 ? "" : "s")" }

    var text: String {
        let width = Server.allCases.map(\.rawValue.count).max()!
        func label(_ name: String) -> String { name.padding(toLength: width, withPad: " ", startingAt: 0) }
        var lines = [
            "\(subject), \(columns[.receive]![.processorNanoseconds]!.count) runs of each,"
                + " \(columns[.sqpoll]![.processorNanoseconds]!.count) of the last two",
            "  \(label("")) processor time for a message      messages   99 of 100",
            "  \(label(""))    median     least  greatest     a second     within",
        ]
        for server in Server.allCases {
            let time = columns[server]![.processorNanoseconds]!
            let figures = [time.medianNanoseconds, time.leastNanoseconds, time.greatestNanoseconds]
            lines.append(
                "  \(label(server.rawValue))"
                    + figures.map { String(format: "%7.0f ns", $0) }.joined()
                    + String(
                        format: "   %10.0f %7.0f us", median(server, .messagesPerSecond),
                        median(server, .slowestNanoseconds) / 1000))
        }
        for goal in goals {
            lines.append(
                String(format: "  %@: %@ to %@: %.3f, %@", goal.name, goal.ours.rawValue, goal.peer.rawValue, ratio(goal), goal.verdict(ratio(goal))))
        }
        for server in Server.allCases where server.isBesides {
            let ratio = median(server, .processorNanoseconds) / median(.plain, .processorNanoseconds)
            lines.append(String(format: "  processor time: %@ to %@: %.2f", server.rawValue, Server.plain.rawValue, ratio))
        }
        return lines.joined(separator: "\n")
    }

    var rows: [String] {
        goals.map { goal in
            func figure(_ server: Server) -> String {
                let unit = goal.column == .processorNanoseconds ? " ns" : " a second"
                return String(format: "%.0f", median(server, goal.column)) + unit
            }
            let bound = goal.bound.map { bound in
                let isMet = goal.verdict(ratio(goal)).hasSuffix(", met")
                return (goal.column == .messagesPerSecond ? "at least " : "") + String(format: "%g", bound)
                    + (isMet ? "" : ", not met")
            }
            return "| \(subject), \(goal.name) | \(goal.ours.rawValue) \(figure(goal.ours)) "
                + "| \(goal.peer.rawValue) \(figure(goal.peer)) "
                + "| \(String(format: "%.2f", ratio(goal))) | \(bound ?? "-") |"
        }
    }
}
