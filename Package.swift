// swift-tools-version: 6.2
import PackageDescription

/// Imports are private to a file unless it says otherwise: what a room shows of its neighbours is a decision.
let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// The commit, where a release of a clean checkout says it: SwiftPM's own git information goes stale.
let commit: [CSetting] =
    Context.environment["URINGCTL_COMMIT"].map { [.define("URINGCTL_COMMIT", to: "\"\($0)\"")] } ?? []

/// A release names no functions: their names would cost half as much again as all the rest. With URINGCTL_SYMBOLS=1 it has
/// them, at the same addresses, so that addr2line(1) resolves what a crash report says.
let strip: [LinkerSetting] =
    Context.environment["URINGCTL_SYMBOLS"] == "1"
    ? [] : [.unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release))]

/// One room of the house: a library target with its folder in `Sources/` and its tests in `Tests/`.
func room(
    _ name: String, above rooms: [Target.Dependency] = [], testPrograms: [Target.Dependency] = [], testData: [String] = []
) -> [Target] {
    [
        .target(name: name, dependencies: rooms, swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests", dependencies: rooms + testPrograms + [.target(name: name), "Support"],
            path: "Tests/\(name)", exclude: testData, swiftSettings: settings),
    ]
}

let package = Package(
    name: "uringctl",
    products: [.executable(name: "uringctl", targets: ["uringctl"])],
    targets: [
        .systemLibrary(name: "CLiburing", pkgConfig: "liburing", providers: [.apt(["liburing-dev"])]),
        .systemLibrary(name: "CLibcap", pkgConfig: "libcap", providers: [.apt(["libcap-dev"])]),
        .target(name: "CKernel", cSettings: commit),
        .target(name: "CFiber"),
        .target(name: "CSpecimens"),
        .target(name: "Support", path: "Tests/Support", exclude: ["fetch-kernel-headers"]),
    ]
        + room("Arguments")
        + room("Report")
        + room("Catalog", testData: ["Provocations"])
        + room("Kernel", above: ["CKernel", "CLibcap"])
        + room("Children", above: ["Kernel", "CKernel"], testPrograms: ["Crasher"])
        + room("Ring", above: ["Kernel", "CKernel", "CLiburing"])
        + room("Fibers", above: ["Kernel", "CKernel", "CFiber"])
        + room("Sync", above: ["Kernel", "CKernel", "Fibers", "CFiber"])
        + room("Runtimes", above: ["Report", "Kernel", "CKernel", "CLiburing", "Ring", "Fibers", "Sync"])
        + room(
            "Probe", above: ["Catalog", "Kernel", "Children", "Ring", "Report", "CKernel", "CLiburing"],
            testData: ["Transcripts", "Situations"])
        + room(
            "Scenarios",
            above: [
                "Arguments", "Catalog", "Kernel", "Children", "Ring", "Fibers", "Sync", "Runtimes", "Probe", "Report", "CKernel",
                "CLiburing", "CFiber", "CSpecimens",
            ])
        + [
            .executableTarget(
                name: "uringctl",
                dependencies: [
                    "Arguments", "Report", "Catalog", "Kernel", "Children", "Probe", "Fibers", "Scenarios",
                ],
                resources: [
                    .embedInCode("Resources/probe.schema.json"), .embedInCode("Resources/process.schema.json"),
                    .embedInCode("Resources/repro.schema.json"), .embedInCode("Resources/explain.schema.json"),
                    .embedInCode("Resources/stress.schema.json"),
                ],
                swiftSettings: settings,
                linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id=sha1"])] + strip),
            .executableTarget(name: "Crasher", dependencies: ["CKernel"], path: "Tests/Crasher"),
            .executableTarget(
                name: "Benchmarks", dependencies: ["Support", "Kernel", "CFiber", "Ring", "Fibers", "Sync", "Runtimes"],
                path: "Tests/Benchmarks", exclude: ["Peers", "Trials"], swiftSettings: settings),
            .testTarget(
                name: "BenchmarksTests", dependencies: ["Benchmarks", "Support", "Runtimes"],
                path: "Tests/Benchmarks/Trials", swiftSettings: settings),
            .executableTarget(
                name: "PlantedFaults", dependencies: ["Fibers"], path: "Tests/Builds/PlantedFaults",
                swiftSettings: settings),
            .testTarget(
                name: "BuildsTests", dependencies: ["Support", "PlantedFaults"], path: "Tests/Builds",
                exclude: ["PlantedFaults", "build-modes"], swiftSettings: settings),
            .testTarget(
                name: "CFiberTests", dependencies: ["Support"], path: "Tests/CFiber", exclude: ["Programs"],
                swiftSettings: settings),
            .testTarget(
                name: "CSpecimensTests", dependencies: ["CSpecimens", "CFiber", "Support"], path: "Tests/CSpecimens",
                exclude: ["Programs"], swiftSettings: settings),
            .testTarget(
                name: "KernelMatrixTests", dependencies: ["Catalog", "Kernel", "Support"], path: "Tests/KernelMatrix",
                exclude: ["fetch-kernels", "Guest"], swiftSettings: settings),
            .testTarget(
                name: "uringctlTests", dependencies: ["uringctl", "Scenarios", "Children", "Support"], path: "Tests/uringctl",
                exclude: [
                    "Obstacles", "Situations/fetch-profiles", "Situations/make-bundle", "Verify/kill-at-random",
                ],
                swiftSettings: settings),
        ],
    swiftLanguageModes: [.v6])
