import Support
import Testing

@testable import Catalog

/// The tables against the kernel's own header files.
@Suite struct HeaderTests {
    @Test("Every name in the newest headers has a row with its number, or a reason to have none")
    func nothingMissing() throws {
        let headers = try #require(try KernelHeaders.all().last)
        let rows = Dictionary(grouping: catalogTokens, by: \.token)
        for (token, value) in headers.values.sorted(by: { $0.key < $1.key }) where !exempt.contains(token) {
            let known = rows[token] ?? []
            #expect(!known.isEmpty, "\(token) = \(value) of \(headers.version) has no row")
            for row in known {
                // A row holds what the 32-bit field will; C extends the sign of IORING_REGISTER_FILES_SKIP, (-2).
                let extended = UInt64(truncatingIfNeeded: Int32(truncatingIfNeeded: row.value))
                #expect([row.value, extended].contains(value),
                    "\(token) is \(value) in \(headers.version), not \(row.value)")
            }
        }
    }

    @Test("Every row is in the headers of its release and later ones, and in none before")
    func nothingInvented() throws {
        for headers in try KernelHeaders.all() {
            for (token, rows) in Dictionary(grouping: catalogTokens, by: \.token).sorted(by: { $0.key < $1.key }) {
                let since = try #require(rows.map(\.since).min())
                let expected = since <= headers.release || isBackported(token, since: since, to: headers.release)
                #expect((headers.values[token] != nil) == expected,
                    "\(token), since \(since), is \(expected ? "not " : "")in the headers of \(headers.version)")
            }
        }
    }

    @Test("Exemptions are for names without a row")
    func exemptionsNeeded() throws {
        let headers = try #require(try KernelHeaders.all().last)
        #expect(exempt.isSubset(of: headers.values.keys), "\(exempt.subtracting(headers.values.keys))")
        #expect(exempt.isDisjoint(with: catalogTokens.map(\.token)))
    }

    @Test("The newest headers are of the newest release that the tables cover")
    func newestRelease() throws {
        let headers = try #require(try KernelHeaders.all().last)
        if headers.release < Catalog.newestRelease {
            try Test.cancel("rows since \(Catalog.newestRelease) were not checked, newest headers: \(headers.version)")
        }
        #expect(headers.release == Catalog.newestRelease)
    }
}

/// A C identifier that a row stands for, and the value it should have.
private struct CatalogToken {
    let token: String
    let value: UInt64
    let since: Release
}

private let catalogTokens: [CatalogToken] = {
    func masks<Family>(_ flags: [Flag<Family>]) -> [CatalogToken] {
        flags.map { CatalogToken(token: $0.token, value: UInt64($0.mask), since: $0.since) }
    }
    return Catalog.opcodes.map { CatalogToken(token: $0.token, value: UInt64($0.number), since: $0.since) }
        + Catalog.registerOperations.map { CatalogToken(token: $0.token, value: UInt64($0.number), since: $0.since) }
        + masks(Catalog.setupFlags) + masks(Catalog.features) + masks(Catalog.enterFlags)
        + masks(Catalog.completionFlags) + masks(Catalog.submissionFlags)
        + Catalog.submissionFlags.map {
            CatalogToken(token: "\($0.token)_BIT", value: UInt64($0.bit), since: $0.since)
        }
        + Catalog.operationFlags.compactMap { flag in
            guard let token = flag.token, let number = flag.number else { return nil }
            return CatalogToken(token: token, value: flag.mask.map(UInt64.init) ?? number, since: flag.since)
        }
        + [
            CatalogToken(
                token: "IORING_REGISTER_USE_REGISTERED_RING", value: UInt64(Catalog.useRegisteredRing), since: "6.3")
        ]
}()

/// Whether Debian's kernels of series `release` carry `token` although mainline had it only `since` later.
private func isBackported(_ token: String, since: Release, to release: Release) -> Bool {
    switch release {
    case "5.10":
        // 5.10.162 took over the io_uring code of 5.15, but for three operations.
        return since <= "5.15" && !["IORING_OP_MKDIRAT", "IORING_OP_SYMLINKAT", "IORING_OP_LINKAT"].contains(token)
    case "6.1":
        return [
            "IORING_SEND_ZC_REPORT_USAGE", "IORING_NOTIF_USAGE_ZC_COPIED",
            "IORING_ASYNC_CANCEL_USERDATA", "IORING_ASYNC_CANCEL_OP", // 6.1.165
        ].contains(token)
    default:
        return false
    }
}

/// Names in the headers that stand for nothing a user could ask for.
private let exempt: Set<String> = [
    // How many there are.
    "IORING_OP_LAST", "IORING_REGISTER_LAST", "IORING_RESTRICTION_LAST", "IORING_MOCK_FEAT_END",
    "__IO_URING_QUERY_MAX", "__ZCRX_CTRL_LAST", "__ZCRX_EVENT_TYPE_LAST",
    // Combinations of flags that have rows.
    "IORING_TIMEOUT_CLOCK_MASK", "IORING_TIMEOUT_UPDATE_MASK", "IORING_URING_CMD_MASK",
    // Where things lie in memory, in a word, or for mmap.
    "IORING_CQE_BUFFER_SHIFT", "IORING_TIMESTAMP_HW_SHIFT", "IORING_TIMESTAMP_TYPE_SHIFT",
    "IORING_ZCRX_AREA_SHIFT", "IORING_ZCRX_AREA_MASK", "IORING_OFF_SQ_RING", "IORING_OFF_CQ_RING", "IORING_OFF_SQES",
    "IORING_OFF_PBUF_RING", "IORING_OFF_PBUF_SHIFT", "IORING_OFF_MMAP_MASK",
    // The state of a ring in shared memory, which comes with the setup flags.
    "IORING_SQ_NEED_WAKEUP", "IORING_SQ_CQ_OVERFLOW", "IORING_SQ_TASKRUN", "IORING_CQ_EVENTFD_DISABLED",
    // The answer of IORING_REGISTER_PROBE.
    "IO_URING_OP_SUPPORTED",
    // Indices into the two numbers of IORING_REGISTER_IOWQ_MAX_WORKERS.
    "IO_WQ_BOUND", "IO_WQ_UNBOUND",
    // The driver with which the kernel tests itself.
    "IORING_MOCK_FEAT_CMD_COPY", "IORING_MOCK_FEAT_RW_ZERO", "IORING_MOCK_FEAT_RW_NOWAIT",
    "IORING_MOCK_FEAT_RW_ASYNC", "IORING_MOCK_FEAT_POLL", "IORING_MOCK_CREATE_F_SUPPORT_NOWAIT",
    "IORING_MOCK_CREATE_F_POLL", "IORING_MOCK_MGR_CMD_PROBE", "IORING_MOCK_MGR_CMD_CREATE",
    "IORING_MOCK_CMD_COPY_REGBUF", "IORING_MOCK_COPY_FROM",
]
