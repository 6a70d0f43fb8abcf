import Catalog
import Kernel
import Testing

@testable import Probe

/// What kernels of many origins say of themselves, and what stands behind it.
struct UpstreamReleaseTests {
    typealias Name = (release: String, version: String, upstream: String, reliability: String, vendor: String?)

    @Test(arguments: [
        // Upstream's own, and whoever calls it by that number alone.
        ("6.18.44", "#1 SMP PREEMPT_DYNAMIC @0", "6.18.44", "exact", nil),
        ("7.3.0", "#1 SMP PREEMPT_DYNAMIC", "7.3", "exact", nil),
        ("6.6.21", "#1-NixOS SMP PREEMPT_DYNAMIC Wed Mar  6 14:48:45 UTC 2024", "6.6.21", "exact", nil),
        // Debian says it in the version text.
        ("6.1.0-18-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)", "6.1.76", "exact", "Debian"),
        ("5.10.0-46-cloud-amd64", "#1 SMP Debian 5.10.262-1 (2026-11-14)", "5.10.262", "exact", "Debian"),
        ("6.12.117+deb13-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1 (2026-11-12)", "6.12.117", "exact", "Debian"),
        ("6.9.7+bpo-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.9.7-1~bpo12+1 (2024-07-03)", "6.9.7", "exact", "Debian"),
        ("7.3-rc7-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 7.3~rc7-1~exp1 (2026-10-12)", "7.3", "exact", "Debian"),
        ("6.6.20+rpt-rpi-v8", "#1 SMP PREEMPT Debian 1:6.6.20-1+rpt1 (2024-03-07)", "6.6.20", "close", "Debian"),
        ("6.1.0-18-amd64", "#1 SMP", "6.1", "unreliable", "Debian"),
        ("5.10.0-26-cloud-arm64", "#1 SMP Debian", "5.10", "unreliable", "Debian"),
        // Something else follows the number.
        ("6.18.44-fc-v657", "#1 SMP PREEMPT_DYNAMIC @0", "6.18.44", "close", nil),
        ("6.18.44+", "#1 SMP PREEMPT_DYNAMIC", "6.18.44", "close", nil),
        ("7.3.0-rc7", "#1 SMP PREEMPT_DYNAMIC", "7.3", "close", nil),
        ("6.7.4-arch1-1", "#1 SMP PREEMPT_DYNAMIC Mon, 05 Feb 2024 22:07:49 +0000", "6.7.4", "close", nil),
        ("6.6.16-1-lts", "#1 SMP PREEMPT_DYNAMIC Mon, 05 Feb 2024 22:26:15 +0000", "6.6.16", "close", nil),
        ("6.7.4-200.fc39.x86_64", "#1 SMP PREEMPT_DYNAMIC Mon Feb  5 22:21:14 UTC 2024", "6.7.4", "close", nil),
        ("6.6.31-0-virt", "#1-Alpine SMP PREEMPT_DYNAMIC 2024-05-17 14:27:28", "6.6.31", "close", nil),
        ("6.11.8-1-default", "#1 SMP PREEMPT_DYNAMIC Thu Nov 14 12:54:01 UTC 2024 (099023b)", "6.11.8", "close", nil),
        ("6.6.16-linuxkit", "#1 SMP PREEMPT_DYNAMIC Fri Feb 16 11:54:02 UTC 2024", "6.6.16", "close", nil),
        ("6.6.22-talos", "#1 SMP Mon Mar 18 12:00:00 UTC 2024", "6.6.22", "close", nil),
        ("5.15.133.1-microsoft-standard-WSL2", "#1 SMP Thu Oct 5 21:02:42 UTC 2023", "5.15.133", "close", nil),
        ("6.1.55-1.el9.elrepo.x86_64", "#1 SMP PREEMPT_DYNAMIC Sat Sep 23 12:54:24 EDT 2023", "6.1.55", "close", nil),
        // Vendors that keep a number.
        ("5.14.0-427.el9", "#1 SMP PREEMPT_DYNAMIC", "5.14", "unreliable", "Red Hat"),
        ("5.14.0-503.11.1.el9_5.x86_64", "#1 SMP PREEMPT_DYNAMIC Mon Sep 30 11:54:45 EDT", "5.14", "unreliable", "Red Hat"),
        ("4.18.0-513.5.1.el8_9.x86_64", "#1 SMP Fri Nov 17 03:31:10 UTC 2023", "4.18", "unreliable", "Red Hat"),
        ("6.12.0-55.9.1.el10_0.aarch64", "#1 SMP PREEMPT_DYNAMIC", "6.12", "unreliable", "Red Hat"),
        ("5.15.0-200.131.27.el8uek.x86_64", "#2 SMP Mon Jan 1 00:00:00 PST 2024", "5.15", "unreliable", "Oracle"),
        ("6.1.72-96.166.amzn2023.x86_64", "#1 SMP PREEMPT_DYNAMIC Wed Jan 17", "6.1.72", "unreliable", "Amazon"),
        ("5.10.205-195.804.amzn2.x86_64", "#1 SMP Tue Jan 9 03:00:41 UTC 2024", "5.10.205", "unreliable", "Amazon"),
        ("5.15.0-1053-aws", "#58~20.04.1-Ubuntu SMP Mon Jan 22 17:15:01 UTC 2024", "5.15", "unreliable", "Ubuntu"),
        ("6.8.0-31-generic", "#31-Ubuntu SMP PREEMPT_DYNAMIC Sat Apr 20 00:40:06 UTC", "6.8", "unreliable", "Ubuntu"),
        ("6.5.0-1017-azure", "", "6.5", "unreliable", "Ubuntu"),
        ("5.15.0-91-generic", "", "5.15", "unreliable", "Ubuntu"),
        ("5.14.21-150500.55.39-default", "#1 SMP PREEMPT_DYNAMIC Tue Dec 5", "5.14.21", "unreliable", "SUSE"),
        ("6.4.0-150600.23.17-default", "#1 SMP PREEMPT_DYNAMIC", "6.4", "unreliable", "SUSE"),
        ("5.14.21-150500.33.63-azure", "#1 SMP PREEMPT_DYNAMIC", "5.14.21", "unreliable", "SUSE"),
        ("4.12.14-122.186-default", "#1 SMP Thu Nov 9 11:01:17 UTC 2023", "4.12.14", "unreliable", "SUSE"),
        ("5.3.18-lp152.102-default", "#1 SMP", "5.3.18", "unreliable", "SUSE"),
        ("6.6.51.1-5.azl3", "#1 SMP PREEMPT_DYNAMIC", "6.6.51", "unreliable", "Azure Linux"),
        ("5.15.153.1-2.cm2", "#1 SMP", "5.15.153", "unreliable", "Azure Linux"),
        ("6.8.12-4-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-4 (2024-11-06T15:04Z)", "6.8.12", "unreliable", "Proxmox"),
        ("5.10.134-16.1.al8.x86_64", "#1 SMP", "5.10.134", "unreliable", "Alibaba"),
        ("5.10.0-136.12.0.86.oe2203sp1.x86_64", "#1 SMP", "5.10", "unreliable", "openEuler"),
        ("5.4.119-1-tlinux4-0010.3", "#1 SMP", "5.4.119", "unreliable", "Tencent"),
        ("6.1.57-android14-11-g5f8c4e3b0d6a-ab1234567", "#1 SMP PREEMPT", "6.1.57", "unreliable", "Android"),
    ] as [Name])
    func aNameIsRead(_ name: Name) {
        let upstream = UpstreamRelease(release: name.release, version: name.version)
        #expect(upstream?.release.description == name.upstream)
        #expect(upstream?.reliability.rawValue == name.reliability)
        #expect(upstream?.vendor == name.vendor)
    }

    @Test(arguments: ["", "unknown", "6", "x6.1", "-6.1", "300.1.1"]) func whatNamesNoReleaseIsNone(_ release: String) {
        #expect(UpstreamRelease(release: release, version: "#1 SMP Debian 6.1.76-1") == nil)
    }

    @Test func ubuntuSignsWithTheReleaseItStandsAt() {
        let version = "#101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023"
        let signed = UpstreamRelease(
            release: "5.15.0-91-generic", version: version, signature: "Ubuntu 5.15.0-91.101-generic 5.15.131")
        #expect(signed?.release.description == "5.15.131")
        #expect(signed?.reliability == .close && signed?.vendor == "Ubuntu")
        for signature in ["", "Ubuntu", "Ubuntu 5.15.0-91.101-generic", "Nobody 5.15.0 5.15.131", "Ubuntu 5.15 many"] {
            let other = UpstreamRelease(release: "5.15.0-91-generic", version: version, signature: signature)
            #expect(other?.reliability == .unreliable, "\(signature)")
        }
    }

    @Test func anyBytesAreRead() {
        for release in ["6.1.\u{301}", "6.1.0-\u{0}", "6.1.0----", "6.1.0-.-default", "٦.١", "6.1.0-18-generic-"] {
            _ = UpstreamRelease(release: release, version: "Debian Debian ::: Ubuntu", signature: "\u{2028}")
        }
    }
}
