import Foundation
import Support

/// An emulated arm64 machine, whose only program is `Guest/answer-by-numbers.c`.
enum Arm64Guest {
    private static let emulator = "qemu-system-aarch64"
    private static let compiler = "aarch64-linux-gnu-gcc"

    /// What is needed to boot one; nil where it is all there.
    static let missing: String? = {
        let programs = [emulator, compiler, "cpio", "dpkg-deb", "apt-get"].filter { Shell.path(of: $0) == nil }
        return programs.isEmpty ? nil : "not installed: \(programs.joined(separator: ", "))"
    }()

    /// Boots, and gives the words of each answer.
    static func answers() throws -> [Substring] {
        let image = try KernelPackages.arm64Kernel().image
        let folder = try TemporaryFolder()
        let source = "\(Package.root)/Tests/KernelMatrix/Guest/answer-by-numbers.c"
        let made = try Shell.run(
            compiler, ["-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", folder.url("init").path, source])
        guard made.status == 0 else { throw Failure(description: "\(source) does not compile: \(made.errors)") }
        let initramfs = folder.url("initramfs")
        try GuestFiles.archive(["init"], in: folder.path).write(to: initramfs)
        Guest.slots.wait()
        defer { Guest.slots.signal() }
        let console = folder.url("console")
        let ended = try Shell.run(
            emulator,
            [
                "-accel", "tcg", "-machine", "virt,gic-version=2", "-cpu", "max,pauth-impdef=on", "-smp", "1",
                "-m", "512", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-kernel", image,
                "-initrd", initramfs.path, "-append", "console=ttyAMA0 quiet panic=-1",
                "-serial", "file:\(console.path)",
            ], deadlineSeconds: 180)
        let log = (try? String(decoding: Data(contentsOf: console), as: UTF8.self)) ?? ""
        guard ended.status == 0, log.contains("guest: done") else {
            throw Failure(description: "the arm64 guest: status \(ended.status):\n\(ended.errors)\(log)")
        }
        return log.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("answer: ") }.map { $0.dropFirst(8) }
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
