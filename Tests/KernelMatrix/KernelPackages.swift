import Foundation
import Support

/// Kernels as Debian ships them to clouds, fetched once per machine into `.build/kernels`.
enum KernelPackages {
    static let series = ["5.10", "6.1", "6.12", "6.16", "7.3"]

    /// Where the kernel of `series` lies.
    ///
    /// - Throws: `Missing` where it cannot be had here.
    static func image(of series: String) throws -> String {
        guard let image = try fetched.get()[series] else { throw Missing("no kernel of \(series) could be fetched") }
        return image
    }

    private static let fetched = Result { try fetch() }

    private static func fetch() throws -> [String: String] {
        let finished = try Shell.run(
            "\(Package.root)/Tests/KernelMatrix/fetch-kernels", ["\(Package.root)/.build/kernels"] + series,
            deadlineSeconds: 600)
        guard finished.status == 0 else { throw Missing("no kernels to boot: \(finished.errors)") }
        return finished.output.split(separator: "\n").reduce(into: [:]) { images, line in
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            images[words[0]] = words[2]
        }
    }
}
