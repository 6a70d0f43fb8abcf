import Support
import Testing

@testable import Arguments

@Suite struct ParserPropertyTests {
    private static let pieces = [
        "", "-", "--", "---", "=", "--=", "-=", "probe", "diff", "exec", "stress", "event", "help", "child-main",
        "--format", "--format=", "--format=json", "-f", "-fjson", "json", "--json", "-q", "-qf", "--quiet", "--help",
        "-h", "-V", "--entries", "--entries=12", "12", "-5", "--nice", "--deadline=1s", "1s", "--only", "features,",
        "a,b", "--require", "op:BIND", "--color", "never", "--name=", "é", "-é", "--é=ß", "\u{0}",
        "\u{1F468}\u{200D}\u{1F469}",
        "-\u{301}", "99999999999999999999", "--output=/dev/null", "join", "x", "y",
    ]

    @Test(arguments: 0..<40 as Range<UInt64>)
    func anyArgumentsAreAcceptedOrRefusedInOneLine(_ seed: UInt64) {
        var generator = Generator(seed: seed)
        for _ in 0..<250 {
            var arguments = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                Self.pieces.randomElement(using: &generator) ?? ""
            }
            if Bool.random(using: &generator) { arguments.insert("probe", at: 0) }
            guard let refusal = refusal(arguments) else { continue }
            let message = refusal.message
            #expect(!message.isEmpty && message.count < 250, "\(arguments)")
            #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x200D }, "\(arguments)")
        }
    }

    /// What a command line of `probe` may say.
    private struct Said {
        var format: Sample.Format?
        var quiet = false
        var output: String?
        var entries: Int?
        var nice: Int?
        var deadlineNanoseconds: Int64?
        var only: [Sample.Part]?
        var require: [[String]] = []
        var color: Bool?

        init(using generator: inout Generator) {
            if Bool.random(using: &generator) {
                format = Sample.Format.allCases.randomElement(using: &generator)
            } else {
                quiet = Bool.random(using: &generator)
            }
            if Bool.random(using: &generator) {
                output = ["-x", "--", "a b", "=", "ü"].randomElement(using: &generator)
            }
            if Bool.random(using: &generator) { entries = Int.random(in: 1...4096, using: &generator) }
            if Bool.random(using: &generator) { nice = Int.random(in: -20...19, using: &generator) }
            if Bool.random(using: &generator) {
                deadlineNanoseconds = Int64.random(in: 1_000_000...600_000_000_000, using: &generator)
            }
            if Bool.random(using: &generator) { only = [.operations, .features] }
            for _ in 0..<Int.random(in: 0...3, using: &generator) { require.append(["op:A", "b"]) }
            if Bool.random(using: &generator) { color = Bool.random(using: &generator) }
        }

        /// The arguments that say it, in any order and spelling.
        func arguments(using generator: inout Generator) -> [String] {
            var parts: [[String]] = []
            func add(_ option: OptionDeclaration, _ value: String) {
                var spellings = [["\(option.longSpelling)=\(value)"]]
                if let short = option.shortSpelling { spellings.append([short + value]) }
                if !value.hasPrefix("-") || option.value?.allowsNegative == true {
                    spellings += option.spellings.map { [$0, value] }
                }
                parts.append(spellings.randomElement(using: &generator) ?? [])
            }
            if let format { add(Sample.format.declaration, format.rawValue) }
            if quiet { parts.append(Bool.random(using: &generator) ? ["-q"] : ["--quiet"]) }
            if let output { add(Sample.output.declaration, output) }
            if let entries { add(Sample.entries.declaration, "\(entries)") }
            if let nice { add(Sample.nice.declaration, "\(nice)") }
            if let deadlineNanoseconds {
                add(Sample.deadline.declaration, DurationText.render(deadlineNanoseconds))
            }
            if only != nil { add(Sample.only.declaration, "operations,features") }
            for items in require { add(Sample.require.declaration, items.joined(separator: ",")) }
            parts.shuffle(using: &generator)
            var color = self.color.map { ["--color", $0 ? "always" : "never"] } ?? []
            var arguments: [String] = []
            if Bool.random(using: &generator) { swap(&color, &arguments) }
            return arguments + ["probe"] + parts.flatMap(\.self) + color
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func whatIsSaidIsUnderstood(_ seed: UInt64) throws {
        var generator = Generator(seed: seed &+ 1000)
        for _ in 0..<100 {
            let said = Said(using: &generator)
            let arguments = said.arguments(using: &generator)
            let parsed = try run(arguments)
            #expect(parsed[Sample.format] == said.format ?? .text, "\(arguments)")
            #expect(parsed[Sample.quiet] == said.quiet, "\(arguments)")
            #expect(parsed[Sample.output] == said.output, "\(arguments)")
            #expect(parsed[Sample.entries] == said.entries ?? 64, "\(arguments)")
            #expect(parsed[Sample.nice] == said.nice, "\(arguments)")
            #expect(parsed[Sample.deadline] == said.deadlineNanoseconds ?? 10_000_000_000, "\(arguments)")
            #expect(parsed[Sample.only] == said.only, "\(arguments)")
            #expect(parsed[Sample.require] == said.require, "\(arguments)")
            #expect(parsed[Sample.color] == said.color, "\(arguments)")
        }
    }
}
