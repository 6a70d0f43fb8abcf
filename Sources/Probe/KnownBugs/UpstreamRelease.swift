package import Catalog
package import Kernel

/// The upstream release that a kernel was made from, as far as its name tells.
package struct UpstreamRelease: Sendable, Equatable {
    package let release: StableRelease
    package let reliability: Reliability
    /// Who built it, where the name says so.
    package let vendor: String?

    /// How much the release says of the bugs that the kernel has.
    package enum Reliability: String, CaseIterable, Sendable {
        /// It is that release, with few patches at most.
        case exact
        /// Something was built from that release, with patches nobody names.
        case close
        /// The number is kept while fixes of later releases, and with them now and then bugs, are taken in.
        case unreliable
    }

    private init(_ release: StableRelease, _ reliability: Reliability, vendor: String? = nil) {
        self.release = release
        self.reliability = reliability
        self.vendor = vendor
    }
}

extension UpstreamRelease {
    /// - Parameter signature: /proc/version_signature, which Ubuntu's kernels have.
    package init?(_ name: KernelName, signature: String? = nil) {
        self.init(release: name.release, version: name.version, signature: signature)
    }

    /// What `uname -r` and `uname -v` say, such as "6.1.0-18-amd64" and "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1
    /// (2024-02-01)"; nil where no release stands in front.
    package init?(release: String, version: String, signature: String? = nil) {
        guard let (number, rest) = Self.number(infrontOf: Substring(release)) else { return nil }
        // "Ubuntu 5.15.0-91.101-generic 5.15.131": the last is the release whose fixes it has.
        let signed = signature?.split(whereSeparator: \.isWhitespace) ?? []
        if signed.first == "Ubuntu", signed.count == 3, let base = StableRelease(String(signed[2])) {
            self.init(base, .close, vendor: "Ubuntu")
        } else if let package = Self.debianPackage(version) {
            guard let (base, _) = Self.number(infrontOf: package) else { return nil }
            self.init(base, package.holds("+rpt") ? .close : .exact, vendor: "Debian")
        } else if let vendor = Self.vendor(rest: rest.lowercased(), version: version) {
            self.init(number, .unreliable, vendor: vendor)
        } else {
            self.init(number, rest.isEmpty ? .exact : .close)
        }
    }

    /// "6.1.76" of "6.1.76-18-amd64", and what follows it.
    private static func number(infrontOf text: Substring) -> (StableRelease, rest: Substring)? {
        func isDigit(_ character: Character?) -> Bool { character.map { ("0"..."9").contains($0) } ?? false }
        var numbers: [Substring] = []
        var rest = text
        while numbers.count < 3, isDigit(numbers.isEmpty ? rest.first : rest.dropFirst().first) {
            if !numbers.isEmpty {
                if rest.first != "." { break }
                rest = rest.dropFirst()
            }
            numbers.append(rest.prefix { isDigit($0) })
            rest = rest.drop { isDigit($0) }
        }
        return StableRelease(numbers.joined(separator: ".")).map { ($0, rest) }
    }

    /// "6.1.76-1" of "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)".
    private static func debianPackage(_ version: String) -> Substring? {
        let words = version.split(separator: " ")
        guard let index = words.firstIndex(of: "Debian"), index + 1 < words.count else { return nil }
        let package = words[index + 1]
        // "1:6.6.20-1+rpt1": what stands before the colon is no part of the release.
        return package.firstIndex(of: ":").map { package[package.index(after: $0)...] } ?? package
    }

    /// Who keeps a number while taking in fixes, by what follows the number in lower case; nil for who does not, or is
    /// not known.
    private static func vendor(rest: String, version: String) -> String? {
        let words = rest.split { "-_.+~".contains($0) }
        func has(_ start: String) -> Bool {
            words.contains { $0.hasPrefix(start) && $0.dropFirst(start.count).first?.isNumber ?? false }
        }
        // ELRepo's are mainline's own, built for Red Hat's systems.
        if words.contains("elrepo") { return nil }
        if words.contains(where: { $0.hasSuffix("uek") }) { return "Oracle" }
        if let vendor = marks.first(where: { has($0.mark) })?.vendor { return vendor }
        if version.holds("Ubuntu") { return "Ubuntu" }
        if words.contains("pve") { return "Proxmox" }
        guard words.count > 1, let build = Int(words[0]), let flavour = words.last else { return nil }
        // "-150500.55.39-azure" and "-122.186-default" are an enterprise's; "-1-default" is Tumbleweed's, which follows
        // upstream.
        if build >= 100_000 || suseFlavours.contains(flavour) && build >= 20 { return "SUSE" }
        if ubuntuFlavours.contains(flavour) { return "Ubuntu" }
        // "-18-amd64" is in Debian's manner, where the version text does not say more.
        if debianArchitectures.contains(flavour) { return "Debian" }
        return nil
    }

    /// What a release of whom has in it, before a number.
    private static let marks: [(mark: String, vendor: String)] = [
        ("el", "Red Hat"), ("amzn", "Amazon"), ("azl", "Azure Linux"), ("cm", "Azure Linux"), ("oe", "openEuler"),
        ("an", "Anolis"), ("al", "Alibaba"), ("tlinux", "Tencent"), ("tl", "Tencent"), ("ky", "Kylin"),
        ("ph", "Photon OS"), ("android", "Android"), ("vz", "Virtuozzo"), ("lve", "CloudLinux"), ("lp", "SUSE"),
    ]
    private static let suseFlavours: Set<Substring> = ["default", "preempt", "rt", "64kb", "kvmsmall"]
    private static let ubuntuFlavours: Set<Substring> = [
        "generic", "lowlatency", "aws", "azure", "gcp", "gke", "oracle", "ibm", "kvm", "oem", "raspi", "nvidia", "fips",
    ]
    private static let debianArchitectures: Set<Substring> = [
        "amd64", "arm64", "686", "armmp", "riscv64", "ppc64el", "powerpc64le", "s390x", "loong64",
    ]
}

extension UpstreamRelease {
    /// The bugs that may be in the kernel, the worst harm first.
    package var knownBugs: [KnownBug] { Catalog.knownBugs.filter { $0.mayApply(to: release) } }
}

extension Environment {
    /// nil also where something else than Linux answers.
    package var upstream: UpstreamRelease? {
        guard otherKernelHints.isEmpty else { return nil }
        return kernel.flatMap { UpstreamRelease($0, signature: versionSignature) }
    }
}
