import Foundation
import Support
import Testing

@testable import Catalog

struct ErrorMeaningTests {
    @Test func everyCallHasMeanings() {
        for call in RingCall.allCases { #expect(Catalog.errorMeanings.contains { $0.call == call }, "\(call)") }
        #expect(Catalog.errorMeanings.count > 100)
    }

    @Test(arguments: Catalog.errorMeanings)
    func aRowIsWhole(_ row: ErrorMeaning) {
        #expect(row.errno.first == "E" && row.errno.allSatisfy { $0.isUppercase || $0.isNumber })
        for text in [row.meaning, row.howToTell] {
            #expect(text.count > 2 && text.count < 300 && !text.hasSuffix(".") && !text.contains("  "), "\(text)")
        }
        // A manual page, or a kernel.
        #expect(row.source.hasSuffix(")") || row.source.hasPrefix("Linux "), "\(row.source)")
        if let since = row.since { #expect(since <= Catalog.newestRelease && since > "5.0") }
        if let since = row.since, let until = row.until { #expect(since <= until) }
    }

    @Test func noRowStandsTwice() {
        let keys = Catalog.errorMeanings.map { "\($0.errno) \($0.call) \($0.meaning)" }
        #expect(keys.count == Set(keys).count)
    }

    @Test func anErrnosRowsOfOneCallStandTogetherOnlyUnderThatCall() {
        #expect(Catalog.errorMeanings.map { RingCall.allCases.firstIndex(of: $0.call)! }.isSorted)
    }

    /// What the running kernel answers where a meaning is provoked.
    @Test(
        .timeLimit(.minutes(Bound.testMinutes)), .enabled(if: Shell.path(of: "cc") != nil, "cc is not installed"))
    func theKernelAnswersAsTheRowsSay() throws {
        let program = Package.product("provoke")
        let made = try Shell.run(
            "cc",
            [
                "-O1", "-Wall", "-Wextra", "-Wno-unused-result", "-Wno-missing-field-initializers", "-o", program,
                "\(Package.root)/Tests/Catalog/Provocations/provoke.c", "-luring", "-pthread",
            ])
        try #require(made.status == 0, "\(made.errors)")
        let finished = try Shell.run(program)
        if finished.status == 77 { try Test.cancel("io_uring is refused here") }
        #expect(finished.status == 0)
        let kernel = try #require(try Self.runningRelease())
        var provoked: Set<String> = []
        for line in finished.output.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            let rows = Catalog.errorMeanings.filter { $0.call.rawValue == parts[0] && $0.meaning.contains(parts[2]) }
            // Of a meaning that releases differ in, the row of this one counts.
            let possible = rows.filter { ($0.since ?? "5.1") <= kernel && kernel <= ($0.until ?? kernel) }
            #expect(!rows.isEmpty, "no row of \(parts[0]) says: \(parts[2])")
            if possible.isEmpty { continue }
            #expect(possible.contains { $0.errno == parts[1] }, "\(line)")
            provoked.formUnion(possible.filter { $0.errno == parts[1] }.map { "\($0.errno) \($0.call) \($0.meaning)" })
        }
        print("\(provoked.count) of \(Catalog.errorMeanings.count) meanings provoked")
        #expect(provoked.count > 70 || kernel < "6.13")
    }

    private static func runningRelease() throws -> Release? {
        let numbers = try Shell.run("uname", ["-r"]).output.split { !$0.isNumber }.prefix(2).compactMap { UInt8($0) }
        return numbers.count == 2 ? Release(major: numbers[0], minor: numbers[1]) : nil
    }
}

extension [Int] {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 <= $1 } }
}
