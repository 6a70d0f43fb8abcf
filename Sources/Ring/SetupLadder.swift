import CLiburing

/// Setup flags to try one after the other, best first: older kernels answer EINVAL to a flag that they don't know.
package struct SetupLadder: Sendable {
    package let rungs: [UInt32]

    package init(_ rungs: [UInt32]) { self.rungs = rungs }

    /// For a ring that one thread both submits to and waits on.
    ///
    /// DEFER_TASKRUN (6.1) leaves the work of completing to the moment that the thread asks for it; COOP_TASKRUN (5.19)
    /// to its next system call; TASKRUN_FLAG says in shared memory that there is some. SUBMIT_ALL (5.18) goes on behind a
    /// submission that fails.
    package static let singleThread = SetupLadder([
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
        IORING_SETUP_SUBMIT_ALL,
        0,
    ])
}
