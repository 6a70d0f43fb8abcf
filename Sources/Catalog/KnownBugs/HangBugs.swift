extension Catalog {
    /// Something waits for ever, or far too long.
    static let hangBugs: StaticString = """
        CVE-2023-53461 medium 5.1 5.10.188,5.15.121,6.1.39,6.4.4,6.5 kernel CVE record
        ending a program whose requests do not end is logged as a hung task

        CVE-2024-41080 high 5.1 5.10.230,5.15.173,6.1.118,6.6.62,6.9.11,6.10 kernel CVE record
        SQPOLL: setting IOWQ_MAX_WORKERS while another thread uses the ring deadlocks

        CVE-2024-50060 high 5.1 6.1.113,6.6.57,6.11.4,6.12 kernel CVE record
        flushing a very long list of overflowed completions holds up a processor

        CVE-2024-53052 high 5.1 5.10.230,5.15.172,6.1.116,6.6.60,6.11.7,6.12 kernel CVE record
        direct writes while a file system is frozen deadlock: fsfreeze, and snapshots that freeze, never end

        CVE-2021-28951 high 5.10 5.10.26,5.11.9,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.26
        SQPOLL: ending a program whose polling thread never started deadlocks

        SQPOLL-SPIN low 5.10 5.10.186,6.1.35,6.3.9,6.4 libuv/libuv#4093; Debian changelogs
        SQPOLL: the polling thread keeps a processor busy, and others that share it wait

        CVE-2026-23113 high 5.10.162,5.12 5.10.253,5.15.203,6.1.167,6.6.122,6.12.68,6.18.8,6.19 kernel CVE record; \
        Debian changelog 5.10.253
        ending a program whose workers have much slow work left takes minutes, and is logged as a hung task

        WAIT-TIMEOUT-RESTARTS medium 5.10.162,5.16.12,5.17 5.10.165,6.1.5,6.2 alibaba/PhotonLibOS#176; Debian changelogs
        waiting for several completions with a timeout starts that anew with each completion

        WORKER-HASH-WAKEUP medium 5.11 5.14.19,5.15.3,5.16 MariaDB/server#1953; Debian bug 996951
        buffered writes to one file lose a wake-up and never end: MariaDB hangs

        CVE-2021-46942 high 5.12 5.12.3,5.13 kernel CVE record
        SQPOLL: ending a program that shares a polling thread with others never ends

        CLOSE-ETXTBSY low 5.15 5.15.90,6.1 libuv/libuv#4141; nodejs/node#48444
        a file closed through io_uring stays busy for a while: executing it fails with ETXTBSY

        POLL-REWORK-CONSOLE medium 5.15.70 5.15.87 canonical/lxd#11228
        waits on terminals miss events: console and exec of LXD hang

        MULTISHOT-RECEIVE-END medium 5.19 6.1.175,6.12.86,6.18.20,6.19.10,7.0 kernel CVE record (CVE-2026-23473, \
        withdrawn)
        multishot receive misses the end of a connection that is closed right after data, and waits for ever

        CVE-2023-52914 high 6.0 6.1.7,6.2 kernel CVE record
        a wait for readiness that is woken early is lost: its ring never ends

        LINKED-TIMEOUT-UNARMED medium 6.1 6.1.139,6.6.91,6.12.29,6.15 axboe/liburing#1390; Debian changelogs; stable \
        mailing list
        a linked timeout is not always armed: its request never ends, and the machine may lock up

        WORKER-EXIT-WAKEUP medium 6.1 6.1.191,6.12.115,7.3.2 Debian changelogs (CVE-2026-99228, CVE-2026-99255)
        the signal that ends a worker's request can be lost: ending the program takes as long as the request

        OVERFLOW-FLUSH-UNLOCKED high 6.1.113,6.6.57 6.1.116,6.6.60 Debian bug 1087602; NixOS/nixpkgs#353709
        programs hang in io_uring_enter and cannot be killed: npm, pnpm and yarn under Node.js above all

        WAITERS-MISS-WAKEUPS high 6.1.120 6.1.128 Debian bug 1093243
        who waits for completions is not woken: programs such as MariaDB stall

        MULTISHOT-DEFERRED medium 6.1.139 6.1.142 Debian changelog 6.1.142
        completions of multishot requests are posted wrongly; the change was taken back

        CVE-2026-53321 medium 6.9 6.12.114,6.18.33,7.0.10,7.1 kernel CVE record; Debian changelog 6.12.114
        NAPI busy polling takes any time that is asked for, and holds up a processor

        SQPOLL-LATE-WORK low 6.9 6.10 libuv/libuv#4416
        SQPOLL: work outside the ring runs late: npm and Node.js hang

        CANCEL-SPIN medium 6.12 6.12.115,7.2.13 Debian changelogs 6.12.115 and 7.2.13 (CVE-2026-99130)
        DEFER_TASKRUN: cancelling from another thread than the ring's can spin for ever

        ANONYMOUS-FILE-SHORT-READ high 6.15.4 6.15.5 ghostty-org/ghostty#7724; mitchellh/libxev#171
        reads of eventfd and timerfd hang or end late: event loops crawl

        PRIVATE-FUTEX-UNHASHED high 6.17 7.3 lalinsky/zio#402; seen on 6.17.13 to 7.2.13, not on 6.16.12 and 7.3.4
        with CONFIG_FUTEX_PRIVATE_HASH, a private FUTEX_WAIT armed before the process has threads is never woken
        """
}
