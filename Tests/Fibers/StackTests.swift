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
    }
}
