import Testing

@testable import Catalog

struct KnownBugTests {
    // MARK: The rows

    @Test func everyHarmHasItsBugs() {
        for harm in KnownBug.Harm.allCases { #expect(Catalog.knownBugs.contains { $0.harm == harm }, "\(harm)") }
        #expect(Catalog.knownBugs.count > 100)
    }

    @Test(arguments: Catalog.knownBugs)
    func aRowIsWhole(_ bug: KnownBug) {
        let isCVE = bug.id.wholeMatch(of: /CVE-20[0-9]{2}-[0-9]{4,}/) != nil
        #expect(isCVE || bug.id.wholeMatch(of: /[A-Z]+(-[A-Z0-9]+)+/) != nil, "\(bug.id)")
        #expect((20...120).contains(bug.symptom.count), "\(bug.id): \(bug.symptom.count)")
        #expect(bug.symptom.wholeMatch(of: /[ -~]*[^. ]/) != nil && !bug.symptom.contains("  "), "\(bug.symptom)")
        #expect(bug.source.count > 5, "\(bug.id)")
        #expect(!bug.introduced.isEmpty, "\(bug.id)")
        for release in bug.introduced + bug.fixed {
            #expect(("5.1"...Catalog.newestRelease).contains(release.branch), "\(bug.id): \(release)")
            #expect(release.branch.minor <= 19, "\(bug.id): after 5.19 came 6.0, and after 6.19 7.0")
        }
    }

    @Test(arguments: Catalog.knownBugs)
    func aRowsReleasesAreInOrder(_ bug: KnownBug) {
        for releases in [bug.introduced, bug.fixed] {
            #expect(releases == releases.sorted() && Set(releases.map(\.branch)).count == releases.count, "\(bug.id)")
            // What mainline has, all branches have that come after it.
            #expect(releases.dropLast().allSatisfy { !$0.isMainline }, "\(bug.id)")
        }
        // Each release that brought it has it, and each that took it away does not.
        for release in bug.introduced { #expect(bug.mayApply(to: release), "\(bug.id): \(release)") }
        for release in bug.fixed { #expect(!bug.mayApply(to: release), "\(bug.id): \(release)") }
        // A fix of a branch that never had it would be a slip of the pen.
        for release in bug.fixed where !release.isMainline {
            let before = StableRelease(release.branch, patch: release.patch - 1)
            #expect(bug.mayApply(to: before), "\(bug.id): \(before)")
        }
    }

    @Test func noBugStandsTwice() {
        let ids = Catalog.knownBugs.map(\.id)
        #expect(Set(ids).count == ids.count)
        let symptoms = Catalog.knownBugs.map(\.symptom)
        #expect(Set(symptoms).count == symptoms.count)
    }

    @Test func theWorstComesFirstAndThenTheOldest() {
        for harm in KnownBug.Harm.allCases {
            let first = Catalog.knownBugs.filter { $0.harm == harm }.map { $0.introduced[0] }
            #expect(first == first.sorted(), "\(harm)")
        }
        let order = Catalog.knownBugs.map { KnownBug.Harm.allCases.firstIndex(of: $0.harm)! }
        #expect(order == order.sorted())
    }

    // MARK: Ranges

    private func bug(_ introduced: [String], _ fixed: [String]) -> KnownBug {
        KnownBug(
            id: "TEST", harm: .crash, symptom: "", introduced: introduced.map { StableRelease($0)! },
            fixed: fixed.map { StableRelease($0)! }, source: "", confidence: .high)
    }

    @Test(arguments: [
        ("5.4.300", false), ("5.9.16", false), ("5.10", true), ("5.10.25", true), ("5.10.26", false),
        ("5.10.262", false), ("5.11", true), ("5.11.8", true), ("5.11.9", false), ("5.12", false), ("5.12.1", false), ("6.1.5", false),
    ])
    func aFixOfABranchIsItsOwn(_ release: String, _ applies: Bool) throws {
        let bug = bug(["5.10"], ["5.10.26", "5.11.9", "5.12"])
        #expect(bug.mayApply(to: try #require(StableRelease(release))) == applies)
    }

    @Test("A branch without a fix has the bug for as long as mainline", arguments: [
        ("6.4.16", true), ("6.5.13", true), ("6.6.4", true), ("6.6.5", false), ("6.7", false),
    ])
    func aBranchWithoutAFix(_ release: String, _ applies: Bool) throws {
        #expect(bug(["6.4"], ["6.6.5", "6.7"]).mayApply(to: try #require(StableRelease(release))) == applies)
    }

    @Test("What only a backport broke, only its branch has", arguments: [
        ("6.1.119", false), ("6.1.120", true), ("6.1.127", true), ("6.1.128", false), ("6.2", false), ("6.0.19", false),
    ])
    func aBackport(_ release: String, _ applies: Bool) throws {
        #expect(bug(["6.1.120"], ["6.1.128"]).mayApply(to: try #require(StableRelease(release))) == applies)
    }

    @Test("A branch that came after the newest fix has it, one between has not", arguments: [
        ("6.12.112", true), ("6.12.113", false), ("6.18.90", true), ("7.2.9", true), ("7.2.10", false), ("7.3", false),
    ])
    func whatCameAfterAllFixes(_ release: String, _ applies: Bool) throws {
        #expect(bug(["6.12"], ["6.12.113", "7.2.10"]).mayApply(to: try #require(StableRelease(release))) == applies)
    }

    @Test func whatNobodyHasFixedStays() throws {
        #expect(bug(["6.17"], []).mayApply(to: try #require(StableRelease("7.3.4"))))
        #expect(!bug(["6.17"], []).mayApply(to: try #require(StableRelease("6.16.12"))))
    }

    @Test func theFixToAskForIsThatOfTheSameBranch() throws {
        let bug = bug(["5.10"], ["5.10.26", "5.11.9", "5.12"])
        #expect(bug.fix(inBranchOf: try #require(StableRelease("5.11.3")))?.description == "5.11.9")
        #expect(bug.fix(inBranchOf: try #require(StableRelease("5.12"))) == nil)
    }

    // MARK: Releases

    @Test(arguments: ["6.1", "6.1.76", "5.10.262", "7.3"]) func aReleaseIsWrittenAsItIsRead(_ text: String) {
        #expect(StableRelease(text)?.description == text)
    }

    @Test(arguments: ["", "6", "6.", ".1", "6.1.", "6.1.2.3", "6.1-rc1", "+6.1", "6.-1", "6.1.65536", "256.1", "6.1 "])
    func whatIsNoReleaseIsNone(_ text: String) { #expect(StableRelease(text) == nil) }

    @Test func releasesAreInTheOrderOfTheirNumbers() {
        let texts = ["5.4.300", "5.10", "5.10.9", "5.10.26", "6.1", "6.1.2", "6.2", "6.10"]
        let releases = texts.compactMap { StableRelease($0) }
        #expect(releases == releases.sorted() && releases.count == 8)
    }
}
