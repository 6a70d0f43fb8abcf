extension Catalog {
    /// Data or results are wrong.
    static let resultBugs: StaticString = """
        CVE-2024-35827 medium 6.0 6.1.83,6.6.23,6.7.11,6.8.2,6.9 kernel CVE record
        multishot RECVMSG takes lengths that overflow, so that header and data overlap

        CVE-2025-38730 high 6.4 6.6.103,6.12.44,6.15.11,6.16.2,6.17 kernel CVE record
        connections that share a ring of provided buffers may receive into the same buffer: data is mixed up

        CVE-2026-53191 high 6.12 6.12.94,6.18.36,7.0.13,7.1 kernel CVE record
        bundles with incremental buffers lose F_BUF_MORE: the program reuses a buffer that is still written to

        CVE-2025-39822 medium 6.15 6.16.5,6.17 kernel CVE record
        incremental provided buffers of 2 GiB or more are taken to have a negative length

        CVE-2025-40046 medium 6.15 6.17.3,6.18 kernel CVE record
        RECV_ZC takes more bytes than it was asked to
        """
}
