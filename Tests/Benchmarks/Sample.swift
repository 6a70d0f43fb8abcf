import Foundation

/// Figures of equal runs.
struct Sample {
    private let sortedNanoseconds: [Double]

    init(nanoseconds: [Double]) { sortedNanoseconds = nanoseconds.sorted() }

    var count: Int { sortedNanoseconds.count }
    var leastNanoseconds: Double { sortedNanoseconds[0] }
    var greatestNanoseconds: Double { sortedNanoseconds[count - 1] }

    var medianNanoseconds: Double {
        let middle = count / 2
        return count % 2 == 1
            ? sortedNanoseconds[middle] : (sortedNanoseconds[middle - 1] + sortedNanoseconds[middle]) / 2
    }

    /// Median, least and greatest, in columns.
    var text: String {
        [medianNanoseconds, leastNanoseconds, greatestNanoseconds]
            .map { Sample.text(nanoseconds: $0) }.joined(separator: " ")
    }

    /// In milliseconds from a tenth of one on.
    static func text(nanoseconds: Double) -> String {
        nanoseconds < 1e5 ? String(format: "%9.2f ns", nanoseconds) : String(format: "%9.2f ms", nanoseconds / 1e6)
    }
}
