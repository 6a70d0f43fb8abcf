import Foundation
import Support
import Testing

/// `uringctl probe --limits`, held against what a small program over liburing counts under the same limits.
@Suite(
    .bounded,
    .enabled(if: Obstacle.canLimit && Machine.has("cc"), "needs root, setpriv, prlimit and cc"))
struct HeadroomTests {
    private struct Report: Decodable {
        struct Errno: Decodable, Equatable {
            let number: Int
            let name: String?
        }

        struct Size: Decodable {
            let entries: Int
            let count: Int
            let ended_by: String
            let errno: Errno?
        }

        struct Headroom: Decodable {
            let measured_as: Int?
            let sizes: [Size]
            let largest: Int?
            let charges_memlock: Bool?
            let linger_milliseconds: Int?
            let interruption: String?
        }

        struct Line: Decodable {
            let label: String
            let text: String
        }

        let summary: [Line]
        let headroom: Headroom?
    }

    private func headroom(_ finished: Finished) throws -> Report.Headroom {
        _ = try finished.report()
        return try #require(try JSONDecoder().decode(Report.self, from: Data(finished.output.utf8)).headroom)
    }

    private static let bounds = [(8, 64), (256, 64), (4096, 32)]

    /// What a program that is not uringctl counts, each size as a user of its own: "8 12" is 8 rings and then errno 12.
    private func independentCounts(uid: Int, _ limits: [String]) throws -> [String] {
        try Self.bounds.enumerated().map { index, size in
            let finished = try Obstacle.limited(
                uid: uid + index, limits, program: Obstacle.rings.get(), ["count", "\(size.0)", "\(size.1)"])
            try #require(finished.status == 0, "\(finished.errors)")
            return finished.output.filter { $0 != "\n" }
        }
    }

    private func counts(_ headroom: Report.Headroom) -> [String] {
        headroom.sizes.map { "\($0.count) \($0.errno?.number ?? 0)" }
    }

    /// Charges that linger longer than they ever do make a count too low: on a machine that is so busy the next user is
    /// asked.
    private func expectSame(_ expected: [String], _ measure: (_ attempt: Int) throws -> Report.Headroom) throws {
        var seen: [[String]] = []
        for attempt in 0..<3 {
            seen.append(counts(try measure(attempt)))
            if seen.last == expected { return }
        }
        Issue.record("\(seen) instead of \(expected)")
    }

    @Test func asManyFitAsAnotherProgramCounts() throws {
        let limits = ["--memlock=65536:65536"]
        let expected = try independentCounts(uid: 61600, limits)
        try expectSame(expected) { attempt in
            let finished = try Obstacle.limited(uid: 61610 + attempt, limits, ["probe", "--limits", "--json"])
            let headroom = try headroom(finished)
            #expect(headroom.measured_as == 61610 + attempt && headroom.interruption == nil)
            // That the limit binds is what charging means.
            let isCharged = expected.contains { $0.hasSuffix(" 12") }
            #expect(headroom.charges_memlock == isCharged)
            #expect((headroom.linger_milliseconds != nil) == (headroom.charges_memlock == true))
            return headroom
        }
    }

    /// Root has no limit, and measures for a user that nobody is.
    @Test func rootMeasuresForAnother() throws {
        let limits = ["--memlock=8388608:8388608"]
        let expected = try independentCounts(uid: 61620, limits)
        try expectSame(expected) { _ in
            let finished = try Shell.run(
                "prlimit", limits + [Uringctl.program, "probe", "--limits", "--json"])
            let headroom = try headroom(finished)
            let uid = try #require(headroom.measured_as)
            #expect((1_879_048_192...2_147_352_575).contains(uid))
            #expect(headroom.largest == 32_768)
            let rings = try JSONDecoder().decode(Report.self, from: Data(finished.output.utf8)).summary
                .first { $0.label == "rings" }
            if Machine.mayLockMemory {
                #expect(rings?.text.hasPrefix("not limited by memlock for root; ") == true)
            }
            #expect(rings?.text.contains(" for an ordinary user (memlock 8 MiB)") == true)
            return headroom
        }
    }

    @Test func noLockedMemoryLeavesNoRoom() throws {
        guard try LockedMemory.isCharged() else { try Test.cancel("this kernel does not charge rings") }
        let headroom = try headroom(
            Obstacle.limited(uid: 61630, ["--memlock=0:0"], ["probe", "--limits", "--json"]))
        #expect(headroom.charges_memlock == true)
        #expect(headroom.sizes.allSatisfy { $0.count == 0 && $0.errno?.name == "ENOMEM" } && headroom.sizes.count == 3)
        #expect(headroom.largest == nil && headroom.linger_milliseconds == nil)
    }

    @Test func descriptorsEndTheCountToo() throws {
        let headroom = try headroom(
            Obstacle.limited(uid: 61631, ["--nofile=16:16"], ["probe", "--limits", "--json"]))
        #expect(headroom.sizes.count == 3)
        for size in headroom.sizes {
            #expect((1...13).contains(size.count) && size.errno == .init(number: 24, name: "EMFILE"), "\(size)")
        }
    }

    @Test func withoutCapabilitiesRootMeasuresForItself() throws {
        let headroom = try headroom(Uringctl.run(["probe", "--limits", "--unprivileged", "--json"]))
        #expect(headroom.measured_as == 0 && headroom.interruption == nil)
    }

    @Test func itIsMeasuredForWhomeverItIsAskedFor() throws {
        let headroom = try headroom(Uringctl.run(["probe", "--limits", "--as", "61640:61640", "--json"]))
        #expect(headroom.measured_as == 61640 && headroom.interruption == nil && headroom.sizes.count == 3)
    }

    @Test func whatWasNotAskedForIsNull() throws {
        let output = try Uringctl.run(["probe", "--json"]).output
        #expect(output.contains("\n  \"headroom\": null,\n"))
    }

    @Test func aFilterEndsEveryCount() throws {
        let finished = try Shell.run(
            try Obstacle.refuse.get(), ["EPERM", "io_uring_setup", Uringctl.program, "probe", "--limits", "--json"])
        let headroom = try headroom(finished)
        #expect(headroom.sizes.map(\.errno?.name) == ["EPERM", "EPERM", "EPERM"] && headroom.largest == nil)
        #expect(headroom.charges_memlock == nil)
    }

    @Test func aFilterThatKillsEndsMeasuring() throws {
        let finished = try Shell.run(
            try Obstacle.refuse.get(),
            ["KILL_PROCESS", "io_uring_setup", Uringctl.program, "probe", "--limits", "--json"])
        let headroom = try headroom(finished)
        #expect(headroom.interruption == "the process that measured was killed by signal 31 (SIGSYS)")
        #expect(headroom.sizes.isEmpty && headroom.measured_as != nil)
    }

    /// With little locked memory the child holds rings and waits whether more will fit; it is stopped then, so that
    /// only the death of its parent can end it. A process that was done before is followed by another one.
    @Test func aKilledProcessLeavesNothingBehind() throws {
        let script = """
            attempt() {
                "$uringctl" probe --limits --json >report &
                until read child _ <<<"$(cat /proc/$!/task/$!/children)" && [ "$child" ] &&
                    grep -qz measure-headroom /proc/$child/cmdline && kill -STOP $child &&
                    ls -l /proc/$child/fd | grep -q io_uring
                do
                    [ "$child" ] && kill -CONT $child
                    kill -0 $! || return
                done
                kill -KILL $!
                while kill -0 $child && ! grep -q '^State:.Z' /proc/$child/status; do :; done
                exit 0
            }
            exec 2>/dev/null
            for number in 1 2 3 4 5; do attempt; done
            exit 9
            """
        let folder = try TemporaryFolder()
        let finished = try Shell.run(
            "prlimit", ["--memlock=65536:65536", "bash", "-c", script], environment: ["uringctl": Uringctl.program],
            in: folder.path)
        #expect(finished.status == 0)
    }
}
