import Catalog

extension OperationCheck {
    /// Receiving without copying takes a queue of a network card away from everybody else: there is no safe check.
    static let zeroCopyReceiveChecks: [OperationCheck] = {
        let operations = ["RECV_ZC"]
        let calls = ["REGISTER_ZCRX_IFQ", "REGISTER_ZCRX_CTRL"]
        let flags = Catalog.operationFlags.filter { row in row.operations.allSatisfy((operations + calls).contains) }
        return (operations.map(CheckSubject.operation) + calls.map(CheckSubject.register)
            + flags.map { .flag($0.identifier) })
            .map { .none($0, "takes a queue of a network card away from all others") }
    }()
}
