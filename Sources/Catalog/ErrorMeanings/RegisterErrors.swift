extension Catalog {
    /// io_uring_register(2).
    static let registerErrors: StaticString = """
        EPERM - seccomp(2)
        a seccomp filter refuses the call
        io_uring_register(-1, …) answers EPERM too. uringctl probe names seccomp

        EPERM 6.15- Linux 6.18
        IORING_REGISTER_ZCRX_IFQ without CAP_NET_ADMIN
        the operation, 32, in strace; uringctl probe lists the capabilities

        EPERM 7.0- io_uring_register(2)
        the task has restrictions already, and they cannot be replaced
        IORING_REGISTER_RESTRICTIONS with descriptor -1 in strace; an ancestor may have set them

        ENOSYS - seccomp(2)
        a seccomp filter refuses the call, or there is no io_uring at all; gVisor never has it
        see ENOSYS of io_uring_setup

        EACCES 5.10- io_uring_register(2)
        the ring has restrictions, and the operation is not among what they allow
        a ring of one's own takes it; IORING_REGISTER_RESTRICTIONS in strace

        EACCES 7.0- io_uring_register(2)
        restrictions or a filter for the task without CAP_SYS_ADMIN and without no_new_privs
        NoNewPrivs: 0 in /proc/self/status; prctl(PR_SET_NO_NEW_PRIVS, 1) before it

        EINVAL - io_uring_register(2)
        an operation that this kernel does not know
        uringctl probe --only register_ops, or --require reg:NAME

        EINVAL - io_uring_register(2)
        an argument or a count that the operation does not take: NULL where it needs one, a count of 0, more than it \
        allows, padding that is not 0
        io_uring_register(2) under the operation; the last two arguments in strace

        EINVAL 6.13- Linux 6.18
        descriptor -1 with an operation that needs a ring
        the first argument in strace. It also says that no filter stands before the call

        EINVAL - io_uring_register(2)
        IORING_REGISTER_BUFFERS of more than 16384 buffers, or before 5.13 of more than 1024
        the last argument in strace

        EINVAL 6.13- Linux 6.18
        IORING_REGISTER_RESIZE_RINGS of a ring without DEFER_TASKRUN, or with flags other than CQSIZE and CLAMP
        the flags of io_uring_setup in strace

        EINVAL 5.19- io_uring_register(2)
        IORING_REGISTER_PBUF_RING of a number of entries that is no power of two or above 32768, or of memory that \
        is not aligned to a page
        the structure behind the argument

        EINVAL 6.9- Linux 6.18
        IORING_REGISTER_NAPI on a ring that polls (IOPOLL)
        the flags of io_uring_setup in strace

        EBADF - Linux 6.18
        the first argument is not an open descriptor
        strace shows who closed it

        EBADF - io_uring_register(2)
        IORING_REGISTER_FILES of a descriptor that is not open; -1 leaves a place empty
        the array in strace -v against /proc/PID/fd

        EBADF 5.2- Linux 6.18
        IORING_REGISTER_EVENTFD of a descriptor that is not open; EINVAL where it is no eventfd
        the third argument in strace -v; readlink /proc/PID/fd/N: an eventfd is anon_inode:[eventfd]

        EOPNOTSUPP - Linux 6.18
        the descriptor is open but no ring
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EOPNOTSUPP 5.1-5.18 io_uring_register(2)
        IORING_REGISTER_BUFFERS of memory that a file backs; newer kernels answer EFAULT
        /proc/PID/maps at the buffer's address

        EOPNOTSUPP - Linux 6.18
        the kernel was built without what the operation needs: NAPI without CONFIG_NET_RX_BUSY_POLL, ZCRX without \
        CONFIG_IO_URING_ZCRX
        zgrep 'NET_RX_BUSY_POLL\\|ZCRX' /proc/config.gz

        EBADFD 5.10- io_uring_register(2)
        IORING_REGISTER_ENABLE_RINGS or IORING_REGISTER_RESTRICTIONS on a ring that is enabled already
        IORING_SETUP_R_DISABLED is missing in io_uring_setup, or this is the second time

        EBUSY - io_uring_register(2)
        buffers, files, an eventfd or restrictions are registered already
        the same operation before it in strace; unregister first, or use the update

        EBUSY 5.18- Linux 6.18
        IORING_REGISTER_RING_FDS, and the thread has registered 16 rings already
        IORING_UNREGISTER_RING_FDS is missing in strace -f

        EBUSY 6.12- io_uring_clone_buffers(3)
        IORING_REGISTER_CLONE_BUFFERS to a ring with buffers, without IORING_REGISTER_DST_REPLACE
        the flags behind the argument

        EEXIST 6.0- io_uring_register(2)
        IORING_SETUP_SINGLE_ISSUER, and another thread registers than the one that made or enabled the ring
        strace -f shows two threads

        EEXIST 5.19- Linux 6.18
        IORING_REGISTER_PBUF_RING of a group of buffers that is there
        bgid behind the argument

        EFAULT - io_uring_register(2)
        the argument, or a buffer to register, is no memory of the process that can be read and, where needed, \
        written; or a buffer is larger than 1 GiB
        the third argument in strace; /proc/PID/maps at the buffer's address

        EFAULT 5.19- io_uring_register(2)
        IORING_REGISTER_BUFFERS of memory that a file backs, on a file system where its pages cannot be kept
        /proc/PID/maps at the buffer's address

        EMFILE - io_uring_register(2)
        IORING_REGISTER_FILES of more files than RLIMIT_NOFILE allows, or than a table can hold
        ulimit -n against the count in strace

        ENOMEM - io_uring_register(2)
        the buffers would exceed RLIMIT_MEMLOCK, which counts for all processes of the user together; CAP_IPC_LOCK \
        is exempt
        ulimit -l; fewer or smaller buffers can be registered

        ENOMEM 6.14-7.2 Linux 6.18
        IORING_REGISTER_PBUF_RING would exceed RLIMIT_MEMLOCK, as rings do on these releases
        ulimit -l; with CAP_IPC_LOCK it works

        ENOMEM - io_uring_register(2)
        the kernel, or the memory cgroup, has none left
        memory.events of the cgroup

        ENXIO - io_uring_register(2)
        there is nothing of that kind to unregister or to update: no buffers, files or eventfd are registered
        the registration is missing before it in strace, or failed

        ENXIO - io_uring_register(2)
        the ring is being taken down, or is being registered to by another thread
        strace -f shows the other thread

        ENOENT 5.19- io_uring_register(2)
        no group of buffers has this number (IORING_UNREGISTER_PBUF_RING, IORING_REGISTER_PBUF_STATUS)
        bgid behind the argument

        ENOENT 6.0- io_uring_register_sync_cancel(3)
        IORING_REGISTER_SYNC_CANCEL found no such request: it is complete, or was never there
        its completion is in the queue

        ETIME 6.0- io_uring_register_sync_cancel(3)
        IORING_REGISTER_SYNC_CANCEL: the request has not ended within the timeout
        the request is in an operation that cannot be cancelled; wait for its completion

        EOVERFLOW 5.5- Linux 6.18
        an update of files or buffers, or IORING_REGISTER_FILE_ALLOC_RANGE, where index and count together pass 32 bits
        the index and the count in strace; beyond the table is EINVAL

        EOVERFLOW 6.13- io_uring_resize_rings(3)
        IORING_REGISTER_RESIZE_RINGS to a size that what is in the rings does not fit into
        reap completions first

        EINTR - Linux 6.18
        a signal came while the kernel waited for requests that still use what is being unregistered
        try again once they are complete

        EMSGSIZE 7.0- io_uring_register_bpf_filter(3)
        a BPF filter whose payload size is not the kernel's for this operation
        pdu_size is written back as it should be
        """
}
