extension Catalog {
    /// The `res` of a completion, negated: what a request came to. Of the errnos that the operation itself has, as
    /// read(2) does, only those are here that mean something else, too.
    static let completionErrors: StaticString = """
        EINVAL - io_uring_enter(2)
        an operation, or a flag of an entry, that this kernel does not know
        uringctl probe --require op:NAME; --only opcodes,sqe_flags,op_flags

        EINVAL - io_uring_enter(2)
        a field of the entry that the operation does not use is not 0: an entry of an earlier request that was not \
        cleared
        set the entry to zeros before filling it in (io_uring_prep_* of liburing do)

        EINVAL 5.6- io_uring_enter(2)
        a personality that is not registered with this ring
        IORING_REGISTER_PERSONALITY in strace and what it answered

        EINVAL - io_uring_enter(2)
        an operation that a ring for polling (IORING_SETUP_IOPOLL) does not do
        a ring without IOPOLL does it

        EINVAL 5.5- io_uring_prep_link_timeout(3)
        a LINK_TIMEOUT that follows no linked request
        IOSQE_IO_LINK is missing in the entry before it, or that entry was in an earlier submission

        EINVAL 5.4- io_uring_prep_timeout(3)
        a timeout with a negative time, two clocks, or flags that exclude each other
        the entry's timespec and timeout_flags

        EINVAL 5.19- Linux 6.18
        PROVIDE_BUFFERS or REMOVE_BUFFERS with a group that is a ring of buffers (IORING_REGISTER_PBUF_RING)
        buf_group of the entry

        EINVAL - read(2)
        the operation itself: with O_DIRECT an address, an offset or a length that is not aligned
        the same call without io_uring answers the same

        EBADF - io_uring_enter(2)
        the entry's descriptor is not open when the request begins, which with IOSQE_IO_LINK is later than its \
        submission
        ls -l /proc/PID/fd; was it closed between preparing and submitting?

        EBADF - io_uring_enter(2)
        IOSQE_FIXED_FILE, and there is no file at that index; CLOSE of a direct descriptor (file_index) that is not \
        there
        IORING_REGISTER_FILES in strace; the fd of such an entry is an index, and file_index is one more than that

        EBADFD 5.18- io_uring_prep_msg_ring(3)
        MSG_RING to what is no ring, or to a ring that is disabled
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EACCES 5.10- io_uring_enter(2)
        the ring has restrictions, and the operation or a flag of the entry is not among what they allow
        a ring of one's own does it; IORING_REGISTER_RESTRICTIONS in strace

        EACCES 7.0- io_uring_register(2)
        restrictions or a BPF filter of the task, set by whoever started it, for every ring that it makes
        a fresh ring answers the same for this operation, other operations work, and there is no seccomp filter. \
        uringctl probe names restriction

        EACCES 5.16- Linux 6.18
        a security module refuses a personality (override_creds) or a passthrough command (cmd)
        an audit record with tclass=io_uring; the same operation without personality works

        EPERM - Linux 6.18
        the operation itself is not permitted to the process, as its call would not be
        the same call without io_uring answers the same

        EFAULT - io_uring_enter(2)
        the address in the entry is no memory of the process: gone by the time the request ran, or never there
        buffers and structures live until the completion; a timespec or msghdr on the stack is the usual case

        EFAULT - io_uring_enter(2)
        READ_FIXED, WRITE_FIXED or SEND_ZC with registered buffers: none registered at buf_index, or the range is \
        not within it
        IORING_REGISTER_BUFFERS in strace -v; address and length of the entry

        EOPNOTSUPP - io_uring_enter(2)
        the kernel knows the operation, and was built without it (CONFIG_NET, CONFIG_EPOLL, CONFIG_FUTEX, \
        CONFIG_ADVISE_SYSCALLS)
        uringctl probe --only opcodes; zgrep the option in /proc/config.gz

        EOPNOTSUPP 5.7- io_uring_enter(2)
        IOSQE_BUFFER_SELECT for an operation that takes no buffers from a group
        the flags of the entry

        EOPNOTSUPP - io_uring_setup(2)
        IORING_SETUP_IOPOLL on a file that is not open with O_DIRECT, or whose file system or device does not poll
        cat /sys/block/DEV/queue/io_poll; the file's flags in /proc/PID/fdinfo/N

        EOPNOTSUPP - Linux 6.18
        the file, or the socket's family, does not offer the operation: URING_CMD, SEND_ZC on AF_UNIX, RWF_NOWAIT
        another file or socket; the kernel itself has it if uringctl probe says so

        ECANCELED - io_uring_linked_requests(7)
        a request linked before it failed or was short (IOSQE_IO_LINK); a short read breaks the chain too
        the completion of the request before it; IOSQE_IO_HARDLINK goes on in spite of it

        ECANCELED - io_uring_cancelation(7)
        it was cancelled: ASYNC_CANCEL, a LINK_TIMEOUT that ran out, a timeout removed
        who submitted the cancellation. Its own completion says 0, or how many

        ECANCELED 5.5- io_uring_prep_link_timeout(3)
        of a LINK_TIMEOUT: the request that it watched was complete in time
        no failure

        ECANCELED - Linux 6.18
        the thread that submitted it has ended, or the ring is being closed
        strace -f shows exit; submit from a thread that stays

        EINTR - io_uring_cancelation(7)
        it was cancelled while it ran in a worker, or a signal came
        who submitted the cancellation

        EALREADY 5.5- io_uring_prep_cancel(3)
        of ASYNC_CANCEL or POLL_REMOVE: the request has gone too far to be cancelled, and its completion will come
        wait for the completion of that request

        ENOENT 5.5- io_uring_prep_cancel(3)
        of ASYNC_CANCEL, POLL_REMOVE or TIMEOUT_REMOVE: there is no such request; it is complete, or user_data is \
        another
        look for its completion; compare user_data

        ENOENT 5.7- io_uring_prep_remove_buffers(3)
        of REMOVE_BUFFERS: no group of buffers has this number
        buf_group of the entry

        ENOENT - open(2)
        the operation itself: there is no such file
        the same call without io_uring answers the same

        ETIME 5.4- io_uring_prep_timeout(3)
        of TIMEOUT or LINK_TIMEOUT: the time has passed
        no failure; with IORING_TIMEOUT_ETIME_SUCCESS a chain goes on after it

        ENOBUFS 5.7- io_uring_provided_buffers(7)
        IOSQE_BUFFER_SELECT, and the group of buffers is empty or not there
        give buffers back sooner, or more of them; a multishot request has ended with this (no IORING_CQE_F_MORE) \
        and must be made again

        EAGAIN - Linux 6.18
        the request would have had to wait, and was told not to: MSG_DONTWAIT, RWF_NOWAIT, or O_NONBLOCK on a file \
        that cannot report back later
        the entry's flags, and the file's in /proc/PID/fdinfo/N; leave them out, or submit POLL_ADD first

        ENOMEM - Linux 6.18
        the kernel, or the memory cgroup, has no memory for the request
        memory.events of the cgroup

        ENOMEM 6.0- io_uring_prep_send_zc(3)
        SEND_ZC: the pages would exceed RLIMIT_MEMLOCK
        ulimit -l; smaller sends work

        ENXIO 5.15- Linux 6.18
        a direct descriptor (file_index), to make or to CLOSE, and no table of files
        IORING_REGISTER_FILES or FILES2 with a sparse table comes first

        ENFILE 5.19- io_uring_prep_accept(3)
        IORING_FILE_INDEX_ALLOC, and the table of files is full, or there is none
        IORING_REGISTER_FILES in strace; close direct descriptors, or register a larger table

        EOVERFLOW 5.18- io_uring_prep_msg_ring(3)
        MSG_RING: the other ring's completion queue is full, and there is no memory to keep the message
        its owner does not reap; cq overflow in /proc/PID/fdinfo/N

        EOVERFLOW 5.6- io_uring_prep_provide_buffers(3)
        PROVIDE_BUFFERS: more bytes than there are addresses, or, lately, to a group that has 65535 already; \
        FILES_UPDATE: index and count together pass 32 bits, while beyond the table is EINVAL
        len, off and the count of the entry

        E2BIG 5.7- io_uring_prep_provide_buffers(3)
        PROVIDE_BUFFERS of 0 or of more than 65536 buffers (65535 on older kernels), or from a number above 65535 \
        on; numbers that only run past it are EINVAL
        the entry's count and the first number
        """
}
