import Foundation
import Support
import Testing

/// The JSON about a process, as far as tests look into it.
struct ProcessReport: Decodable {
    struct Process: Decodable {
        let pid: Int
        let thread_of: Int?
        let kind: String?
        let uid: Int?
        let capabilities: [String]?
    }

    struct Use: Decodable {
        let uses_io_uring: Bool?
        let rings: Int?
        let mapped: Int?
        let mapped_without_descriptor: Int?
        let workers: Int?
        let sq_threads: Int?
    }

    struct Ring: Decodable {
        let fd: Int
        let sq_entries: Int?
        let sq_pending: Int?
        let cq_entries: Int?
        let cq_unread: Int?
        let cq_overflow: Int?
        let files: Int?
        let buffers: Int?
        let polls: Int?
        let sqpoll: Bool?
        let sq_thread: Int?
        let complete: Bool
    }

    struct Errno: Decodable { let name: String? }

    struct Unread: Decodable {
        let what: String
        let errno: Errno
        let remedy: String?
    }

    struct Security: Decodable {
        let seccomp: Int?
        let seccomp_filters: Int?
    }

    struct Limit: Decodable { let soft: Bound }

    enum Bound: Decodable, Equatable {
        case number(Int)
        case unlimited

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self = (try? value.decode(Int.self)).map(Bound.number) ?? .unlimited
        }
    }

    let headline: String
    let process: Process
    let use: Use
    let limits: [String: Limit?]
    let security: Security
    let namespaces: [String: String?]
    let rings: [Ring]
    let unread: [Unread]
    let conclusion: String
}

extension Finished {
    /// The report about a process on standard output, after checks of what holds for every one.
    func processReport(sourceLocation: SourceLocation = #_sourceLocation) throws -> ProcessReport {
        #expect(errors.isEmpty, sourceLocation: sourceLocation)
        let report = try JSONDecoder().decode(ProcessReport.self, from: Data(output.utf8))
        #expect(status == report.use.uses_io_uring.map { $0 ? 0 : 1 } ?? 2, sourceLocation: sourceLocation)
        if JSONSchemaCheck.isAvailable {
            let schema = try Uringctl.run(["schema", "process"]).output
            #expect(
                try JSONSchemaCheck.problems(of: [output], schema: schema) == [nil], sourceLocation: sourceLocation)
        }
        return report
    }
}
