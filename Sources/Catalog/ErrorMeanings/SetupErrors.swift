extension Catalog {
    /// io_uring_setup(2): a ring could not be made.
    static let setupErrors: StaticString = """
        EPERM - seccomp(2)
        a seccomp filter refuses the call, as the profiles of Docker from 25 on and of containerd from 2.0 on do
        io_uring_enter and io_uring_register answer EPERM too, whatever their arguments; /proc/self/status has \
        Seccomp: 2. uringctl probe names seccomp

        EPERM 6.6- io_uring_setup(2)
        kernel.io_uring_disabled is 2, or it is 1 and the process has neither CAP_SYS_ADMIN nor the group \
        kernel.io_uring_group
        sysctl kernel.io_uring_disabled kernel.io_uring_group; io_uring_enter(-1, …) still answers EBADF. \
        Distributions have it in older kernels too. uringctl probe names sysctl

        EPERM -5.12 io_uring_setup(2)
        IORING_SETUP_SQPOLL without CAP_SYS_ADMIN, or from 5.11 on without that or CAP_SYS_NICE
        the same ring without SQPOLL can be made; uringctl probe --only setup_flags

        EPERM 5.16- Linux 6.12
        Smack refuses SQPOLL without CAP_MAC_ADMIN
        the same ring without SQPOLL can be made; cat /sys/kernel/security/lsm

        ENOSYS - seccomp(2)
        a seccomp filter plays a kernel without io_uring, as the profiles of Podman and CRI-O do
        /proc/self/status has Seccomp: 2, and the machine outside the container has io_uring. uringctl probe names \
        seccomp

        ENOSYS - Linux 5.1
        the kernel is older than 5.1, or was built without CONFIG_IO_URING
        /proc/self/status has Seccomp: 0; uname -r; zgrep IO_URING /proc/config.gz, or grep IO_URING \
        /boot/config-$(uname -r)

        ENOSYS - Linux 5.1
        no Linux kernel answers, but gVisor, qemu-user, rr, WSL 1 or a translator of another processor's programs
        dmesg and /proc/version (gVisor, Microsoft), TracerPid in /proc/self/status (rr). uringctl probe names \
        emulation

        EACCES 6.15- Linux 6.18
        a security module refuses the domain io_uring (hook uring_allowed)
        /proc/self/status has Seccomp: 0 and kernel.io_uring_disabled is 0; ausearch -m AVC, or journalctl -k | grep \
        'avc: '. uringctl probe names lsm

        EACCES 5.16- Linux 6.18
        SELinux refuses to create the ring's anonymous inode
        an audit record with tclass=anon_inode; ls -Z, getenforce

        EACCES 5.16- Linux 6.12
        SELinux or AppArmor refuses SQPOLL (hook uring_sqpoll)
        the same ring without SQPOLL can be made; an audit record with sqpoll

        ENOMEM -5.11 io_uring_setup(2)
        the ring's memory would exceed RLIMIT_MEMLOCK, which counts for all processes of the user together
        ulimit -l; a smaller ring can be made; with CAP_IPC_LOCK any can. uringctl probe names memlock

        ENOMEM 6.14-7.2 Linux 6.18
        the ring's memory would exceed RLIMIT_MEMLOCK, which counts again for all processes of the user; fixed in \
        7.2.11. A closed ring is given back up to seconds later
        ulimit -l; a smaller ring can be made; with CAP_IPC_LOCK any can. uringctl probe names memlock; see \
        LimitMEMLOCK= in systemd.exec(5)

        ENOMEM - io_uring_setup(2)
        the kernel has no memory for a ring of this size: the cgroup's limit, or on older kernels no pages side by \
        side
        memory.events of the cgroup counts; a ring of 8 entries can be made, root fails with large ones too; cat \
        /proc/buddyinfo

        EMFILE - io_uring_setup(2)
        the process has no number left for a descriptor (RLIMIT_NOFILE)
        ulimit -n; ls /proc/PID/fd | wc -l; open(2) fails the same way. See LimitNOFILE= in systemd.exec(5)

        EBUSY 6.5- Linux 6.18
        IORING_SETUP_REGISTERED_FD_ONLY, and the thread has registered 16 rings already
        a ring without the flag can be made

        ENFILE - io_uring_setup(2)
        the system has no open file left
        cat /proc/sys/fs/file-nr: the first number has reached the third, fs.file-max

        EINVAL - io_uring_setup(2)
        the number of entries is 0, or above 32768 without IORING_SETUP_CLAMP
        the first argument in strace

        EINVAL - io_uring_setup(2)
        a flag that this kernel does not know
        uringctl probe --only setup_flags, or --require flag:NAME; leave flags out one by one

        EINVAL - Linux 6.18
        a flag without the one it needs: SQ_AFF needs SQPOLL, DEFER_TASKRUN needs SINGLE_ISSUER, TASKRUN_FLAG needs \
        COOP_TASKRUN or DEFER_TASKRUN, REGISTERED_FD_ONLY needs NO_MMAP, HYBRID_IOPOLL needs IOPOLL
        io_uring_setup(2) under each flag; uringctl probe tries each flag in company

        EINVAL - Linux 6.18
        flags that exclude each other: SQPOLL with COOP_TASKRUN, TASKRUN_FLAG or DEFER_TASKRUN; CQE32 with \
        CQE_MIXED, SQE128 with SQE_MIXED
        io_uring_setup(2) under each flag

        EINVAL 5.5- io_uring_setup(2)
        IORING_SETUP_CQSIZE with cq_entries of 0, below the number of submission entries, or above 65536 without \
        CLAMP
        cq_entries in strace

        EINVAL - io_uring_setup(2)
        the reserved words of struct io_uring_params are not 0
        set the structure to zeros before filling it in

        EINVAL 5.6- Linux 6.18
        IORING_SETUP_ATTACH_WQ, and wq_fd is open but no ring
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EINVAL - Linux 6.18
        IORING_SETUP_SQ_AFF with a processor that is not there, or outside the process's cpuset
        taskset -p PID; sq_thread_cpu in strace

        EFAULT - io_uring_setup(2)
        the second argument is no address of memory that can be read and written
        the second argument in strace. It also says that the call got past filters and sysctls: uringctl probe asks \
        this way

        EFAULT 6.5- io_uring_setup(2)
        IORING_SETUP_NO_MMAP without memory at sq_off.user_addr and cq_off.user_addr
        the flags in strace. This kernel knows the flag

        ENXIO 5.6- io_uring_setup(2)
        IORING_SETUP_ATTACH_WQ, and wq_fd is no open descriptor, or a ring that is going away
        wq_fd in strace

        EAGAIN - Linux 6.18
        IORING_SETUP_SQPOLL, and no thread can be started: RLIMIT_NPROC, or the cgroup's pids.max
        the same ring without SQPOLL can be made; ulimit -u; pids.events of the cgroup. uringctl probe names \
        processes

        EOPNOTSUPP - seccomp(2)
        a sandbox's seccomp filter, with an errno of its own choice: the kernel itself never answers so here
        /proc/self/status has Seccomp: 2; uringctl exec --simulate sandbox PROGRAM shows what a program makes of it
        """
}
