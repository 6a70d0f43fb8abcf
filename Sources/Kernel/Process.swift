import CKernel
import Glibc

/// One resource limit (getrlimit(2)); nil is "unlimited".
package struct Limit: Sendable, Equatable {
    package let soft: UInt64?
    package let hard: UInt64?

    package init(soft: UInt64?, hard: UInt64?) {
        self.soft = soft
        self.hard = hard
    }

    package enum Resource: Sendable {
        /// RLIMIT_MEMLOCK, in bytes.
        case lockedMemory
        /// RLIMIT_NOFILE: the number above the highest descriptor.
        case descriptors
        /// RLIMIT_NPROC: processes and threads of the user.
        case processes

        fileprivate var constant: __rlimit_resource_t {
            switch self {
            case .lockedMemory: __rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue)
            case .descriptors: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            case .processes: __rlimit_resource_t(__RLIMIT_NPROC.rawValue)
            }
        }
    }

    package static func current(_ resource: Resource) throws(CallFailure) -> Limit {
        var limit = rlimit()
        _ = try checked("getrlimit") { getrlimit(resource.constant, &limit) }
        return Limit(
            soft: limit.rlim_cur == rlim_t.max ? nil : UInt64(limit.rlim_cur),
            hard: limit.rlim_max == rlim_t.max ? nil : UInt64(limit.rlim_max))
    }
}

/// Who this process is to the kernel: numbers only.
package struct Identity: Sendable, Equatable {
    package let uid: UInt32
    package let effectiveUid: UInt32
    package let gid: UInt32
    package let effectiveGid: UInt32
    package let groups: [UInt32]

    package init(uid: UInt32, effectiveUid: UInt32, gid: UInt32, effectiveGid: UInt32, groups: [UInt32]) {
        self.uid = uid
        self.effectiveUid = effectiveUid
        self.gid = gid
        self.effectiveGid = effectiveGid
        self.groups = groups
    }

    package static func current() -> Identity {
        // NGROUPS_MAX is 65,536; the count may change between the two calls, then the list stays empty.
        let count = getgroups(0, nil)
        var groups = [gid_t](repeating: 0, count: max(0, Int(count)))
        let filled = groups.isEmpty ? 0 : getgroups(count, &groups)
        return Identity(
            uid: getuid(), effectiveUid: geteuid(), gid: getgid(), effectiveGid: getegid(),
            groups: filled < 0 ? [] : Array(groups[..<Int(filled)]))
    }
}

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

package enum TerminalSize {
    /// The columns of the terminal behind `descriptor`; 0 where there is none.
    package static func columns(of descriptor: Int32) -> UInt32 { terminal_columns(descriptor) }
}

/// How this program was started, and what its file says of itself.
package enum Program {
    /// The arguments after the program's name; kept by C, because Swift's own list is empty without /proc. nil where one
    /// is not UTF-8: repaired, it would name another file.
    package static var arguments: [String]? {
        var arguments: [String] = []
        for index in 1..<max(1, program_argument_count()) {
            guard let bytes = program_argument(index), let argument = String(validatingCString: bytes) else { return nil }
            arguments.append(argument)
        }
        return arguments
    }

    /// A path that executes this very program again, or nil.
    ///
    /// /proc/self/exe stays right when the file is moved; without /proc, AT_EXECFN is what it was executed by.
    package static var path: String? {
        if access("/proc/self/exe", X_OK) == 0 { return "/proc/self/exe" }
        guard let path = program_executable_path().map({ String(cString: $0) }), access(path, X_OK) == 0 else {
            return nil
        }
        return path
    }

    /// The ELF build id in hexadecimal, or nil if it was linked without.
    package static var buildIdentifier: String? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = min(program_build_id(&bytes, bytes.count), bytes.count)
        return count == 0 ? nil : bytes[..<count].map(hexadecimal).joined()
    }

    /// The commit this was built from; nil unless the build was told, which a release of a clean checkout is.
    package static var commit: String? { program_commit().map { String(cString: $0) } }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
