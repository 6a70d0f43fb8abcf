import Children
import Kernel
import Support
import Testing

@testable import Probe

struct FactsTextTests {
    @Test(arguments: 0..<200) func whatIsWrittenIsRead(seed: UInt64) {
        var generator = Generator(seed: seed)
        let facts = Facts.random(using: &generator)
        let text = FactsText.write(facts)
        #expect(FactsText.read(text) == facts)
        #expect(FactsText.write(FactsText.read(text)) == text)
    }

    @Test func whatThisMachineSaysIsReadAsItIs() {
        let facts = Facts(transcript: Transcript("NOP = 0"), environment: .gather())
        #expect(FactsText.read(FactsText.write(facts)) == facts)
    }

    /// A property that no row writes would be lost between a child and its parent.
    @Test func everyPropertyHasItsRow() {
        var generator = Generator(seed: 1)
        let facts = Facts.random(using: &generator)
        let paths = Self.paths(of: facts, below: "").filter { !$0.hasPrefix("transcript") }
        #expect(paths.sorted() == FactsText.rows.map(\.name).sorted())
    }

    /// The paths of properties down to what is one value of one line.
    private static func paths(of value: Any, below path: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .struct, !(value is any FactValue), !(value is Transcript) else { return [path] }
        let prefix = path.isEmpty ? "" : path + "."
        return mirror.children.flatMap { paths(of: $0.value, below: prefix + ($0.label ?? "")) }
    }

    /// A child can die at any byte.
    @Test func everyPrefixIsRead() {
        var generator = Generator(seed: 7)
        let text = FactsText.write(.random(using: &generator))
        for end in stride(from: 0, through: text.utf8.count, by: 11) {
            let facts = FactsText.read(String(decoding: Array(text.utf8)[..<end], as: UTF8.self))
            #expect((0...2).contains(ProbeResult(facts).exitStatus))
        }
    }

    @Test func linesThatAreNoneArePassedOver() {
        let text = """
            fact
            fact environment.time
            fact environment.nobodyKnows = 5
            fact environment.pageSizeBytes = many
            fact environment.disabledSetting = 99999999999999999999
            fact environment.identity = 1,2,3
            fact environment.lockedMemoryLimit = 1
            fact environment.lockedMemoryLimit = 1,some
            fact environment.isTraced = perhaps
            fact situation.identity = 1
            \\
            fact environment.kernel = 6.1,#1\\c two
            fact environment.system.name = \\u{110000}\\u{\\q
            fact environment.groupSetting = -1
            NOP = 0
            """
        var expected = Facts(transcript: Transcript("NOP = 0"), environment: .unknown)
        expected.environment.groupSetting = -1
        expected.environment.system.name = ""
        #expect(FactsText.read(text) == expected)
    }

    @Test func nothingIsKnownOfNothing() {
        #expect(FactsText.read("") == Facts(transcript: Transcript(), environment: .unknown))
    }
}

extension Facts {
    /// Any facts, with bytes that a line cannot hold as they are.
    fileprivate static func random(using generator: inout Generator) -> Facts {
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &generator) ? value : nil }
        func number<Number: FixedWidthInteger>() -> Number { .random(in: .min ... .max, using: &generator) }
        func text() -> String {
            let scalars: [Unicode.Scalar] = [
                "a", "Z", "9", " ", "=", "-", "?", "!", ",", "\\", "\n", "\r", "\t", "\0", "\u{301}", "ü", "\u{fffd}",
                "\u{2028}", "😀", "{", "}", "u", "c", "e", "n",
            ]
            let count = Int.random(in: 0...8, using: &generator)
            return String(String.UnicodeScalarView((0..<count).map { _ in scalars.randomElement(using: &generator)! }))
        }
        func texts() -> [String] { (0..<Int.random(in: 0...3, using: &generator)).map { _ in text() } }
        func numbers() -> [UInt32] { (0..<Int.random(in: 0...3, using: &generator)).map { _ in number() } }
        func flag() -> Bool { .random(using: &generator) }
        func limit() -> Limit? { maybe(Limit(soft: maybe(number()), hard: maybe(number()))) }

        var transcript = Transcript()
        transcript.record("NOP", .value(.random(in: 0...Int64.max, using: &generator)))
        transcript.record(.ring(entries: 8), .errno(Errno(.random(in: 1...4095, using: &generator))))
        transcript.record(.enterWithoutRing, .none(text() + " = - ?"))
        transcript.record(.registerWithoutRing, .none(text()))
        transcript.record(.query, .fatal(.signalled(31)))
        if flag() { transcript.read("features ?") }
        var facts = Facts(
            transcript: transcript, interruption: maybe(text()),
            environment: Environment(
                time: text(), kernel: maybe(KernelName(release: text(), version: text(), machine: text())),
                versionSignature: maybe(text()),
                system: .init(identifier: maybe(text()), version: maybe(text()), name: maybe(text())),
                containerHints: texts(), virtualMachineHints: texts(), otherKernelHints: texts(),
                buildOption: .init(isSet: maybe(flag()), file: maybe(text())), disabledSetting: maybe(number()),
                groupSetting: maybe(number()), lockedMemoryLimit: limit(), descriptorLimit: limit(),
                processLimit: limit(), stackLimit: limit(), addressSpaceLimit: limit(), dataLimit: limit(),
                controlGroup: ControlGroup(
                    processes: maybe(.init(used: number(), limit: maybe(number()))),
                    memory: maybe(.init(used: number(), limit: maybe(number())))),
                identity: Identity(
                    uid: number(), effectiveUid: number(), gid: number(), effectiveGid: number(), groups: numbers()),
                capabilities: maybe(texts()), isInUserNamespace: maybe(flag()), knownCapabilities: number(),
                seccomp: .init(mode: maybe(number()), filters: maybe(number()), hasNoNewPrivileges: maybe(flag())),
                isTraced: maybe(flag()), securityModules: maybe(texts()), isConfined: maybe(flag()),
                isSELinuxEnforcing: maybe(flag()), pageSizeBytes: number()))
        facts.isAnsweredByAnother = flag()
        facts.situation = Situation(
            identity: maybe(Account(uid: number(), gid: number(), groups: numbers())), dropsCapabilities: flag(),
            simulation: maybe(Simulation.allCases.randomElement(using: &generator)!))
        return facts
    }
}
