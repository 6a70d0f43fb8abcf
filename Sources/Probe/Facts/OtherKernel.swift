import Glibc
import Kernel

/// Signs that the calls of this process are not answered by Linux itself, or that this processor is not a real one.
enum OtherKernel {
    /// - Parameter processors: the beginning of /proc/cpuinfo.
    static func signs(_ kernel: KernelName?, processors: String) -> [String] {
        var signs: [String] = []
        if let kernel {
            // gVisor names one kernel of 2016 in every release, whatever number it gives it.
            if kernel.release.holds("gvisor") || kernel.version.holds("gVisor")
                || kernel.version == "#1 SMP Sun Jan 10 15:06:54 PST 2016"
            {
                signs.append("gvisor")
            }
            // The second generation is Linux, and says so.
            if kernel.release.holds("Microsoft") && !kernel.release.holds("WSL2") { signs.append("wsl1") }
        }
        if let emulator = emulator() { signs.append(emulator) }
        if processors.holds("VirtualApple") && !signs.contains("rosetta") { signs.append("rosetta") }
        if isOfAnotherArchitecture(processors) && signs.isEmpty { signs.append("another architecture's processor") }
        if getenv("RUNNING_UNDER_RR") != nil { signs.append("rr") }
        return signs
    }

    /// An emulator of user processes pretends that /proc/self/exe is what it emulates; of the same link by another way
    /// it knows nothing.
    private static func emulator() -> String? {
        guard let pretended = target(of: "/proc/self/exe"), let executed = target(of: "/proc/thread-self/exe"),
            pretended != executed
        else { return nil }
        let name = executed.split(separator: "/").last?.lowercased() ?? ""
        for (part, word) in [
            ("qemu", "qemu-user"), ("rosetta", "rosetta"), ("fex", "fex"), ("box64", "box64"), ("valgrind", "valgrind"),
        ] where name.holds(part) {
            return word
        }
        return "another program that executes this one"
    }

    private static func target(of link: String) -> String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(link, &path, path.count)
        return length > 0 ? String(decoding: path[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static func isOfAnotherArchitecture(_ processors: String) -> Bool {
        let keys = Set(processors.split(separator: "\n").map { trimmed($0.prefix { $0 != ":" }) })
        let words = ["x86_64": "vendor_id", "aarch64": "CPU implementer", "riscv64": "isa"]
        #if arch(x86_64)
            let own = "x86_64"
        #elseif arch(arm64)
            let own = "aarch64"
        #else
            let own = "riscv64"
        #endif
        return words.contains { $0.key != own && keys.contains($0.value) } && !keys.contains(words[own]!)
    }
}
