import Foundation
import Support
import Synchronization

/// Where situations are put up: a folder that every identity can read, with the program and what stands in its way.
final class Stage: Sendable {
    let folder: TemporaryFolder
    /// uids that nothing else on the machine uses, one for each cell of each stage.
    private static let nextUid = Mutex(63_000)

    init() throws {
        folder = try TemporaryFolder()
        for (program, name) in [(try StaticBuild.path(), "uringctl"), (try Obstacle.refuse.get(), "refuse")] {
            try FileManager.default.copyItem(atPath: program, toPath: path(name))
        }
        let filter = SeccompProgram.refusing([425, 426, 427], errno: EPERM)
        try Data(filter).write(to: folder.url("filter"))
        let opened = try Shell.run("chmod", ["-R", "a+rX", folder.path])
        guard opened.status == 0 else { throw Missing(opened.errors) }
    }

    func path(_ name: String) -> String { folder.url(name).path }

    /// Behind a filter that answers `calls`, parted by commas, with `action`.
    func refuse(_ action: String, _ calls: String) -> [String] { [path("refuse"), action, calls] }

    /// Runs the program with `arguments` as `who` in `situation`.
    func run(_ situation: Situation, as who: Who, _ arguments: [String]) throws -> Finished {
        let uid = Self.nextUid.withLock { next in
            next += 1
            return next
        }
        // What is killed leaves nothing behind.
        var words = ["--core=0:0"] + (situation.group?.join ?? [])
        if let takesOn = situation.takesOn {
            words += takesOn(who)
        } else if who == .ordinary {
            words += ["setpriv", "--reuid", "\(uid)", "--regid", "\(uid)", "--clear-groups"]
        }
        words += situation.inside + [situation.program ?? path("uringctl")] + arguments
        return try withExtendedLifetime(situation.group) {
            try Shell.run("prlimit", words, in: folder.path, deadlineSeconds: 60)
        }
    }
}

/// seccomp programs as bytes, for what takes them through a descriptor.
enum SeccompProgram {
    /// struct sock_filter, in order: answers the system calls of this architecture with these numbers with an errno.
    static func refusing(_ numbers: [UInt32], errno: Int32) -> [UInt8] {
        #if arch(x86_64)
            let architecture: UInt32 = 0xC000_003E
        #elseif arch(arm64)
            let architecture: UInt32 = 0xC000_00B7
        #endif
        // BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JEQ | BPF_K, BPF_RET | BPF_K.
        let (load, jump, answer): (UInt16, UInt16, UInt16) = (0x20, 0x15, 0x06)
        let (refuse, allow): (UInt32, UInt32) = (0x0005_0000 | UInt32(errno), 0x7fff_0000)
        var code: [(UInt16, UInt8, UInt8, UInt32)] = [
            (load, 0, 0, 4), (jump, 1, 0, architecture), (answer, 0, 0, allow), (load, 0, 0, 0),
        ]
        for number in numbers { code += [(jump, 0, 1, number), (answer, 0, 0, refuse)] }
        code.append((answer, 0, 0, allow))
        return code.flatMap { operation, ifTrue, ifFalse, operand in
            bytes(operation) + [ifTrue, ifFalse] + bytes(operand)
        }
    }

    /// Little-endian, as both architectures are.
    private static func bytes(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
