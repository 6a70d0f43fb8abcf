import Kernel
import Report
import Testing

@testable import Probe

struct HeadroomTests {
    private static let lines = [
        "uid 1900000000 unused", "rings 8 64 bound", "rings 256 64 bound", "rings 4096 20 12", "linger 34 ended",
        "largest 32768", "charged yes",
    ]

    private static func read(_ lines: [String]) -> Headroom {
        var headroom = Headroom()
        for line in lines { headroom.read(Substring(line)) }
        return headroom
    }

    /// What the child writes is what the parent reads.
    @Test func linesAreReadAsWritten() {
        let count = Headroom.Count(entries: 4096, count: 20, end: .errno(.outOfMemory))
        let linger = Headroom.Linger(milliseconds: 1500, hasEnded: false)
        let headroom = Self.read([
            Headroom.line(uid: 7, isUnused: false), Headroom.line(count),
            Headroom.line(.init(entries: 8, count: 0, end: .bound)), Headroom.line(linger),
            Headroom.line(.none(.permissionDenied)), Headroom.line(chargesLockedMemory: false),
            Headroom.line(failure: CallFailure("setreuid", "7", .invalidArgument)),
        ])
        #expect(headroom.uid == 7 && !headroom.isUnusedUid)
        #expect(headroom.counts == [count, .init(entries: 8, count: 0, end: .bound)])
        #expect(headroom.linger == linger)
        #expect(headroom.largest == Headroom.Largest.none(.permissionDenied))
        #expect(headroom.chargesLockedMemory == false)
        #expect(headroom.interruption == "setreuid(7): EINVAL (22, Invalid argument)")
    }

    @Test(arguments: ["", "rings", "rings 8", "rings 8 x bound", "rings 8 1", "rings 8 1 much", "linger", "other 1 2"])
    func linesThatAreNoneChangeNothing(_ line: String) {
        #expect(Self.read([line]) == Headroom())
    }

    @Test func oneLineSaysBothForRoot() {
        let headroom = Self.read(Self.lines)
        let limit = Limit(soft: 8 << 20, hard: nil)
        #expect(
            headroom.words(isExempt: true, who: "root", limit: limit)
                == "not limited by memlock for root; 20 of 4096 entries, at least 64 of 256, at least 64 of 8 "
                + "for an ordinary user (memlock 8 MiB)")
        var own = headroom
        (own.uid, own.isUnusedUid, own.chargesLockedMemory) = (1000, false, false)
        #expect(
            own.words(isExempt: false, who: "uid 1000", limit: limit)
                == "20 of 4096 entries, at least 64 of 256, at least 64 of 8 for uid 1000 (memlock 8 MiB); "
                + "this kernel does not charge them to memlock")
    }

    @Test func nothingMeasuredSaysWhy() {
        var headroom = Headroom()
        headroom.interruption = "the process that measured was killed by signal 31 (SIGSYS)"
        let words = headroom.words(isExempt: false, who: "root", limit: nil)
        let reason = "the process that measured was killed by signal 31 (SIGSYS)"
        #expect(words == "how many fit could not be measured: \(reason)")
        #expect(headroom.section(limit: nil).value["sizes"] == .list([]))
    }

    @Test func theSectionHasWhatTheLinesSaid() {
        let value = Self.read(Self.lines).section(limit: nil).value
        #expect(value["measured_as"] == 1_900_000_000)
        let sizes: [Value] = [
            ["entries": 8, "count": 64, "ended_by": "bound", "errno": nil],
            ["entries": 256, "count": 64, "ended_by": "bound", "errno": nil],
            ["entries": 4096, "count": 20, "ended_by": "errno", "errno": ["number": 12, "name": "ENOMEM"]],
        ]
        #expect(value["sizes"] == .list(sizes))
        #expect(value["largest"] == 32_768 && value["charges_memlock"] == true)
        #expect(value["linger_milliseconds"] == 34 && value["linger_ended"] == true)
    }

    @Test func aPickedUserIsOneThatNobodyIs() {
        let picked = (0..<16).map { _ in UnusedUser.pick() }
        #expect(picked.allSatisfy(UnusedUser.range.contains))
        #expect(Set(picked).count > 1)
    }
}
