import Catalog
import Kernel

extension Environment {
    /// The release, as a hint at what a kernel does that cannot be asked.
    var release: Release? { kernel.flatMap { Release(kernelRelease: $0.release) } }
}

extension Release {
    /// The major and minor number in front of a release such as "6.1.0-56-cloud-amd64".
    init?(kernelRelease: String) {
        let numbers = kernelRelease.split(separator: ".", maxSplits: 2).prefix(2).map { $0.prefix { $0.isNumber } }
        guard numbers.count == 2, let major = UInt8(numbers[0]), let minor = UInt8(numbers[1]) else { return nil }
        self.init(major: major, minor: minor)
    }
}
