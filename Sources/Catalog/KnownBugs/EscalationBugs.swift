extension Catalog {
    /// A local program can gain rights.
    static let escalationBugs: StaticString = """
        CVE-2020-29534 high 5.1 5.8.18,5.9.3,5.10 nluedtke/linux_kernel_cves
        a request uses the descriptors of a program that has ended or executed another

        CVE-2022-2602 high 5.1 5.4.220,5.10.150,5.15.75,5.19.17,6.0.3,6.1 nluedtke/linux_kernel_cves; kernel CVE \
        record (CVE-2022-50234)
        a registered file that was also sent over a Unix socket is freed while requests use it; exploits are public

        CVE-2023-21400 medium 5.1 5.10.188,5.15.121,5.16 Debian changelog 5.10.188; stable mailing list
        IOPOLL: deferred requests change a list without its lock; an exploit is public

        CVE-2019-19241 high 5.3 5.3.15,5.4.2,5.5 nluedtke/linux_kernel_cves
        requests that a worker thread carries out have the kernel's rights instead of the program's

        CVE-2021-20226 high 5.5 5.8.18,5.9.3,5.10 nluedtke/linux_kernel_cves
        a file is used after it was closed while a worker thread still had a request for it

        CVE-2022-29582 high 5.5 5.10.111,5.15.34,5.16.20,5.17.3,5.18 nluedtke/linux_kernel_cves
        a timeout that expires while it is removed is used after it was freed; exploits are public

        CVE-2021-3491 high 5.7 5.10.37,5.11.21,5.12.4,5.13 nluedtke/linux_kernel_cves
        PROVIDE_BUFFERS takes lengths that overflow, and reads and writes then reach the kernel's own memory

        CVE-2023-1872 medium 5.7 5.10.172,5.17.3,5.18 nluedtke/linux_kernel_cves; Debian changelog
        a registered file is used after it was unregistered

        CVE-2021-41073 high 5.10 5.10.68,5.14.7,5.15 nluedtke/linux_kernel_cves
        reading into provided buffers from files of the kernel frees memory of the program's choice; exploits are public

        CVE-2022-1786 high 5.10 5.10.117,5.12 nluedtke/linux_kernel_cves; Debian changelog
        IOPOLL: when several threads submit, rights of one are freed as if they were another's

        CVE-2022-20409 medium 5.10 5.10.134,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.134
        the rights that a request runs with are used after they were freed

        CVE-2022-2327 medium 5.10 5.10.125,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.125
        some requests run without the rights and files they need, and free those of others

        CVE-2022-4696 high 5.10 5.10.160,5.12 nluedtke/linux_kernel_cves; Debian changelog 5.10.160
        SPLICE runs without the files it needs, and uses those of a program that has ended

        CVE-2022-1043 high 5.12 5.13.13,5.14 nluedtke/linux_kernel_cves
        registered personalities are used after they were freed

        CVE-2022-1976 high 5.18 5.18.6,5.19 nluedtke/linux_kernel_cves; Debian changelog 5.18.5
        requests on a ring's own descriptor outlive the ring

        CVE-2022-3910 high 5.18 5.19.11,6.0 nluedtke/linux_kernel_cves
        MSG_RING to a registered ring gives back a reference that it never took

        CVE-2023-2598 high 6.3 6.3.2,6.4 nluedtke/linux_kernel_cves
        a registered buffer of large pages reaches memory behind it; exploits are public

        CVE-2024-0582 high 6.4 6.6.5,6.7 nluedtke/linux_kernel_cves; oss-security 2024-04-24
        a ring of provided buffers stays mapped after its memory was freed; exploits are public
        """
}
