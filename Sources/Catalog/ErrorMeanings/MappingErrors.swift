extension Catalog {
    /// mmap(2) of the ring's memory: a ring was made, and cannot be reached.
    static let mappingErrors: StaticString = """
        EACCES 5.16- Linux 6.18
        SELinux refuses to map the ring's anonymous inode
        io_uring_setup answered a descriptor; an audit record with tclass=anon_inode and map, read or write

        ENOMEM - mmap(2)
        the process may map no more: RLIMIT_AS, or vm.max_map_count
        ulimit -v; wc -l /proc/PID/maps against sysctl vm.max_map_count

        EAGAIN - mmap(2)
        MAP_LOCKED or mlockall(2), and the locked memory would exceed RLIMIT_MEMLOCK
        ulimit -l; strace shows mlockall before

        ENODEV - mmap(2)
        the descriptor is no ring, and of a kind that cannot be mapped
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EACCES - mmap(2)
        the descriptor is no ring, and not open for what the map is to do
        readlink /proc/PID/fd/N: a ring is anon_inode:[io_uring]

        EBADF - mmap(2)
        the descriptor is not open: closed before the map, or an index of a registered ring
        strace -e trace=close,io_uring_setup,mmap; with IORING_SETUP_REGISTERED_FD_ONLY there is no descriptor

        ENOMEM 6.5- Linux 6.18
        there is nothing at this offset: it is none of the ring's, a group of buffers that is not there, or the ring \
        was made with IORING_SETUP_NO_MMAP
        the last argument in strace: 0, 0x8000000 or 0x10000000, and from 0x80000000 on for groups of buffers

        EINVAL 6.5- Linux 6.18
        an address was asked for, with MAP_FIXED or without: the kernel chooses where a ring is mapped
        leave the first argument NULL, or use IORING_SETUP_NO_MMAP

        EINVAL -6.4 Linux 6.1
        there is nothing at this offset, or the length is more than the ring has
        offset and length in strace against what io_uring_setup wrote to sq_off and cq_off
        """
}
