import Foundation
import Support
import Testing

/// Every system call of a probe fails, one after the other.
@Suite(.serialized, .bounded, .enabled(if: Machine.has("strace"), "strace is not installed"))
struct InjectionTests {
    /// One run: the call that fails, which occurrence of it in each process (nil: all), and how.
    struct Injection: CustomStringConvertible {
        let call: String
        let occurrence: Int?
        let error: String
        var description: String { "\(call) #\(occurrence.map(String.init) ?? "all") \(error)" }
    }

    /// How a run ended.
    struct Run {
        let injection: Injection
        let status: Int
        let output: String
        let errors: String
    }

    /// What ends before the program begins: without a thread pointer or its own memory made read-only libc stops.
    static let startOfTheProcess: Set = ["arch_prctl", "mprotect"]
    /// Swift and libc have no answer to memory that is refused but to end the process.
    static let allocator: Set = ["brk", "mmap", "munmap"]
    static let errors = ["EIO", "EINTR", "ENOSYS", "EPERM", "ENOMEM"]

    /// The transcript's way from the child to the parent: one place of the program, passed for each question. Beyond
    /// this many, a sixth of its passes stands for all.
    static let transcript: (calls: Set<String>, all: Int, then: Int) = (["read", "write", "poll"], 24, 6)

    /// What a run is killed after: far beyond a probe's own five seconds, as the machine may be busy.
    static let limitSeconds = 60

    @Test func eachCallMayFailOnce() throws {
        var injections: [Injection] = []
        for (call, count) in try calls().sorted(by: { $0.key < $1.key }) {
            for occurrence in 1...count {
                let isRepetition = Self.transcript.calls.contains(call) && occurrence > Self.transcript.all
                if isRepetition && !occurrence.isMultiple(of: Self.transcript.then) { continue }
                let error = Self.errors[injections.count % Self.errors.count]
                injections.append(Injection(call: call, occurrence: occurrence, error: error))
            }
        }
        #expect(injections.count > 200, "strace saw too little of the program")
        let runs = try run(injections)
        try expectOrder(in: runs)
        let usable = try runs.filter { !$0.output.isEmpty }.map { try ProbeReport($0.output).verdict.usable }
        // Most calls are about one fact of many: failing, they leave the answer as it is.
        #expect(usable.count { $0 == true } * 10 > runs.count * 9)
    }

    /// EINTR would be asked again for ever, by design: no call waits without a bound of its own.
    @Test func eachCallMayFailAlways() throws {
        let names = try calls().keys.sorted()
        try expectOrder(in: try run(names.map { Injection(call: $0, occurrence: nil, error: "EIO") }))
    }

    private func expectOrder(in runs: [Run]) throws {
        for run in runs {
            #expect((0...2).contains(run.status), "\(run.injection): status \(run.status), \(run.errors)")
            if run.output.isEmpty {
                #expect(run.status == 2, "\(run.injection)")
                // Where nothing can be written at all, there is nobody to tell.
                let isMute = run.injection.call == "write" && run.injection.occurrence == nil
                #expect(isMute || run.errors.hasPrefix("uringctl: "), "\(run.injection): \(run.errors)")
            } else {
                #expect(run.errors.isEmpty, "\(run.injection): \(run.errors)")
                let report = try? ProbeReport(run.output)
                #expect(report?.status == Int32(run.status), "\(run.injection): \(run.output.prefix(300))")
            }
        }
        guard JSONSchemaCheck.isAvailable else { try Test.cancel("python3-jsonschema is not installed") }
        let answered = runs.filter { !$0.output.isEmpty }
        for (run, problem) in zip(answered, try ProbeReport.problems(of: answered.map(\.output))) {
            #expect(problem == nil, "\(run.injection): \(problem ?? "")")
        }
    }

    /// The system calls of a probe that may fail, and how often the process that makes most of each makes it.
    private func calls() throws -> [String: Int] {
        let folder = try TemporaryFolder()
        let trace = folder.url("trace")
        let traced = try Shell.run(
            "strace", ["-f", "-qqq", "-o", trace.path, try StaticBuild.path(), "probe", "--json"])
        try #require(traced.status == 0, "\(traced.errors)")
        var counts: [String: [String: Int]] = [:]
        for line in try String(contentsOf: trace, encoding: .utf8).split(separator: "\n") {
            // `PID  CALL(…`; what resumes or ends is no call of its own.
            let process = line.prefix(while: \.isNumber)
            let rest = line[process.endIndex...].drop { $0 == " " }
            guard let parenthesis = rest.firstIndex(of: "("), rest.first?.isLetter == true else { continue }
            counts[String(rest[..<parenthesis]), default: [:]][String(process), default: 0] += 1
        }
        // exit_group cannot fail.
        let exempt = Self.startOfTheProcess.union(Self.allocator).union(["exit_group"])
        return counts.filter { !exempt.contains($0.key) }.mapValues { $0.values.max() ?? 0 }
    }

    /// All runs, as many at a time as there are processors.
    private func run(_ injections: [Injection]) throws -> [Run] {
        let folder = try TemporaryFolder()
        let script = try folder.file(
            "run",
            """
            index=$1 inject=$2
            timeout -s KILL \(Self.limitSeconds) strace -f -qqq -o /dev/null -e "trace=${inject%%:*}" -e "inject=$inject" \\
                "$uringctl" probe --json >$index.out 2>$index.err
            echo $? >$index.end
            """)
        let list = try folder.file(
            "list",
            injections.enumerated().map { index, injection in
                "\(index) \(injection.call):error=\(injection.error)"
                    + (injection.occurrence.map { ":when=\($0)" } ?? "")
            }.joined(separator: "\n") + "\n")
        let finished = try Shell.run(
            "bash", ["-c", #"xargs -P "$(nproc)" -L 1 bash "$0" <"$1""#, script, list],
            environment: ["uringctl": try StaticBuild.path()], in: folder.path, deadlineSeconds: 400)
        try #require(finished.status == 0, "\(finished)")
        return try injections.enumerated().map { index, injection in
            func text(_ ending: String) throws -> String {
                String(decoding: try Data(contentsOf: folder.url("\(index).\(ending)")), as: UTF8.self)
            }
            let status = try #require(Int(try text("end").trimmingCharacters(in: .whitespacesAndNewlines)))
            return Run(injection: injection, status: status, output: try text("out"), errors: try text("err"))
        }
    }
}
