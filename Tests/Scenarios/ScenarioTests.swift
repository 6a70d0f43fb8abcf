import Children
import Testing

@testable import Scenarios

/// The tables of all scenarios.
struct ScenarioTests {
    @Test func theFiberScenarioHasWhatItPromises() {
        #expect(
            Scenario.fiber.cases.map(\.name) == [
                "no-sleep", "yield", "sleep", "spawn", "join", "deep-stack", "float-state", "throws", "cancel", "many",
            ])
        #expect(
            Scenario.fiber.specimens.map(\.name) == [
                "stale-register", "misaligned-entry", "unsaved-rbx", "unsaved-rbp", "unsaved-r12", "unsaved-r13",
                "unsaved-r14", "unsaved-r15", "unsaved-mxcsr", "unsaved-x87", "red-zone", "missing-clobbers",
                "stack-overflow", "jumped-guard", "switch-in-access", "migrated-access", "mutex-across-yield",
                "suspending-static", "errno-across-switch", "task-local-leak", "single-issuer", "departed-creator",
            ])
    }

    @Test func theScenariosOfSynchronisationHaveWhatTheyPromise() {
        #expect(
            Scenario.event.cases.map(\.name) == [
                "set-reset", "before-sleep", "snapshot", "pool", "timeout", "cancel", "thread-fiber",
            ])
        #expect(Scenario.event.specimens.map(\.name) == ["single-waiter-checked", "single-waiter-silent"])
        #expect(
            Scenario.mutex.cases.map(\.name) == [
                "exclusion", "held-wait", "thread-holds", "fiber-holds", "condition", "give-up", "misuse",
            ])
        #expect(
            Scenario.mutex.specimens.map(\.name) == [
                "evented-lock-on-thread", "evented-unlock-on-thread", "threaded-lock-blocks-ring",
                "threaded-lock-by-sibling",
            ])
        #expect(
            Scenario.log.cases.map(\.name) == [
                "whole-lines", "blocked-reader", "first-line", "writer-ends", "flush", "broken-pipe", "non-blocking",
            ])
        #expect(
            Scenario.log.specimens.map(\.name) == [
                "unguarded-writer", "recursive-lock", "blocking-write", "held-lock", "reader-gone",
            ])
        #expect(Scenario.mutex.signatureWords.map(\.text) == ["SIGSEGV:SEGV_MAPERR:0x20", "SIGSEGV:SEGV_MAPERR:0x38"])
    }

    @Test func theScenarioOfLookupsHasWhatItPromises() {
        #expect(
            Scenario.dns.cases.map(\.name) == [
                "ring-goes-on", "localhost", "errors", "cancel", "order", "connect", "race",
            ])
        #expect(Scenario.dns.specimens.map(\.name) == ["resolve-on-fiber"])
        // It runs on with what is wrong, so that no crash looks like it.
        #expect(Scenario.dns.signatureWords.isEmpty)
    }

    @Test(arguments: Scenario.all.map(\.name))
    func namesAreWordsAndNoneComesTwice(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let names = (scenario.cases.map(\.name) + scenario.specimens.map(\.name)) + scenario.helpers.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(name)") }
    }

    @Test(arguments: Scenario.all.map(\.name))
    func textsAreOneLineWithoutAFullStop(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        let texts =
            scenario.cases.map(\.purpose) + scenario.specimens.flatMap { [$0.broken, $0.expected, $0.likeness] }
        for text in texts {
            #expect(!text.isEmpty && !text.contains("\n") && !text.contains("  "), "\(text)")
            #expect(text.last != "." && text.first != " " && text.last != " ", "\(text)")
        }
        // What is in a list with its name stays on a line or two.
        let short = scenario.cases.map(\.purpose) + scenario.specimens.map(\.broken)
        for text in short { #expect(text.count <= 70, "\(text)") }
    }

    /// What a shell offers after --explain is understood, and finds the specimens that it names.
    @Test(arguments: ["fiber", "event", "mutex"])
    func everySignatureCanBeAskedFor(_ name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        #expect(!scenario.signatureWords.isEmpty)
        for (text, names) in scenario.signatureWords {
            let crash = try CrashSignature(text)
            let (explanation, isKnown) = ScenarioText(scenario).explanation(of: crash)
            #expect(isKnown)
            for name in names.replacing(" and ", with: ", ").split(separator: ", ") {
                #expect(explanation.contains("\n  \(name)  "), "\(text) explains \(name)")
            }
        }
    }
}

struct SignatureTests {
    private let zero = Signature(11, 0x80, address: .zero)
    private let stackGuard = Signature(11, 2, address: .stackGuard)

    @Test func whatIsNotKnownSpeaksAgainstNothing() {
        #expect(zero.agrees(with: CrashSignature(signal: 11)))
        #expect(zero.agrees(with: CrashSignature(signal: 11, code: 0x80)))
        #expect(zero.agrees(with: CrashSignature(signal: 11, address: 0)))
        #expect(Signature(11).agrees(with: CrashSignature(signal: 11, code: 1, address: 5)))
    }

    @Test func whatIsKnownDoes() {
        #expect(!zero.agrees(with: CrashSignature(signal: 6)))
        #expect(!zero.agrees(with: CrashSignature(signal: 11, code: 1)))
        #expect(!zero.agrees(with: CrashSignature(signal: 11, code: 0x80, address: 1)))
        #expect(!stackGuard.agrees(with: CrashSignature(signal: 11, code: 2, address: 0)))
        #expect(stackGuard.agrees(with: CrashSignature(signal: 11, code: 2, address: 0x7f00_0000_0000)))
        let member = Signature(11, 1, address: .exactly(0x20))
        #expect(member.agrees(with: CrashSignature(signal: 11, code: 1, address: 0x20)))
        #expect(!member.agrees(with: CrashSignature(signal: 11, code: 1, address: 0x21)))
        let anyMember = Signature(11, 1, address: .memberOfNull)
        for (address, agrees) in [(0, false), (1, true), (0xfff, true), (0x1000, false)] as [(UInt64, Bool)] {
            #expect(anyMember.agrees(with: CrashSignature(signal: 11, code: 1, address: address)) == agrees)
        }
        // Where nobody can have a stack.
        for address in [8, 0xffff, 1 << 47, 0xffff_ffff_8000_0000] as [UInt64] {
            #expect(!stackGuard.agrees(with: CrashSignature(signal: 11, code: 2, address: address)))
        }
        // A process sent these.
        for code in [0, -1, -6] as [Int32] {
            #expect(!Signature(4).agrees(with: CrashSignature(signal: 4, code: code)))
        }
        #expect(Signature(6, -6).agrees(with: CrashSignature(signal: 6, code: -6)))
    }
}

struct GeneratorTests {
    /// The first numbers of the algorithm's published implementation.
    @Test func isSplitMix64() {
        var generator = Generator(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }
}
