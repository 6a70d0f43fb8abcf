/// Checks that one child process runs one after the other.
enum CheckGroup: String, CaseIterable, Sendable {
    case requests, files, paths, buffers, sockets, connections, commands, multishot
    case zeroCopy = "zero-copy"
    case timers, polls, cancellations, processes, futexes, pipes, messages, tables, registrations, regions
    case busyPolls = "busy-polls"
    case restrictions
    case zeroCopyReceives = "zero-copy-receives"
    case behaviours

    var checks: [OperationCheck] {
        switch self {
        case .requests: OperationCheck.requestChecks
        case .files: OperationCheck.fileChecks
        case .paths: OperationCheck.pathChecks
        case .buffers: OperationCheck.bufferChecks
        case .sockets: OperationCheck.socketChecks
        case .connections: OperationCheck.connectionChecks
        case .commands: OperationCheck.commandChecks
        case .multishot: OperationCheck.multishotChecks
        case .zeroCopy: OperationCheck.zeroCopyChecks
        case .timers: OperationCheck.timerChecks
        case .polls: OperationCheck.pollChecks
        case .cancellations: OperationCheck.cancellationChecks
        case .processes: OperationCheck.processChecks
        case .futexes: OperationCheck.futexChecks
        case .pipes: OperationCheck.pipeChecks
        case .messages: OperationCheck.messageChecks
        case .tables: OperationCheck.fileTableChecks
        case .registrations: OperationCheck.registrationChecks
        case .regions: OperationCheck.regionChecks
        case .busyPolls: OperationCheck.busyPollChecks
        case .restrictions: OperationCheck.restrictionChecks
        case .zeroCopyReceives: OperationCheck.zeroCopyReceiveChecks
        case .behaviours: OperationCheck.behaviourChecks
        }
    }
}
