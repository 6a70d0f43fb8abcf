import Kernel
import Probe
import Report
import Testing

@testable import Scenarios

/// The tables of what is stressed, and what is made of what came of it.
@Suite struct StressTests {
    @Test(arguments: StressScenario.all.map(\.name))
    func everyPatternIsUsedAndEveryPrimitiveHasOne(_ name: String) throws {
        let scenario = try #require(StressScenario.all.first { $0.name == name })
        let patterns = Set(scenario.patterns.map(\.name))
        #expect(patterns.count == scenario.patterns.count)
        #expect(Set(scenario.primitives.map(\.name)).count == scenario.primitives.count)
        for primitive in scenario.primitives {
            #expect(!primitive.bodies.isEmpty && patterns.isSuperset(of: primitive.bodies.keys), "\(primitive.name)")
            #expect(primitive.name.wholeMatch(of: /[A-Za-z]+/) != nil, "\(primitive.name)")
        }
        let used = Set(scenario.primitives.flatMap(\.bodies.keys))
        #expect(patterns.subtracting(used) == Set(scenario.patterns.filter { $0.crew == .misuse }.map(\.name)))
        let texts = scenario.primitives.map(\.purpose) + scenario.patterns.map(\.purpose)
        for text in texts { #expect(!text.isEmpty && text.last != "." && text.count <= 80, "\(text)") }
    }

    @Test func aTallyIsReadAsItWasWritten() throws {
        var tally = StressTally()
        tally.cycles = 12
        tally.leastCycles = 1
        tally.mostCycles = 7
        tally.longestWaitNanoseconds = 99
        tally.elapsedNanoseconds = 1_000_000
        #expect(StressTally(line: Substring(tally.line)) == tally)
        tally.firstViolationNanoseconds = 5
        for (number, violation) in Violation.allCases.enumerated() { tally.violations[violation] = number + 1 }
        #expect(StressTally(line: Substring(tally.line)) == tally)
        for line in ["tally cycles", "tally cycles=x", "tally flights=3", "note cycles=3", ""] {
            #expect(StressTally(line: Substring(line)) == nil, "\(line)")
        }
    }

    private func result(
        _ outcomes: [StressOutcome], specimens: [StressOutcome] = [], isComplete: Bool = true
    ) -> StressResult {
        var result = StressResult(
            scenario: .event, effort: .usual, only: StressSelection(primitives: nil, patterns: nil),
            build: BuildMode(optimization: .release, sanitizer: nil, isStatic: true), environment: .gather())
        result.isComplete = isComplete
        for (outcomes, isSpecimen) in [(outcomes, false), (specimens, true)] {
            for (number, outcome) in outcomes.enumerated() {
                let primitive = StressedPrimitive("P\(number)", "some primitive", isSpecimen: isSpecimen, [:])
                let trial = StressTrial(pattern: StressScenario.event.patterns[0], outcome: outcome)
                result.results.append(StressedResult(primitive: primitive, trials: [trial]))
            }
        }
        return result
    }

    @Test(
        arguments: [
            ([.ok, .ok], true, 0, "events: ok"),
            ([.ok, .violated], true, 1, "events: failed (P1 violated)"),
            ([.stuck, .crashed, .ok], true, 1, "events: failed (P0 stuck, P1 crashed)"),
            ([.ok, .skipped], true, 0, "events: ok"),
            ([.unknown, .ok], true, 2, "events: unknown"),
            ([.unknown, .violated], true, 1, "events: failed (P1 violated)"),
            ([.ok], false, 2, "events: ok, incomplete"),
            ([.stuck], false, 1, "events: failed (P0 stuck), incomplete"),
            ([], true, 0, "events: not tried"),
        ] as [([StressOutcome], Bool, Int32, String)])
    func theAnswerFollowsFromWhatIsNoSpecimen(
        _ outcomes: [StressOutcome], _ isComplete: Bool, _ status: Int32, _ conclusion: String
    ) {
        for specimens in [[], StressOutcome.allCases] {
            let result = result(outcomes, specimens: specimens, isComplete: isComplete)
            #expect(result.exitStatus == status)
            #expect(result.report(tool: ToolVersion(version: "1.2.3", build: nil, commit: nil)).conclusion == conclusion)
        }
    }

    /// The worst counts, the sum of violations, and the first of them from the beginning of all.
    @Test func aPrimitiveIsWhatItsPatternsCameTo() {
        var (first, second) = (
            StressTrial(pattern: StressScenario.event.patterns[0], outcome: .ok),
            StressTrial(pattern: StressScenario.event.patterns[1], outcome: .violated)
        )
        first.tally.elapsedNanoseconds = 1000
        first.tally.cycles = 3
        second.tally.cycles = 4
        second.tally.violations = [.lostWakeUp: 2]
        second.tally.firstViolationNanoseconds = 50
        let result = StressedResult(
            primitive: StressedPrimitive("P", "some primitive", [:]), trials: [first, second])
        #expect(result.outcome == .violated && result.cycles == 7)
        #expect(result.violations == [.lostWakeUp: 2] && result.firstViolationNanoseconds == 1050)
    }

    @Test func asManyResourcesAsTakersAreNoContention() {
        var result = result([.ok])
        func labels() -> [String] {
            result.report(tool: ToolVersion(version: "1.2.3", build: nil, commit: nil)).summary.map(\.label)
        }
        #expect(!labels().contains("no contention"))
        result = StressResult(
            scenario: .event,
            effort: StressEffort(threads: 2, fibers: 3, resources: 5, durationNanoseconds: 1, seed: 1),
            only: result.only, build: result.build, environment: result.environment, results: result.results)
        #expect(labels().contains("no contention"))
    }
}
