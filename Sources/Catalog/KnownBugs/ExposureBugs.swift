extension Catalog {
    /// A program sees what it must not, or does what a filter forbids.
    static let exposureBugs: StaticString = """
        CVE-2020-29373 high 5.1 5.6 nluedtke/linux_kernel_cves
        paths that worker threads look up begin at the system's root, not at that of the container or chroot

        CVE-2023-1295 medium 5.6 5.10.162,5.11.6,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.162
        CLOSE checks one file and closes another that took its number

        CVE-2025-21863 high 5.6 5.10.259,5.15.209,6.1.175,6.6.80,6.12.17,6.13.5,6.14 kernel CVE record
        the number of an opcode can be used to read the kernel's memory by speculation

        CVE-2022-1508 medium 5.11 5.15 nluedtke/linux_kernel_cves
        a read that is tried again reads beyond its buffer

        CVE-2026-46315 high 6.7 6.12.92,6.18.34,7.0.11,7.1 kernel CVE record
        WAITID that is cancelled hands out bytes of the kernel's memory

        CVE-2026-31484 high 6.19 6.19.11,7.0 kernel CVE record
        SQE_MIXED: fdinfo of a ring shows memory behind the submission queue

        RESTRICTION-DISABLED-RING medium 7.0 7.2.11 Debian changelog 7.2.11
        a ring made with R_DISABLED escapes the restrictions of its task

        CONNECT-FILTER-IPV6 medium 7.1 7.2.11 Debian changelog 7.2.11
        a BPF filter does not see the address of a CONNECT to IPv6 whose length is the old 24 bytes
        """
}
