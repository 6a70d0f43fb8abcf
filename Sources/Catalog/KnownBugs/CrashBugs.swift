extension Catalog {
    /// The kernel stops or complains.
    static let crashBugs: StaticString = """
        CVE-2023-46862 high 5.10 5.10.202,5.15.140,6.1.61,6.5.10,6.6 nluedtke/linux_kernel_cves; Debian changelogs
        reading a SQPOLL ring's fdinfo while its thread ends crashes the kernel

        CVE-2022-48983 high 5.12 5.15.83,6.0.13,6.1 kernel CVE record
        closing a ring whose maker has ended crashes the kernel

        CVE-2024-56709 medium 5.14 6.1.122,6.6.68,6.12.7,6.13 kernel CVE record
        requests queued as their program ends crash the kernel

        CVE-2023-1583 high 5.19 6.1.22,6.2.9,6.3 nluedtke/linux_kernel_cves; Debian changelog 6.1.22
        allocating a slot for a file without a table of registered files crashes the kernel

        CVE-2024-39371 high 5.19 6.1.95,6.6.35,6.9.5,6.10 kernel CVE record
        a request with a provided buffer and no file crashes the kernel

        CVE-2022-50295 high 6.0 6.0.6,6.1 kernel CVE record
        MSG_RING that sends a descriptor nobody registered crashes the kernel

        CVE-2024-42254 medium 6.10 6.10.1,6.11 kernel CVE record
        registering a ring of provided buffers while memory is short crashes the kernel

        CVE-2025-38002 high 6.13 6.14.8,6.15 kernel CVE record
        reading a ring's fdinfo while the ring is resized crashes the kernel

        CVE-2025-38196 medium 6.13 6.15.4,6.16 kernel CVE record
        cloning registered buffers with an offset asks for too much memory, which is logged
        """
}
