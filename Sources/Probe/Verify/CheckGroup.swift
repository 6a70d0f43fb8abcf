/// Checks that one child process runs one after the other.
enum CheckGroup: String, CaseIterable, Sendable {
    case requests, files, sockets, processes, tables, waits, restrictions
    case zeroCopyReceives = "zero-copy-receives"
    case behaviours

    var checks: [OperationCheck] {
        switch self {
        case .requests:
            OperationCheck.requestChecks + OperationCheck.timerChecks + OperationCheck.pollChecks
                + OperationCheck.cancellationChecks
        case .files: OperationCheck.fileChecks + OperationCheck.pathChecks + OperationCheck.pipeChecks
        case .sockets:
            OperationCheck.socketChecks + OperationCheck.connectionChecks + OperationCheck.commandChecks
                + OperationCheck.multishotChecks + OperationCheck.zeroCopyChecks
        case .processes: OperationCheck.processChecks + OperationCheck.futexChecks + OperationCheck.messageChecks
        case .tables: OperationCheck.fileTableChecks + OperationCheck.bufferChecks + OperationCheck.registrationChecks
        case .waits: OperationCheck.regionChecks + OperationCheck.busyPollChecks
        case .restrictions: OperationCheck.restrictionChecks
        case .zeroCopyReceives: OperationCheck.zeroCopyReceiveChecks
        case .behaviours: OperationCheck.behaviourChecks
        }
    }
}
