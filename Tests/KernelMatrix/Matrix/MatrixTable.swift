import Synchronization

/// The table of all kernels, which are asked at the same time: printed when the last of them has answered.
final class MatrixTable: Sendable {
    enum Column: String, CaseIterable {
        case kernel
        case opcodes
        case operationFlags = "op flags"
        case setupFlags = "setup flags"
        case features
        case registerOperations = "register ops"
        case fibers = "repro fiber"
        case network = "net"
        case names = "dns"
        case log
        case events = "event"
        case mutexes = "mutex"
        case verifiedRoot = "verify as root"
        case verifiedNobody = "verify as nobody"
        case behaviours = "as expected"
        case root
        case nobody
        case disabled1Root = "disabled=1 root"
        case disabled1Nobody = "disabled=1 nobody"
        case disabled2Root = "disabled=2 root"
        case disabled2Nobody = "disabled=2 nobody"
        case memlock0 = "memlock 0"
        case memlock64KiB = "memlock 64 KiB"
        case memlock0Root = "memlock 0 root"
        case wrong
    }

    static let shared = MatrixTable()

    private let rows = Mutex<[String: [Column: String]]>([:])

    /// - Parameter row: empty for a kernel that could not be asked.
    func add(_ row: [Column: String], of series: String) {
        let text = rows.withLock { rows -> String? in
            rows[series] = row
            return rows.count == KernelPackages.series.count ? Self.text(rows) : nil
        }
        if let text { print(text) }
    }

    private static func text(_ rows: [String: [Column: String]]) -> String {
        let cells = KernelPackages.series.map { series in
            Column.allCases.map { column in
                rows[series]?[column] ?? (column == .kernel ? "\(series): not asked" : "-")
            }
        }
        return aligned([Column.allCases.map(\.rawValue)] + cells)
    }
}
