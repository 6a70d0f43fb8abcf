import Catalog

/// Rows on which kernels answer otherwise than the mainline release of their series, and why.
struct KnownDifference {
    /// Series of kernels; nil for every one that has the release of the row.
    var series: [Release]?
    /// Names as `AskedRow` has them.
    var names: [String]
    var isThere: Bool
    var evidence: String

    static let all = [
        KnownDifference(
            series: ["5.10"],
            names: AskedRow.all.filter { ("5.11"..."5.15").contains($0.since) }.map(\.name)
                .filter { !["MKDIRAT", "SYMLINKAT", "LINKAT"].contains($0) },
            isThere: true,
            evidence: "stable 5.10.162 took over the io_uring of 5.15, without the calls of three operations"),
        KnownDifference(
            series: ["6.1"], names: ["SEND_ZC_REPORT_USAGE", "NOTIF_USAGE_ZC_COPIED"], isThere: true,
            evidence: "in the UAPI header of stable 6.1.y"),
        KnownDifference(
            series: ["6.1"], names: ["ASYNC_CANCEL_USERDATA", "ASYNC_CANCEL_OP"], isThere: true,
            evidence: "stable 6.1.165"),
        KnownDifference(
            series: ["6.12", "7.0"], names: ["BUF_RING_MIN_LEFT"], isThere: true,
            evidence: "stable 6.12.90; 7.0.13 takes it, which 6.18.15 and 6.19.14 do not"),
        KnownDifference(
            series: nil, names: ["POLL_ADD_LEVEL"], isThere: false,
            evidence: "io_poll_add_prep refuses it in every release that has it in the UAPI header"),
    ]

    /// Of `release`, by the names of rows.
    static func by(name: String, release: Release) -> KnownDifference? {
        all.first { $0.names.contains(name) && $0.series?.contains(release) != false }
    }
}
