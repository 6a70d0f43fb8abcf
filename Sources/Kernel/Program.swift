import CKernel
import Glibc

/// How this program was started, and what its file says of itself.
package enum Program {
    /// The arguments after the program's name; kept by C, because Swift's own list is empty without /proc.
    /// nil where one is not UTF-8: repaired, it would name another file.
    package static var arguments: [String]? {
        var arguments: [String] = []
        for index in 1..<max(1, program_argument_count()) {
            guard let bytes = program_argument(index), let argument = String(validatingCString: bytes) else {
                return nil
            }
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

    /// Executes a program in this one's place: the last `count` of the arguments, byte for byte, of which the first
    /// names it, with the environment and the signals that this program was started with.
    ///
    /// The name is looked up in PATH unless it has a slash; a file that the kernel knows no way to execute is a script
    /// of /bin/sh (execvp(3)).
    ///
    /// - Returns: only if it fails, what execve(2) answered.
    package static func execute(lastArguments count: Int) -> Errno {
        precondition((1..<Int(program_argument_count())).contains(count), "as many arguments as were given")
        return Errno(execute_arguments(program_argument_count() - Int32(count)))
    }

    /// Whether it is one file that needs no other to run.
    package static var isStatic: Bool { program_is_static() != 0 }

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
