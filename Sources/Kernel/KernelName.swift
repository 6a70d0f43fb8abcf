import CKernel

/// The running kernel's own name (uname(2), without the host's).
package struct KernelName: Sendable, Equatable {
    package let release: String
    package let version: String
    package let machine: String

    package init(release: String, version: String, machine: String) {
        self.release = release
        self.version = version
        self.machine = machine
    }

    package static func current() throws(CallFailure) -> KernelName {
        var (release, version, machine) = (buffer, buffer, buffer)
        let result = kernel_name(&release, &version, &machine)
        if result < 0 { throw CallFailure("uname", "", Errno(-result)) }
        return KernelName(release: text(release), version: text(version), machine: text(machine))
    }

    private static var buffer: [CChar] { [CChar](repeating: 0, count: 65) }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
