import Catalog

/// Operation flags that kernels take, as uringctl says, but that the independent probe does not see at work.
struct UnconfirmedRow {
    /// Series of kernels; nil for every one.
    var series: [Release]?
    /// Names as `AskedRow` has them.
    var names: [String]
    var reason: String
    /// Whether real use fails, and does not merely lack something.
    var isBroken = false

    static let all: [UnconfirmedRow] = [
        UnconfirmedRow(
            series: nil,
            names: Catalog.operationFlags.map(\.name).filter { $0.hasPrefix("ZCRX_") },
            reason: "takes a network card that can do it, as listed by QUERY"),
        UnconfirmedRow(
            series: ["6.1"], names: ["URING_CMD_FIXED"], reason: "what is used to show it came in 6.7"),
        UnconfirmedRow(
            series: ["6.1"], names: ["ASYNC_CANCEL_USERDATA", "ASYNC_CANCEL_OP"],
            reason: "taken and not looked at: with ASYNC_CANCEL_FD, a request of another user data is cancelled too",
            isBroken: true),
        UnconfirmedRow(
            series: ["6.16", "6.17"], names: ["ASYNC_CANCEL_USERDATA"],
            reason: "with ASYNC_CANCEL_FD it finds nothing, not even the request that both keys fit",
            isBroken: true),
        UnconfirmedRow(
            series: ["6.16", "6.17"], names: ["POLL_UPDATE_EVENTS"],
            reason: "answered by 0, but the new events wake nobody",
            isBroken: true),
    ]

    /// Of `release`, by the names of rows.
    static func by(name: String, release: Release) -> UnconfirmedRow? {
        all.first { $0.names.contains(name) && $0.series?.contains(release) != false }
    }
}
