import Foundation

/// Durations of equal runs.
struct Sample {
    private let sortedNanoseconds: [UInt64]

    init(nanoseconds: [UInt64]) { sortedNanoseconds = nanoseconds.sorted() }

    var count: Int { sortedNanoseconds.count }

    var medianNanoseconds: Double {
        let middle = count / 2
        return count % 2 == 1
            ? Double(sortedNanoseconds[middle])
            : Double(sortedNanoseconds[middle - 1] + sortedNanoseconds[middle]) / 2
    }

    /// Median, least and greatest, in milliseconds and in columns.
    var text: String {
        [medianNanoseconds, Double(sortedNanoseconds[0]), Double(sortedNanoseconds[count - 1])]
            .map { String(format: "%9.2f ms", $0 / 1e6) }.joined(separator: " ")
    }
}
