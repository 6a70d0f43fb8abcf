import Foundation
import Support
import Testing

/// Low limits, each as a user of its own where the kernel counts by user.
@Suite(
    .bounded,
    .enabled(if: Obstacle.canLimit, "needs root, setpriv and prlimit"))
struct LimitTests {
    /// Probes as `uid` without capabilities, with `limits` as options of prlimit(1).
    private func probe(uid: Int, _ limits: [String], _ arguments: [String] = ["--json"]) throws -> Finished {
        try Obstacle.limited(uid: uid, limits, ["probe"] + arguments)
    }

    @Test func noRightsAreNeeded() throws {
        let report = try probe(uid: 61001, []).report()
        #expect(report.verdict.usable == true)
        #expect(report.headline.hasSuffix(", as uid 61001"))
    }

    /// Where rings are charged, none fits.
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func noLockedMemory() throws {
        guard try LockedMemory.isCharged() else { try Test.cancel("this kernel does not charge rings") }
        let finished = try probe(uid: 61002, ["--memlock=0:0"])
        let report = try finished.report()
        #expect(report.verdict.usable == false && report.verdict.cause == "memlock")
        #expect(report.verdict.evidence.contains("io_uring_setup answers ENOMEM (12, Cannot allocate memory)"))
        #expect(report.verdict.evidence.contains("limit of locked memory: 0 bytes"))
        #expect(report.verdict.evidence.contains("no CAP_IPC_LOCK"))
        #expect(report.verdict.causes.map(\.standing) == ["refuses"])
        // What needs no ring is known all the same.
        #expect(report.verdict.interruption == nil)
    }

    /// A small ring fits, the largest does not, and the summary says so.
    @Test(.enabled(if: Machine.has("cc"), "cc is not installed"))
    func littleLockedMemory() throws {
        let finished = try probe(uid: 61003, ["--memlock=65536:65536"])
        let report = try finished.report()
        #expect(report.verdict.usable == true)
        if try LockedMemory.isCharged() {
            #expect(
                finished.output.contains("with 8, 256 entries; refused: 4096 ENOMEM; limit of locked memory 64 KiB"))
            let cause = try #require(report.verdict.causes.first)
            #expect(cause.cause == "memlock" && cause.standing == "partly" && cause.refuses == "rings of 4096 entries")
        }
    }

    /// Three streams and nothing else, up to all that is needed: never a crash, never a wrong yes.
    @Test(arguments: 3...12)
    func fewDescriptors(_ limit: Int) throws {
        let report = try probe(uid: 61010 + limit, ["--nofile=\(limit):\(limit)"]).report()
        switch limit {
        case 3...4:
            // No child could be made, for want of a pipe to it: this process asked itself.
            #expect(report.verdict.causes.contains { $0.cause == "descriptors" }, "\(report.verdict)")
            #expect(report.verdict.interruption?.contains("EMFILE (24, Too many open files)") == true)
        default:
            // From some number on, a ring is possible; below it the limit is named.
            #expect(report.verdict.usable == true || report.verdict.cause == "descriptors", "\(report.verdict)")
        }
        if limit == 12 { #expect(report.verdict.usable == true) }
    }

    @Test func noFurtherProcess() throws {
        let report = try probe(uid: 61030, ["--nproc=1:1"]).report()
        // This process asked itself: rings work, threads for SQPOLL do not.
        #expect(report.verdict.usable == true)
        #expect(report.opcodes?.contains { $0.supported == true } == true)
        let cause = try #require(report.verdict.causes.first)
        #expect(cause.cause == "processes" && cause.standing == "partly")
        #expect(cause.evidence.contains("limit of the user's processes: 1"))
        #expect(cause.evidence.contains { $0.hasPrefix("a ring with SQPOLL answers EAGAIN") })
        #expect(report.verdict.interruption?.contains("EAGAIN (11, Resource temporarily unavailable)") == true)
    }

    /// Enough address space for the program and little more.
    @Test(arguments: [40, 64, 128])
    func littleAddressSpace(_ mebibytes: Int) throws {
        let report = try probe(uid: 61040 + mebibytes, ["--as=\(mebibytes << 20)"]).report()
        #expect(report.verdict.usable != nil)
    }

    @Test func noFileMayGrow() throws {
        // Standard output is a file here, which may not grow either: only the status is left to answer.
        let finished = try probe(uid: 61050, ["--fsize=0"])
        #expect(finished.status == 2 && finished.output.isEmpty)
        #expect(try probe(uid: 61050, ["--fsize=0"], ["--quiet"]).status == 0)
    }

    @Test(.enabled(if: Machine.has("python3"), "python3 is not installed"))
    func peakMemoryIsSmall() throws {
        let measure = """
            import os, resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """
        let made = try Shell.run("python3", ["-c", measure, try StaticBuild.path(), "probe", "--all"])
        #expect(try #require(Int(made.output.filter(\.isNumber))) <= 32 << 10, "KiB")
    }
}
