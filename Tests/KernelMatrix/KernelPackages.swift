import Foundation
import Support

/// Kernels as Debian ships them to clouds, fetched once per machine into `.build/kernels`.
enum KernelPackages {
    /// Every series that a suite of Debian carries, or carried until lately.
    static let series = ["5.10", "6.1", "6.12", "6.16", "6.17", "6.18", "6.19", "7.0", "7.1", "7.2", "7.3"]

    struct Kernel {
        var series: String
        /// "6.12.117+deb13-cloud-amd64"; of 6.1 and before the ABI's name, "6.1.0-56-cloud-amd64".
        var release: String
        /// Where it lies.
        var image: String
    }

    /// The one of arm64 that is booted: the newest, which has most to say.
    static let arm64Series = "7.3"

    /// - Throws: `Missing` where it cannot be had here.
    static func kernel(of series: String) throws -> Kernel {
        guard let kernel = try fetched.get()[series] else { throw Missing("no kernel of \(series) could be fetched") }
        return kernel
    }

    /// - Throws: `Missing` where it cannot be had here.
    static func arm64Kernel() throws -> Kernel {
        guard let kernel = try fetch("arm64", into: "kernels-arm64", [arm64Series])[arm64Series] else {
            throw Missing("no kernel of \(arm64Series) for arm64 could be fetched")
        }
        return kernel
    }

    private static let fetched = Result { try fetch("amd64", into: "kernels", series) }

    private static func fetch(
        _ architecture: String, into folder: String, _ series: [String]
    ) throws -> [String: Kernel] {
        let finished = try Shell.run(
            "\(Package.root)/Tests/KernelMatrix/fetch-kernels",
            [architecture, "\(Package.root)/.build/\(folder)"] + series, deadlineSeconds: 600)
        guard finished.status == 0 else { throw Missing("no kernels to boot: \(finished.errors)") }
        return finished.output.split(separator: "\n").reduce(into: [:]) { kernels, line in
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            kernels[words[0]] = Kernel(series: words[0], release: words[1], image: words[2])
        }
    }
}
