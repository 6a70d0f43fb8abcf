/// On whose stack the process was when it crashed.
package enum StackState: Sendable, Equatable {
    case fiber(FiberSlot)
    /// The stack pointer is in a fiber's guard.
    case inGuard(FiberSlot)
    /// The stack pointer has left the fiber's stack and is in that of a neighbour, past the guard.
    case inNeighbour(of: FiberSlot, stackOf: FiberSlot)
    case thread
    case signalHandler
    case elsewhere
}

extension CrashRecord {
    /// nil where the record does not say.
    package var stackState: StackState? {
        switch (stackPointerPlace, framePointerPlace?.slot) {
        // Frames lie above the stack pointer: one on another stack of the same row belongs to who came from there.
        case (.fiberStack(let slot)?, let frame?) where frame.row == slot.row && frame.index > slot.index:
            .inNeighbour(of: frame, stackOf: slot)
        case (.fiberStack(let slot)?, _): .fiber(slot)
        case (.fiberGuard(let slot)?, _): .inGuard(slot)
        case (.threadStack?, _), (.threadGuard?, _): .thread
        case (.signalStack?, _): .signalHandler
        case (.elsewhere?, _): .elsewhere
        case (nil, _): nil
        }
    }

    /// The fiber that was running: by the stack pointer, else by the frame pointer. The address says nothing: any
    /// thread's pointer may lead there.
    package var fiber: FiberSlot? {
        switch stackState {
        case .fiber(let slot), .inGuard(let slot), .inNeighbour(of: let slot, stackOf: _): slot
        case .elsewhere, nil: framePointerPlace?.slot
        case .thread, .signalHandler: nil
        }
    }
}
