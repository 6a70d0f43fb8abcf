import CFiber
import Glibc
import Kernel
import Testing

@testable import Fibers

@Suite struct StackTests {
    private static let kinds: [StackConfiguration.GuardKind] = [.automatic, .protection]

    @Test(arguments: kinds)
    func stacksAreUsedAgain(kind: StackConfiguration.GuardKind) throws {
        let scheduler = Scheduler(StackConfiguration(guardKind: kind))
        try scheduler.run { scope in
            for _ in 0..<1000 { try scope.spawn { () throws(Never) in scope.yield() }.join() }
        }
        #expect(scheduler.state.pointee.stacks.prepared == 2)
    }

    @Test(arguments: kinds)
    func theLimitIsAnErrorAndNotTheEnd(kind: StackConfiguration.GuardKind) throws {
        let counts = try Scheduler(StackConfiguration(limit: 100, guardKind: kind)).run { scope in
            var counts: [Int] = []
            for _ in 0..<2 {
                var fibers: [SpawnedFiber<Void, Never>] = []
                do throws(StackFailure) {
                    while true { fibers.append(try scope.spawn { () throws(Never) in scope.yield() }) }
                } catch {
                    #expect("\(error)" == "no stack for another fiber: 100 is the configured limit")
                }
                for fiber in fibers { fiber.join() }
                counts.append(fibers.count)
            }
            return counts
        }
        // The body has a stack too.
        #expect(counts == [99, 99])
    }

    @Test(
        .disabled(if: fiber_sanitizer().map { String(cString: $0) } == "address", "AddressSanitizer keeps frames elsewhere"),
        arguments: kinds)
    func aFiberHasTheStackItWasPromised(kind: StackConfiguration.GuardKind) throws {
        let configuration = StackConfiguration(sizeBytes: 1 << 20, guardKind: kind)
        let (before, after) = try Scheduler(configuration).run { scope in
            let before = scope.touchedStackBytes
            withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { top in
                descend(to: UInt(bitPattern: top.baseAddress) - (900 << 10))
            }
            return (before, scope.touchedStackBytes)
        }
        #expect(try #require(before) < 300 << 10)
        #expect(try #require(after) >= 900 << 10)
    }

    /// Uses its stack up, a frame at a time, until one lies below `address`.
    private func descend(to address: UInt) {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { frame in
            frame.initializeMemory(as: UInt8.self, repeating: 1)
            if UInt(bitPattern: frame.baseAddress) > address { descend(to: address) }
            // Keeps the frame in use until here, and the call from becoming a loop.
            precondition(frame[0] == 1)
        }
    }

    @Test(arguments: kinds)
    func theGuardLiesBelowTheStack(kind: StackConfiguration.GuardKind) throws {
        let configuration = StackConfiguration(sizeBytes: 64 << 10, guardBytes: 128 << 10, guardKind: kind)
        let layout = StackLayout(configuration)
        var region = try StackRegion(slots: 4, layout: layout)
        defer { region.unmap() }
        for _ in 0..<4 {
            let stack = try #require(try region.prepareNext())
            for offset in stride(from: 0, to: layout.guardBytes, by: 4096) {
                #expect(!isReadable(stack.slot + offset), "guard + \(offset)")
            }
            for offset in stride(from: layout.guardBytes, to: layout.strideBytes, by: 4096) {
                #expect(isReadable(stack.slot + offset), "stack + \(offset)")
            }
            let control = UnsafeMutableRawPointer(stack.control(layout))
            #expect(control - stack.slot <= layout.labelOffset - FiberControl.reservedBytes)
            #expect(UInt(bitPattern: control) % 16 == 0)
        }
        #expect(try region.prepareNext() == nil)
    }

    /// Asks the kernel to read there: EFAULT instead of a signal.
    private func isReadable(_ address: UnsafeMutableRawPointer) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        defer { for end in ends { close(end) } }
        return write(ends[1], address, 1) == 1
    }

    @Test func markersAreUsedWhereTheKernelHasThem() throws {
        let hasMarkers = StackLayout(StackConfiguration()).guardsAreMarkers
        let markers = StackLayout(StackConfiguration(guardKind: .markers))
        do throws(CallFailure) {
            var region = try StackRegion(slots: 1, layout: markers)
            defer { region.unmap() }
            _ = try region.prepareNext()
            #expect(hasMarkers)
        } catch {
            #expect(!hasMarkers)
            #expect(error.errno == .invalidArgument)
        }
    }

    // MARK: Limits

    private static let isSanitized = fiber_sanitizer() != nil

    /// Why a scheduler can make no further stack. `release` is called before anything else needs memory.
    private static func failure(
        _ kind: StackConfiguration.GuardKind, release: @escaping () -> Void
    ) throws -> StackFailure? {
        try Scheduler(StackConfiguration(guardKind: kind)).run { scope in
            defer { release() }
            do throws(StackFailure) {
                while true { try scope.detach {} }
            } catch {
                return error
            }
        }
    }

    /// The same with a soft limit of little more than the kilobytes that /proc/self/status gives for `usage`; and the
    /// limit.
    private static func failure(
        _ kind: StackConfiguration.GuardKind, limiting resource: UInt32, _ usage: String
    ) throws -> (failure: StackFailure?, limitBytes: UInt64) {
        let status = KeyedLines(try TextFile.read("/proc/self/status"), separator: ":")
        let kilobytes = try #require(status[usage]?.split(separator: " ").first.flatMap { UInt64($0) })
        let resource = __rlimit_resource_t(resource)
        var before = rlimit()
        try #require(getrlimit(resource, &before) == 0)
        var tight = rlimit(rlim_cur: rlim_t(kilobytes + 65536) << 10, rlim_max: before.rlim_max)
        try #require(setrlimit(resource, &tight) == 0)
        return (try failure(kind) { setrlimit(resource, &before) }, UInt64(tight.rlim_cur))
    }

    @Test(.disabled(if: isSanitized, "sanitizers need memory of their own"))
    func theLimitOfDataIsNamed() async {
        await #expect(processExitsWith: .success) {
            for kind in StackTests.kinds {
                let (failure, limit) = try StackTests.failure(kind, limiting: RLIMIT_DATA.rawValue, "VmData")
                guard case .data(let fibers, limit)? = failure else {
                    Issue.record("\(kind): \(String(describing: failure))")
                    continue
                }
                #expect(fibers > 64)
            }
        }
    }

    @Test(.disabled(if: isSanitized, "sanitizers need memory of their own"))
    func theLimitOfAddressSpaceIsNamed() async {
        await #expect(processExitsWith: .success) {
            for kind in StackTests.kinds {
                let (failure, limit) = try StackTests.failure(kind, limiting: RLIMIT_AS.rawValue, "VmSize")
                guard case .addressSpace(let fibers, limit)? = failure else {
                    Issue.record("\(kind): \(String(describing: failure))")
                    continue
                }
                #expect(fibers > 64)
            }
        }
    }

    private static let mappingLimit = TextFile.integer("/proc/sys/vm/max_map_count").map { Int($0) }

    @Test(
        .disabled(if: isSanitized, "sanitizers need memory of their own"),
        .enabled(if: mappingLimit.map { $0 <= 1 << 18 } ?? false, "vm.max_map_count is out of reach"))
    func theLimitOfMappingsIsNamed() async {
        await #expect(processExitsWith: .success) {
            let limit = try #require(StackTests.mappingLimit)
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            let size = (limit + 2) * page
            let memory = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            let low = try #require(memory != MAP_FAILED ? memory : nil)
            // Every second page: it and the one after it become mappings of their own.
            var count = 0
            while mprotect(low + (2 * count + 1) * page, page, PROT_READ) == 0 { count += 1 }
            for index in count - 50..<count { mprotect(low + (2 * index + 1) * page, page, PROT_NONE) }
            let failure = try StackTests.failure(.protection) { munmap(low, size) }
            guard case .mappingCount(let fibers, UInt64(limit)?)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(1..<100 ~= fibers)
        }
    }

    @Test func whatTheLimitsSayIsNamed() {
        #expect(
            "\(StackFailure.mappingCount(fibers: 32_745, limit: 65_530))"
                == """
                no stack for another fiber beyond 32745: each needs two memory mappings, and vm.max_map_count allows \
                65530; raise that sysctl
                """)
        #expect(
            "\(StackFailure.addressSpace(fibers: 12, limitBytes: 500_000 << 10))"
                == """
                no stack for another fiber beyond 12: the limit of address space (RLIMIT_AS, ulimit -v) is 500000 KiB; \
                raise it
                """)
        #expect(
            "\(StackFailure.data(fibers: 12, limitBytes: 500_000 << 10))"
                == """
                no stack for another fiber beyond 12: the limit of data (RLIMIT_DATA, ulimit -d) is 500000 KiB; raise it
                """)
    }
}
