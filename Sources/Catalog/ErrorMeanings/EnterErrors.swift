extension Catalog {
    /// io_uring_enter(2): nothing was submitted, or waiting ended; what a request comes to is in its completion.
    static let enterErrors: StaticString = """
        EPERM - seccomp(2)
        a seccomp filter refuses the call: with io_uring_setup allowed, it is a profile that names one call and \
        forgot the others
        /proc/self/status has Seccomp: 2; uringctl exec --simulate incomplete PROGRAM does the same

        ENOSYS - seccomp(2)
        a seccomp filter refuses the call, or there is no io_uring at all
        see ENOSYS of io_uring_setup

        EINVAL - io_uring_enter(2)
        a flag that this kernel does not know
        uringctl probe --only enter_flags

        EINVAL 5.11- Linux 6.18
        IORING_ENTER_EXT_ARG, and the size of the argument is not 24
        the last two arguments in strace. Without the flag they are a signal mask and its size, 8

        EINVAL 5.18- Linux 6.18
        IORING_ENTER_REGISTERED_RING, and the number is above 15: a descriptor's instead of an index; or this thread \
        has made, registered and used no ring at all
        the first argument in strace: the index is what IORING_REGISTER_RING_FDS answered, to this thread (strace -f)

        EBADF - io_uring_enter(2)
        the first argument is not an open descriptor
        strace shows who closed it; a fork or execve may have. It also says that no filter stands before the call

        EBADF 5.18- Linux 6.18
        IORING_ENTER_REGISTERED_RING, and this thread has no ring at that index: registration holds for one thread
        the thread's number in strace -f

        EOPNOTSUPP - io_uring_enter(2)
        the descriptor is open but no ring, as after its number was closed and used again
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EBADFD 5.10- io_uring_enter(2)
        the ring was made with IORING_SETUP_R_DISABLED and is not enabled
        IORING_REGISTER_ENABLE_RINGS is missing in strace

        EEXIST 6.0- io_uring_enter(2)
        IORING_SETUP_SINGLE_ISSUER, and another thread submits than the one that made or enabled the ring
        strace -f shows two threads; a runtime that moves tasks between threads, a ring used after fork

        EEXIST 6.1- io_uring_enter(2)
        IORING_SETUP_DEFER_TASKRUN, and another thread waits than the one that made or enabled the ring
        strace -f shows two threads; for a ring of another thread use MSG_RING or an eventfd

        EAGAIN - io_uring_enter(2)
        the kernel has no memory for the requests: nothing was submitted
        reap completions and try again; memory.events of the cgroup

        EBUSY - io_uring_enter(2)
        the completion queue has overflowed: what is waiting outside it must be reaped before more can be submitted \
        or waited for
        IORING_SQ_CQ_OVERFLOW in the ring's flags (cq overflow in /proc/PID/fdinfo/N); reap completions, make the \
        ring with a larger CQ

        EBADR 5.19- io_uring_enter(2)
        a completion was lost for want of memory, despite IORING_FEAT_NODROP: some request will never be heard of
        cq overflow in /proc/PID/fdinfo/N; memory.events of the cgroup. The next call goes on

        EFAULT - io_uring_enter(2)
        the signal mask, the argument of IORING_ENTER_EXT_ARG or its timeout is no readable memory
        the last two arguments in strace

        EINTR - io_uring_enter(2)
        a signal came while waiting, and nothing had completed
        the line before in strace; call again. A debugger or profiler causes it too

        ETIME 5.11- io_uring_enter(2)
        the timeout of IORING_ENTER_EXT_ARG passed before as many completions as were asked for
        expected where a timeout was given: no failure. What did complete can be reaped

        ENXIO - io_uring_enter(2)
        the ring is being taken down
        another thread closed it, or its process is ending: strace -f -e trace=close

        EOWNERDEAD 5.12- io_uring_enter(2)
        IORING_SETUP_SQPOLL, and the kernel's thread for it has died, or the process that it belongs to
        ps -eLf | grep iou-sqp; the ring cannot be saved
        """
}
