/// The child's side of a stress: runs one primitive through one pattern in this process.
package enum StressWorkbench {
    /// The hidden command under which this program does.
    package static let childCommand = "run-a-stress"

    /// - Returns: 2 where there is nothing of that name.
    package static func run(
        _ primitive: String, through pattern: String, of scenario: StressScenario, _ effort: StressEffort
    ) -> Int32 {
        guard let primitive = scenario.primitives.first(where: { $0.name == primitive }),
            let body = primitive.bodies[pattern],
            let pattern = scenario.patterns.first(where: { $0.name == pattern }), Workbench.prepare()
        else { return 2 }
        let statement = Statement { () throws(BodyFailure) in
            let bench = StressBench(
                pattern.effort(of: effort),
                patienceNanoseconds: primitive.isSpecimen
                    ? StressWatch.specimenPatienceNanoseconds : StressWatch.patienceNanoseconds)
            try body(bench)
            Workbench.say(bench.tally.line)
            return .ok("all workers came to their end")
        }
        Workbench.say(statement.line)
        return 0
    }
}
