import Kernel
import Testing

@testable import Scenarios

struct LimitHintTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let failure: CallFailure
        let hint: String?
        var testDescription: String { "\(failure)" }

        init(_ call: String, _ errno: Errno, _ hint: String?) {
            failure = CallFailure(call, "", errno)
            self.hint = hint
        }
    }

    static let cases = [
        Case("pipe2", .tooManyFiles, "the limit of descriptors (ulimit -n) is 1048576: raise it"),
        Case("posix_spawn", .tryAgain, "the limit of processes (ulimit -u) is 1048576: raise it"),
        Case("pthread_create", .tryAgain, "the limit of processes (ulimit -u) is 1048576: raise it"),
        Case("io_uring_queue_init", .outOfMemory, "the limit of address space (ulimit -v) is 1024 KiB: raise it"),
        Case(
            "mmap", .outOfMemory,
            "the limit of address space (ulimit -v) is 1024 KiB: raise it; "
                + "the limit of data (ulimit -d) is 1024 KiB: raise it"),
        Case("mmap", .invalidArgument, nil),
        Case("poll", .tryAgain, "the limit of address space (ulimit -v) is 1024 KiB: raise it"),
    ]

    @Test(arguments: cases)
    func theLimitIsNamed(_ sample: Case) {
        #expect(LimitHint.hint(for: sample.failure) { _ in 1 << 20 } == sample.hint)
        #expect(LimitHint.hint(for: sample.failure) { _ in nil } == nil)
        let words = LimitHint.words(for: sample.failure) { _ in 1 << 20 }
        #expect(words == "\(sample.failure)" + (sample.hint.map { "; \($0)" } ?? ""))
    }

    /// Of locked memory there is a limit everywhere: it is named where it is too low for a ring.
    @Test(arguments: [(UInt64(8 << 20), nil), (65536, "the limit of locked memory (ulimit -l) is 64 KiB: raise it")])
    func lockedMemoryIsNamedWhereItIsLow(_ bytes: UInt64, _ hint: String?) {
        let failure = CallFailure("io_uring_queue_init", "", .outOfMemory)
        #expect(LimitHint.hint(for: failure) { $0 == .lockedMemory ? bytes : nil } == hint)
    }

    @Test func onlyWhatIsTightIsNamed() {
        #expect(LimitHint.tight { _ in nil } == [])
        #expect(LimitHint.tight { _ in 1 << 40 } == [])
        let stack = LimitHint.tight { $0 == .stack ? 65536 : nil }
        #expect(stack.map(\.words) == ["the limit of stack size (ulimit -s) is 64 KiB: raise it"])
        #expect(LimitHint.tight { _ in 1 }.count == 5)
    }
}
