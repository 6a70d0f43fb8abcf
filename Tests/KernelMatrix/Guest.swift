import Foundation
import Support

/// A machine that is emulated to run commands on a kernel that is not this machine's.
struct Guest {
    /// A word of the kernel's command line, such as "lsm=capability,bpf".
    typealias Parameter = String

    struct Command {
        /// The program's path in the guest, and its arguments.
        var words: [String]
        /// Values of sysctls that hold while it runs.
        var settings: [(name: String, value: String)] = []
    }

    var series: String
    var parameters: [Parameter] = []
    /// Whether the guest's time passes with its instructions: three times as slow, and a host that is busy elsewhere
    /// takes no time from it.
    var hasOwnTime = false

    static let emulator = "qemu-system-x86_64"

    /// What is needed to boot one; nil where it is all there.
    static let missing: String? = {
        #if arch(x86_64)
            let programs = [emulator, "cc", "cpio", "dpkg-deb", "apt-get"].filter { Shell.path(of: $0) == nil }
            return programs.isEmpty ? nil : "not installed: \(programs.joined(separator: ", "))"
        #else
            return "the guests are of x86_64"
        #endif
    }()

    /// Boots, runs `commands` one after the other, and gives what each wrote and how it ended.
    func run(_ commands: [Command]) throws -> [Finished] {
        let image = try KernelPackages.kernel(of: series).image
        let initramfs = try GuestFiles.initramfs(running: commands)
        Self.slots.wait()
        defer { Self.slots.signal() }
        let folder = try TemporaryFolder()
        try initramfs.write(to: folder.url("initramfs"))
        let (console, results) = (folder.url("console"), folder.url("results"))
        let ended = try Shell.run(
            Self.emulator,
            [
                // A /dev/kvm can be a software one, on which these kernels hang.
                "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "512", "-machine", "pc", "-nodefaults",
                "-no-user-config", "-display", "none", "-no-reboot", "-kernel", image,
                "-initrd", folder.url("initramfs").path,
                // A busy host must not look like a broken timer.
                "-append",
                (["console=ttyS0", "quiet", "panic=-1", "reboot=t", "no_timer_check", "mitigations=off"] + parameters)
                    .joined(separator: " "),
                "-serial", "file:\(console.path)", "-serial", "file:\(results.path)",
            ] + (hasOwnTime ? ["-icount", "shift=0,sleep=off"] : []), deadlineSeconds: 180)
        let log = (try? String(decoding: Data(contentsOf: console), as: UTF8.self)) ?? ""
        guard ended.status == 0, log.contains("guest: done"), let bytes = try? Data(contentsOf: results),
            let finished = Self.read(bytes), finished.count == commands.count
        else {
            let what = ended.status == 124 ? "ran past its deadline" : "ended early"
            throw Failure(description: "the guest of \(series) \(what):\n\(ended.errors)\(log)")
        }
        return finished
    }

    /// The same with groups of commands, whose index `isInterrupted` gets. A guest that this machine gives little time
    /// does not answer within the five seconds that a probe waits: what was interrupted is run once more, where time
    /// passes with instructions.
    func run(
        _ groups: [[Command]], isInterrupted: (_ group: Int, Finished) -> Bool
    ) throws -> [[Finished]] {
        let commands = groups.enumerated().flatMap { group, commands in commands.map { (group, $0) } }
        var finished = try run(commands.map(\.1))
        let again = finished.indices.filter { isInterrupted(commands[$0].0, finished[$0]) }
        if !again.isEmpty {
            var slower = self
            slower.hasOwnTime = true
            for (index, ended) in zip(again, try slower.run(again.map { commands[$0].1 })) { finished[index] = ended }
        }
        return groups.indices.map { group in zip(commands, finished).filter { $0.0.0 == group }.map(\.1) }
    }

    /// An emulated processor takes a whole one.
    static let slots = DispatchSemaphore(value: 2)

    /// See `Guest/init.c`; nil where it breaks off.
    private static func read(_ bytes: Data) -> [Finished]? {
        var rest = bytes[...]
        var all: [Finished] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let numbers = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
            rest = rest[(end + 1)...]
            guard numbers.count == 3, numbers[1] + numbers[2] <= rest.count else { return nil }
            let texts = [rest.prefix(numbers[1]), rest.dropFirst(numbers[1]).prefix(numbers[2])]
                .map { String(decoding: $0, as: UTF8.self) }
            all.append(Finished(status: Int32(numbers[0]), output: texts[0], errors: texts[1]))
            rest = rest.dropFirst(numbers[1] + numbers[2])
        }
        return rest.isEmpty ? all : nil
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
