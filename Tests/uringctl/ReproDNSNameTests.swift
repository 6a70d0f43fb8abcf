import Foundation
import Support
import Testing

@testable import uringctl

/// `uringctl repro dns NAME` against a real name server.
@Suite(.bounded, .enabled(if: NameServer.obstacle == nil, "\(NameServer.obstacle ?? "")"))
struct ReproDNSNameTests {
    /// `uringctl repro dns` with `arguments`, of which shells read the words.
    private func report(
        _ arguments: String, _ program: ReproTests.Program = .debug, sources: String = "files dns"
    ) throws -> ReproReport {
        try NameServer.run(
            #""$uringctl" repro dns --json \#(arguments)"#, program: try program.path(), sources: sources
        ).reproReport()
    }

    /// With time enough for a machine that is busy.
    private let both = "--timeout 20s --case ring-goes-on --specimen resolve-on-fiber"

    /// "duration 1201000000 ns, …": the first number after the word.
    private func number(_ word: String, of trial: ReproReport.Trial) throws -> Int {
        let note = try #require(trial.notes.first { $0.hasPrefix("the name: ") }, "\(trial.notes)")
        let match = note.matches(of: try Regex(word + " ([0-9]+) ns")).first
        return try #require(match?.output[1].substring.flatMap { Int($0) }, "\(note)")
    }

    /// What the whole command is for.
    @Test(arguments: ReproTests.Program.allCases)
    func aSlowNameStopsOnlyTheRingWhoseFiberLooksItUp(_ program: ReproTests.Program) throws {
        let report = try report("slow.test \(both)", program)
        let goesOn = try #require(report.cases.first)
        #expect(goesOn.outcome == "ok" && goesOn.detail.hasPrefix("slow.test after "), "\(goesOn.detail)")
        #expect(goesOn.detail.contains("2001:db8::7") && goesOn.detail.contains("192.0.2.7"), "\(goesOn.detail)")
        #expect(try number("duration", of: goesOn) >= NameServer.slowNanoseconds)
        #expect(try number("worst gap", of: goesOn) < number("duration", of: goesOn) / 2)
        let stands = try report.specimen("resolve-on-fiber")
        #expect(stands.outcome == "wrong" && stands.detail.contains("0 ticks"), "\(stands.detail)")
        #expect(try number("worst gap", of: stands) >= NameServer.slowNanoseconds)
        #expect(report.text("again")?.hasSuffix(" slow.test repeats this run") == true)
        #expect(report.conclusion == "lookups: ok")
    }

    /// That nobody answers is told, and is no failure.
    @Test func aNameWithoutAnAnswerIsReported() throws {
        let report = try report("silent.test \(both)")
        let goesOn = try #require(report.cases.first)
        #expect(goesOn.outcome == "ok" && goesOn.detail.contains("EAI_AGAIN"), "\(goesOn.detail)")
        #expect(try number("duration", of: goesOn) >= NameServer.silentNanoseconds)
        let stands = try report.specimen("resolve-on-fiber")
        #expect(stands.outcome == "wrong" && stands.detail.contains("EAI_AGAIN"), "\(stands.detail)")
        #expect(try number("worst gap", of: stands) >= NameServer.silentNanoseconds)
    }

    /// Where the answer would come after the time is up, what was seen by then is told.
    @Test func aLookupThatTakesTooLongIsCutShort() throws {
        let report = try report("silent.test --timeout 1600ms --case ring-goes-on --specimen resolve-on-fiber")
        let goesOn = try #require(report.cases.first)
        #expect(goesOn.outcome == "ok" && goesOn.detail.contains(": no answer; "), "\(goesOn.detail)")
        let stands = try report.specimen("resolve-on-fiber")
        #expect(stands.outcome == "wrong", "\(stands.detail)")
        #expect(stands.detail == "the lookup had no end after 1.2 s: the ring's fibers had 0 ticks meanwhile")
    }

    @Test func aNameThatIsNotThereIsReported() throws {
        let report = try report("gone.test --case ring-goes-on")
        #expect(report.cases.first?.outcome == "ok")
        #expect(report.cases.first?.detail.contains("not found (EAI_NONAME)") == true)
    }

    @Test func aFastNameIsTooShortToTell() throws {
        let report = try report("fast.test \(both)")
        let goesOn = try #require(report.cases.first)
        #expect(goesOn.outcome == "ok" && goesOn.detail.contains("192.0.2.1"), "\(goesOn.detail)")
        #expect(try report.specimen("resolve-on-fiber").detail.contains("192.0.2.1"))
    }

    /// All the rest holds beside it.
    @Test func allCasesHoldWithAName() throws {
        let report = try report("slow.test")
        #expect(report.conclusion == "lookups: ok", "\(report.cases.map(\.detail))")
        let localhost = try #require(report.cases.first { $0.name == "localhost" })
        #expect(localhost.detail.contains("::1") && localhost.detail.contains("127.0.0.1"))
        let connect = try #require(report.cases.first { $0.name == "connect" })
        #expect(connect.detail.contains("::1") && connect.detail.contains("127.0.0.1"))
    }

    /// The dynamic program asks whom nsswitch.conf(5) names; the static one asks files and name servers whatever it
    /// says, for it cannot load modules.
    @Test(arguments: ["files", "files myhostname resolve [!UNAVAIL=return] mymachines", "nothing-there"])
    func theStaticFileAsksFilesAndServers(_ sources: String) throws {
        let released = try report("fast.test --case ring-goes-on,localhost", .release, sources: sources)
        #expect(released.cases.map(\.outcome) == ["ok", "ok"])
        #expect(released.cases.first?.detail.contains("192.0.2.1") == true, "\(released.cases.map(\.detail))")
        let debug = try report("fast.test --case ring-goes-on", .debug, sources: sources)
        #expect(debug.cases.first?.detail.contains("192.0.2.1") == false, "\(debug.cases.map(\.detail))")
    }

    /// A root that holds nothing but the program and what says whom to ask.
    @Test func anAlmostEmptyRootHasNamesToo() throws {
        let report = try NameServer.run(
            """
            mkdir -p root/etc && cp "$uringctl" root/uringctl && cp hosts resolv.conf root/etc
            chroot root /uringctl repro dns fast.test --json --case ring-goes-on,localhost,connect
            """, program: try StaticBuild.path()
        ).reproReport()
        #expect(report.cases.map(\.outcome) == ["ok", "ok", "ok"], "\(report.cases.map(\.detail))")
        #expect(report.cases.first?.detail.contains("192.0.2.1") == true)
    }

    /// In a root without them, that is no failure of lookups but something to be mended.
    @Test func anEmptyRootIsNoAnswer() throws {
        let finished = try NameServer.run(
            """
            mkdir root && cp "$uringctl" root/uringctl
            kill $servers; trap - EXIT; wait
            chroot root /uringctl repro dns --json --case ring-goes-on,localhost,errors,connect
            """, program: try StaticBuild.path())
        let report = try finished.reproReport()
        #expect(finished.status == 2)
        #expect(report.cases.map(\.outcome) == ["ok", "unknown", "ok", "unknown"], "\(report.cases.map(\.detail))")
        #expect(report.cases[1].detail.hasSuffix("; a line '127.0.0.1 localhost' in /etc/hosts answers that"))
    }
}
