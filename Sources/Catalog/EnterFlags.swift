extension Catalog {
    /// Flags for io_uring_enter(2), by bit.
    package static let enterFlags: [EnterFlag] = [
        EnterFlag(0, "GETEVENTS",       "5.1",  "wait for completions"),
        EnterFlag(1, "SQ_WAKEUP",       "5.1",  "wake the polling thread"),
        EnterFlag(2, "SQ_WAIT",         "5.10", "wait for room in the submission queue"),
        EnterFlag(3, "EXT_ARG",         "5.11", "wait with a timeout and a signal mask"),
        EnterFlag(4, "REGISTERED_RING", "5.18", "the descriptor is an index of a registered ring"),
        EnterFlag(5, "ABS_TIMER",       "6.12", "the timeout is a point in time"),
        EnterFlag(6, "EXT_ARG_REG",     "6.13", "the argument lies in a registered memory region"),
        EnterFlag(7, "NO_IOWAIT",       "6.15", "do not count as waiting for a disk"),
    ]
}
