extension Catalog {
    /// Memory, locked memory or processor time is used up, or counted wrongly.
    static let resourceBugs: StaticString = """
        CVE-2024-56584 medium 5.1 5.10.253,5.15.203,6.1.120,6.6.66,6.12.5,6.13 kernel CVE record
        a ring made while memory is short leaks memory

        RING-MEMORY-FRAGMENTED low 5.1 6.6.86,6.12.21,6.13.9,6.14 scylladb/seastar#2728
        io_uring_setup answers ENOMEM though memory is free, when it is fragmented

        CVE-2022-49144 medium 5.5 5.10.110,5.15.33,5.16.19,5.17.2,5.18 kernel CVE record
        registering files leaks a little memory each time

        CVE-2025-68814 high 5.10.162,5.15 5.10.248,5.15.198,6.1.160,6.6.120,6.12.64,6.18.3,6.19 kernel CVE record; \
        Debian changelog 5.10.248
        OPENAT with wrong arguments leaks the path's memory: any user can use memory up

        IDLE-IOWAIT medium 5.10.188,6.1.39,6.4.4 5.10.190,6.1.45,6.5 Debian bug 1041855; axboe/liburing#943
        a processor on which a program waits for completions is shown as 100 % iowait, though nothing is waited for

        CVE-2021-47292 medium 5.12 5.13.6,5.14 kernel CVE record
        making a ring leaks memory where its worker threads cannot be had

        CVE-2022-50639 medium 5.14 5.15.75,6.0.4,6.1 kernel CVE record
        a worker thread that cannot be made leaks memory

        CVE-2023-53511 high 5.17.9,5.18 6.1.16,6.2.3,6.3 kernel CVE record
        buffered reads of file systems that must wait leak references: the file is never closed

        CVE-2023-54041 high 5.18 6.1.24,6.2.11,6.3 kernel CVE record
        REMOVE_BUFFERS leaks the buffers' memory

        CVE-2022-49791 high 5.19 6.0.10,6.1 kernel CVE record
        multishot ACCEPT that is cancelled leaks the request and its file

        CVE-2023-54030 medium 6.0 6.5.3,6.6 kernel CVE record
        multishot receive goes on though the completion queue is full, and uses memory up

        CVE-2024-35831 medium 6.5.7,6.6 6.6.23,6.7.11,6.8.2,6.9 kernel CVE record
        NO_MMAP rings that cannot be mapped keep pages pinned for ever

        CVE-2026-23259 medium 6.10 6.12.114,6.18.10,6.19 kernel CVE record; Debian changelog 6.12.114
        vectored reads and writes can leak the memory of their vectors

        CVE-2026-64426 high 6.13 6.18.39,7.1.4,7.2 kernel CVE record
        NOP with a registered file leaks a reference: the file is never closed

        MEMLOCK-CHARGE high 6.14 7.2.11,7.3 axboe/liburing#1408; Debian changelog 7.2.11; seen on Linux 6.18.44
        rings count as locked memory again: io_uring_setup answers ENOMEM to unprivileged users with several rings
        """
}
