import Foundation
import Support

/// The programs that we are compared with, each compiled when first asked for, beside this one.
enum Peer {
    static let hello = Result { try compile("hello.c", "cc", ["-O2", "-static"]) }
    static let fcontext = Result {
        guard hasContext else { throw Missing("g++ or libboost-context-dev is not installed") }
        // The library's static file: no jump through a table to the switch.
        return try compile("fcontext.cpp", "g++", ["-O2", "-std=c++17"], libraries: ["-l:libboost_context.a"])
    }
    static let nops = Result { try compile("nops.c", "cc", ["-O2"], libraries: ["-luring"]) }
    static let futex = Result { try compile("futex.c", "cc", ["-O2", "-pthread"]) }
    static let pool = Result { try compile("pool.c", "cc", ["-O2", "-pthread"]) }
    static let echoRing = Result { try compile("echo-ring.c", "cc", ["-O2"], libraries: ["-luring"]) }
    static let echoEpoll = Result { try compile("echo-epoll.c", "cc", ["-O2"]) }
    static let echoClient = Result { try compile("echo-client.c", "cc", ["-O2"]) }
    static let zig = Result { try compileZig() }

    static let hasContext: Bool = {
        let header = ["-E", "-x", "c++", "-include", "boost/context/detail/fcontext.hpp", "/dev/null"]
        return (try? Shell.run("g++", header))?.status == 0
    }()

    private static let folder = "\(Package.root)/Tests/Benchmarks/Peers"

    private static func program(_ name: String) -> String { Package.product("peer-\(name)") }

    private static func compile(
        _ source: String, _ compiler: String, _ options: [String], libraries: [String] = []
    ) throws -> String {
        let program = program(source)
        let made = try Shell.run(
            compiler, options + ["-Wall", "-Wextra", "-o", program, "\(folder)/\(source)"] + libraries)
        guard made.status == 0 else { throw Broken("\(source) does not compile: \(made.errors)") }
        return program
    }

    /// With PyPI's `ziglang`, against a copy of its std that compiles.
    private static func compileZig() throws -> String {
        let zig = ["-m", "ziglang"]
        let found = try Shell.run("python3", ["-c", "import ziglang; print(ziglang.__path__[0])"])
        guard found.status == 0 else { throw Missing("Zig is not at hand (PyPI: ziglang)") }
        let library = found.output.trimmingCharacters(in: .whitespacesAndNewlines) + "/lib"
        let scratch = try TemporaryFolder()
        let copy = scratch.url("lib").path
        let program = program("evented")
        for (command, arguments) in [
            ("cp", ["--recursive", "--symbolic-link", library, copy]),
            ("rm", ["\(copy)/std/Io/Uring.zig"]),
            ("cp", ["\(library)/std/Io/Uring.zig", "\(copy)/std/Io/Uring.zig"]),
            ("sed", ["--in-place", "--file=\(folder)/std.sed", "\(copy)/std/Io/Uring.zig"]),
            (
                "python3",
                zig + [
                    "build-exe", "-O", "ReleaseFast", "--zig-lib-dir", copy, "--cache-dir", scratch.url("cache").path,
                    "-femit-bin=\(program)", "\(folder)/evented.zig",
                ]
            ),
        ] {
            let done = try Shell.run(command, arguments, deadlineSeconds: 300)
            guard done.status == 0 else { throw Broken("evented.zig does not compile: \(done.errors)") }
        }
        return program
    }
}

extension Run {
    static func fcontext(_ arguments: String...) throws -> Run {
        Run(program: try Peer.fcontext.get(), arguments: arguments, figure: .written)
    }

    static func nops(_ arguments: String...) throws -> Run {
        Run(program: try Peer.nops.get(), arguments: arguments, figure: .written)
    }

    static func futex(_ arguments: String...) throws -> Run {
        Run(program: try Peer.futex.get(), arguments: arguments, figure: .written)
    }

    static func pool(_ arguments: String...) throws -> Run {
        Run(program: try Peer.pool.get(), arguments: arguments, figure: .written)
    }

    static func zig(_ arguments: String...) throws -> Run {
        Run(program: try Peer.zig.get(), arguments: arguments, figure: .written)
    }
}
