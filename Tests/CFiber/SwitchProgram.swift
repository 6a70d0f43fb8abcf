import Foundation
import Support
import Testing

/// An architecture that there is a switch for.
enum Architecture: String, CaseIterable, Sendable {
    case x86_64, aarch64, riscv64

    /// As uname(2) names this machine's.
    static let own: Architecture? = {
        var name = utsname()
        uname(&name)
        let machine = withUnsafeBytes(of: name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return Architecture(rawValue: machine)
    }()

    var compiler: String { "\(rawValue)-linux-gnu-gcc" }

    /// nil where its programs run without.
    var emulator: String? { self == Architecture.own ? nil : "qemu-\(rawValue)-static" }

    /// The assembly under test.
    var source: String { "\(Package.root)/Sources/CFiber/switch_\(rawValue).S" }
}

/// `Programs/switch-test.c` compiled for one architecture, all but the switch itself.
struct SwitchProgram: Sendable {
    private static let built = Dictionary(
        uniqueKeysWithValues: Architecture.allCases.map { architecture in
            (architecture, Result { try SwitchProgram(architecture) })
        })

    /// Compiled once.
    ///
    /// - Throws: `Missing` where that or running it is not possible.
    static func of(_ architecture: Architecture) throws -> SwitchProgram { try built[architecture]!.get() }

    /// What is missing to test `architecture`.
    static func obstacle(to architecture: Architecture) -> Missing? {
        do {
            _ = try of(architecture)
            return nil
        } catch { return error as? Missing }
    }

    /// Those that can be tested here. A case of a test that is cancelled shows nowhere, so that the others are left out
    /// of the tests' arguments, and reported by a test of their own.
    static let testable = Architecture.allCases.filter { obstacle(to: $0) == nil }

    private let architecture: Architecture
    private let objects: [String]

    private init(_ architecture: Architecture) throws {
        if let emulator = architecture.emulator, Shell.path(of: emulator) == nil {
            throw Missing("\(emulator) is not installed")
        }
        // Without a library, the compiler answers with the name it was asked for.
        let library = try Shell.run(architecture.compiler, ["-print-file-name=libc.a"]).output
        guard library.contains("/") else { throw Missing("there is no static C library for \(architecture.rawValue)") }

        self.architecture = architecture
        let programs = "\(Package.root)/Tests/CFiber/Programs"
        let sources = [
            "\(programs)/switch-test.c", "\(programs)/witness_\(architecture.rawValue).S",
            "\(Package.root)/Sources/CFiber/fiber.c",
        ]
        objects = sources.indices.map { Package.product("switch-test-\(architecture.rawValue)-\($0).o") }
        for (source, object) in zip(sources, objects) {
            let made = try Shell.run(
                architecture.compiler,
                [
                    "-c", "-O2", "-Wall", "-Wextra", "-Werror", "-frounding-math", "-fno-omit-frame-pointer",
                    "-fasynchronous-unwind-tables", "-fno-optimize-sibling-calls",
                    "-I\(Package.root)/Sources/CFiber/include", "-o", object, source,
                ])
            try #require(made.status == 0, "\(source) does not compile: \(made.errors)")
        }
    }

    /// Links the program with the switch in `assembly`, to `path`.
    func link(_ assembly: String, to path: String) throws {
        let made = try Shell.run(
            architecture.compiler, ["-static", "-Wall", "-Werror", "-o", path, assembly] + objects + ["-lm"])
        try #require(made.status == 0, "\(assembly) cannot be used: \(made.errors)")
    }

    /// Runs the program at `path`.
    func run(_ path: String) throws -> Finished {
        let command = [architecture.emulator, path].compactMap(\.self)
        return try Shell.run(command[0], Array(command.dropFirst()), deadlineSeconds: 60)
    }
}
