import CFiber
import CKernel
import Fibers
import Glibc
import Testing

@Suite struct RoomyStackTests {
    @Test(arguments: [nil, 64 << 10, 1 << 20] as [UInt64?])
    func theBodyRunsOnceAndItsValueComesBack(limitBytes: UInt64?) {
        var runs = 0
        let here = UInt(bitPattern: fiber_stack_position())
        let there = RoomyStack.run(limitBytes: limitBytes) {
            runs += 1
            return UInt(bitPattern: fiber_stack_position())
        }
        #expect(runs == 1)
        let distance = max(here, there) - min(here, there)
        #expect((distance > 64 << 10) == (limitBytes == 64 << 10))
    }

    /// It stands for the thread's: a crash report says so of its guard too.
    @Test(.disabled(if: fiber_sanitizer() != nil, "sanitizers handle signals themselves"))
    func itsOverflowIsTheThreads() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]
        ) {
            crash_install(STDERR_FILENO)
            RoomyStack.run(limitBytes: 64 << 10) { RoomyStackTests.overflow() }
        }
        let lines = String(decoding: result.standardErrorContent, as: UTF8.self).split(separator: "\n")
        #expect(lines.contains("crash place address thread-guard"), "\(lines)")
    }

    private static func overflow() {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { frame in
            frame.initializeMemory(as: UInt8.self, repeating: 1)
            overflow()
            // Keeps the frame in use until here, and the call from becoming a loop.
            precondition(frame[0] == 1)
        }
    }
}
