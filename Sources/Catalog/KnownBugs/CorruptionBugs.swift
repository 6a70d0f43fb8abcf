extension Catalog {
    /// The kernel writes or reads memory that is no longer its own.
    static let corruptionBugs: StaticString = """
        CVE-2022-3176 medium 5.1 5.10.141,5.15.65,5.17 nluedtke/linux_kernel_cves; Debian changelog 5.10.141
        waiting for readiness of signalfd or binder uses a wait queue after it was freed

        CVE-2023-3389 medium 5.1 5.10.185,5.15.118,6.1.36,6.3.10,6.4 nluedtke/linux_kernel_cves; Debian changelogs; \
        stable mailing list
        removing a wait for readiness while its linked timeout expires uses what was freed

        CVE-2023-52903 medium 5.1 5.10.165,5.15.89,6.1.7,6.2 kernel CVE record
        IOPOLL: the list of completions that overflowed is changed without its lock

        CVE-2023-52926 high 5.1 6.1.122,6.6.68,6.7 kernel CVE record
        READ with a provided buffer uses that buffer's list after it was freed

        CVE-2023-6531 high 5.4.220,5.10.150,5.15.75,5.19.17,6.0.3,6.1 5.4.264,5.10.204,5.15.143,6.1.68,6.6.7,6.7 \
        kernel CVE record (CVE-2023-52654); nluedtke/linux_kernel_cves
        a ring sent over a Unix socket is freed while the socket is read

        CVE-2021-47040 high 5.8 5.10.37,5.11.21,5.12.4,5.13 kernel CVE record
        PROVIDE_BUFFERS takes an address and length that overflow

        CVE-2026-46274 high 5.8.6,5.9 5.10.258,6.1.175,6.6.141,6.12.91,6.18.33,7.0.10,7.1 kernel CVE record; \
        Debian changelogs
        cancelling a buffered write that waits behind another request leaves a pointer to freed memory

        CVE-2022-47946 medium 5.10 5.10.155,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.155
        SQPOLL: waiting for room in the submission queue uses the ring after it was freed

        CVE-2021-47124 high 5.10.26,5.11.6,5.12 5.10.55,5.12.19,5.13 kernel CVE record
        a linked timeout is used after it was freed

        CVE-2026-52933 high 5.10.162,5.15.82,6.0.11,6.1 5.10.259,6.1.175,6.6.140,6.12.86,6.18.27,7.0.4,7.1 kernel CVE \
        record; Debian changelog 5.10.259
        a wait for readiness that is woken very often is completed by two threads at once

        CVE-2021-47123 high 5.11 5.12.10,5.13 kernel CVE record
        a linked timeout that expires as its request completes is freed twice

        CVE-2022-29968 high 5.16 5.17.6,5.18 nluedtke/linux_kernel_cves
        reads and writes use a field that was never set

        CVE-2023-0468 high 5.17 6.0.11,6.1 nluedtke/linux_kernel_cves
        cancelling a wait for readiness while it is woken uses it after it was freed

        CVE-2023-2430 high 5.18 6.1.50,6.2 nluedtke/linux_kernel_cves; Debian changelog 6.1.50
        MSG_RING to an IOPOLL ring whose completion queue overflows changes a list without its lock

        CVE-2023-0469 high 5.19 6.0.11,6.1 nluedtke/linux_kernel_cves
        installing a file into the table of registered files gives its reference back twice

        CVE-2025-21836 high 5.19 6.6.79,6.12.16,6.13.4,6.14 kernel CVE record
        turning a group of provided buffers into a ring reuses what others still read

        CVE-2025-40364 high 5.19 6.1.129,6.6.78,6.12.14,6.13.3,6.14 kernel CVE record
        drained or linked requests with a provided buffer use it after it was given back

        CVE-2026-43366 high 5.19 6.1.167,6.6.130,6.12.78,6.18.19,6.19.9,7.0 kernel CVE record
        a provided buffer is put back into a group that has become a ring meanwhile

        CVE-2025-21655 high 6.1 6.1.125,6.6.72,6.12.10,6.13 kernel CVE record
        unregistering an eventfd that is being signalled uses it after it was freed

        CVE-2023-6560 high 6.5 6.6.5,6.7 nluedtke/linux_kernel_cves
        NO_MMAP with memory whose pages do not lie side by side reaches pages of others

        CVE-2024-35880 high 6.6.5,6.7 6.6.26,6.8.5,6.9 kernel CVE record
        mapping a ring of provided buffers while it is unregistered uses it after it was freed

        CVE-2025-39698 high 6.7 6.12.44,6.16.4,6.17 kernel CVE record
        FUTEX_WAIT that fails is completed a second time

        CVE-2025-40047 high 6.7 6.12.53,6.17.3,6.18 kernel CVE record
        WAITID whose child ends at once leaves a pointer to freed memory in the wait queue

        CVE-2025-38106 high 6.9 6.12.34,6.15.3,6.16 kernel CVE record
        reading a SQPOLL ring's fdinfo while its thread ends uses the thread after it was freed

        CVE-2025-39963 medium 6.10 6.12.49,6.16.9,6.17 kernel CVE record
        SEND_ZC: notifications of two rings or threads are chained, and freed by the wrong one

        CVE-2026-31774 high 6.10 6.12.81,6.18.22,6.19.12,7.0 kernel CVE record
        sending or receiving a bundle reads behind the end of its vectors

        CVE-2025-38453 high 6.11 6.12.46,6.15.7,6.16 kernel CVE record
        MSG_RING to a DEFER_TASKRUN ring frees its request too early

        CVE-2025-38256 high 6.12 6.12.36,6.15.5,6.16 kernel CVE record
        unregistering buffers of large pages gives back pages that are still in use

        CVE-2025-40216 high 6.12 6.12.36,6.15.5,6.16 kernel CVE record
        a registered buffer of large pages that is not aligned reaches memory beside it

        SQPOLL-WORK-AFTER-THREAD medium 6.12 6.12.113,6.18.56,7.2.10,7.3 Debian changelogs 6.12.113 and 7.2.10; \
        stable mailing list
        SQPOLL: work is handed to the polling thread after that was freed

        CVE-2026-23275 high 6.13 6.18.19,6.19.9,7.0 kernel CVE record
        resizing a DEFER_TASKRUN ring while completions arrive writes into the old one, which was freed

        CVE-2025-39793 high 6.14 6.15.11,6.16.2,6.17 kernel CVE record
        mapped regions of 4 GiB or more are taken to be smaller than they are

        CVE-2025-40267 high 6.14 6.17.9,6.18 kernel CVE record
        a vectored read or write that fails early frees its vectors twice

        CVE-2025-40291 high 6.15 6.17.8,6.18 kernel CVE record
        vectored operations on registered buffers with very many pages take them to be fewer

        CVE-2025-68294 high 6.15 6.17.11,6.18 kernel CVE record
        SENDMSG_ZC from registered buffers gives the buffer back before the network has sent it

        CVE-2026-43006 high 6.15 6.18.22,6.19.12,7.0 kernel CVE record
        a registered buffer used with length 0 reaches memory behind it

        CVE-2026-43121 high 6.15 6.18.16,6.19.6,7.0 kernel CVE record
        RECV_ZC: a buffer that is given back while its ring closes is counted wrongly

        CVE-2026-43442 high 6.19 6.19.9,7.0 kernel CVE record
        SQE_MIXED: an entry of 128 bytes at the queue's end is read beyond it

        CVE-2026-45995 high 6.19 7.0.4,7.1 kernel CVE record
        RECV_ZC: the user's account is used after it was freed
        """
}
