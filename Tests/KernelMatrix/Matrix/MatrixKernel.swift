import Catalog

/// A kernel of the matrix, and what its release says of it.
struct MatrixKernel {
    /// Of the package.
    var release: String
    /// The mainline release that its series stands for.
    var mainline: Release
    /// The number of its stable release; nil where the package's name has none.
    var patch: Int?

    init(_ kernel: KernelPackages.Kernel) {
        release = kernel.release
        mainline = Self.mainline(kernel.series)
        patch = release.prefix { $0 != "+" && $0 != "-" }.split(separator: ".").dropFirst(2).first.flatMap { Int($0) }
    }

    /// Of a series such as "6.12".
    static func mainline(_ series: String) -> Release {
        let numbers = series.split(separator: ".").compactMap { UInt8($0) }
        return Release(major: numbers[0], minor: numbers[1])
    }

    /// Whether kernel.io_uring_disabled exists.
    var hasSetting: Bool { mainline >= "6.6" }

    /// Whether a private futex that is waited for before the first thread is lost with it: as seen on these.
    var losesPrivateFutexes: Bool { mainline >= "6.17" && mainline < "7.3" }

    /// Whether rings are charged to RLIMIT_MEMLOCK: from 6.14 to 7.2.10, and up to 5.11, but for 5.10.162 and later,
    /// which have the io_uring of 5.15.
    var chargesRings: Bool {
        mainline >= "6.14" && (mainline < "7.2" || mainline == "7.2" && (patch ?? 0) < 11)
    }
}
