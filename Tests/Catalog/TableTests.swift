import Testing

@testable import Catalog

/// What holds for every table by itself.
@Suite struct TableTests {
    @Test func opcodesLieAtTheirNumber() {
        #expect(Catalog.opcodes.map(\.number) == Array(0..<UInt8(Catalog.opcodes.count)))
    }

    @Test func registerOperationsLieAtTheirNumber() {
        #expect(Catalog.registerOperations.map(\.number) == Array(0..<UInt32(Catalog.registerOperations.count)))
    }

    @Test("Bits without a gap, but for those that completions share with the buffer's number")
    func bits() {
        func bits<Family>(_ flags: [Flag<Family>]) -> [Int] { flags.map(\.bit) }
        #expect(bits(Catalog.setupFlags) == Array(0..<Catalog.setupFlags.count))
        #expect(bits(Catalog.features) == Array(0..<Catalog.features.count))
        #expect(bits(Catalog.submissionFlags) == Array(0..<Catalog.submissionFlags.count))
        #expect(bits(Catalog.enterFlags) == Array(0..<Catalog.enterFlags.count))
        #expect(bits(Catalog.completionFlags) == [0, 1, 2, 3, 4, 5, 15, 16])
    }

    @Test("No number came before a smaller one", arguments: [
        Catalog.opcodes.map(\.since), Catalog.setupFlags.map(\.since), Catalog.features.map(\.since),
        Catalog.submissionFlags.map(\.since), Catalog.enterFlags.map(\.since),
    ])
    func releasesInOrder(releases: [Release]) {
        #expect(releases == releases.sorted())
    }

    @Test("Register operations came in order, but for numbers kept free for longer")
    func registerReleasesInOrder() {
        // 32 was kept for zero-copy receive while 33 and 34 went in.
        let releases = Catalog.registerOperations.filter { $0.name != "REGISTER_ZCRX_IFQ" }.map(\.since)
        #expect(releases == releases.sorted())
    }

    @Test func namesAreUnique() {
        for names in [
            Catalog.opcodes.map(\.name), Catalog.registerOperations.map(\.name), Catalog.setupFlags.map(\.name),
            Catalog.features.map(\.name), Catalog.submissionFlags.map(\.name), Catalog.enterFlags.map(\.name),
            Catalog.completionFlags.map(\.name), Catalog.operationFlags.map(\.qualifiedName),
            Catalog.operationFlags.map(\.identifier),
        ] {
            #expect(names.count == Set(names).count)
        }
    }

    @Test func namesAreUpperCase() {
        for row in everyRow {
            #expect(row.name.wholeMatch(of: /[A-Z0-9]+(_[A-Z0-9]+)*/) != nil, "\(row.name)")
        }
    }

    @Test("Purposes fit their column and are phrases, not sentences")
    func purposes() {
        for row in everyRow {
            #expect((1...Catalog.purposeWidth).contains(row.purpose.count), "\(row.name): \(row.purpose.count)")
            #expect(row.purpose.wholeMatch(of: /[ -~]*[^. ]/) != nil, "\(row.name): \(row.purpose)")
        }
    }

    @Test func releasesAreReal() {
        for row in everyRow {
            #expect(("5.1"...Catalog.newestRelease).contains(row.since), "\(row.name)")
            #expect(row.since.minor <= 19, "\(row.name): after 5.19 came 6.0, and after 6.19 7.0")
        }
    }

    @Test func operationsOfFlagsExist() {
        let operations = Set(
            Catalog.opcodes.map(\.name) + Catalog.registerOperations.map(\.name) + Catalog.pseudoOperations)
        for flag in Catalog.operationFlags {
            #expect(!flag.operations.isEmpty && operations.isSuperset(of: flag.operations), "\(flag.name)")
        }
    }

    @Test("A flag is no older than the first operation that has it")
    func flagsFollowTheirOperation() {
        for flag in Catalog.operationFlags {
            let since = flag.operations.compactMap {
                Catalog.opcode(named: $0)?.since ?? Catalog.registerOperation(named: $0)?.since
            }
            #expect(since.min().map { $0 <= flag.since } ?? true, "\(flag.name)")
        }
    }

    @Test("A flag is named after its C identifier, and has one unless it is a behaviour")
    func tokensOfFlags() {
        for flag in Catalog.operationFlags {
            #expect((flag.token == nil) == (flag.kind == .behaviour), "\(flag.name)")
            if let token = flag.token {
                #expect(["", "IORING_", "IO_URING_", "IOU_"].contains { $0 + flag.name == token }, "\(token)")
                #expect(token.prefixMatch(of: /(IORING|IO_URING|IOU)_/) == nil || token != flag.name, "\(token)")
            }
        }
    }

    @Test("Companions and conflicts are flags of the table, conflicts on both sides")
    func companionsAndConflicts() throws {
        for flag in Catalog.setupFlags {
            for name in flag.companions {
                let companion = try #require(Catalog.setupFlag(named: name))
                #expect(companion.since <= flag.since && companion.companions.isEmpty, "\(flag.name)")
            }
            for name in flag.conflicts {
                #expect(try #require(Catalog.setupFlag(named: name)).conflicts.contains(flag.name), "\(flag.name)")
            }
            #expect(Set(flag.companions).isDisjoint(with: flag.conflicts))
        }
    }

    private let everyRow: [any CatalogRow] =
        Catalog.opcodes + Catalog.registerOperations + Catalog.setupFlags + Catalog.features + Catalog.submissionFlags
        + Catalog.enterFlags + Catalog.completionFlags + Catalog.operationFlags
}
