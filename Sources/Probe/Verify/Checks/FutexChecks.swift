import CKernel
import Glibc
import Kernel
import Ring

/// FUTEX2_PRIVATE and FUTEX2_SIZE_U32.
let privateFutex: UInt32 = 128 | 2

extension OperationCheck {
    /// Waits on words of memory.
    static let futexChecks: [OperationCheck] = [
        .operation("FUTEX_WAIT") { bench in
            let word = BenchMemory(UInt32(7))
            try bench.expect(waitFor(word, value: 8), is: .tryAgain)
            let request = try bench.start(waitFor(word, value: 7))
            try expect("how many futex(2) woke", wake_futex(word.pointer, 1), is: 1)
            try bench.expect(request)
        },
        .operation("FUTEX_WAKE") { bench in try expectWaking(bench) },
        .operation("FUTEX_WAITV") { bench in
            let words = [BenchMemory(UInt32(1)), BenchMemory(UInt32(2))]
            let entries = BenchMemory(
                words.enumerated().map {
                    futex_wait_entry(
                        value: UInt64($0.offset + 1), address: $0.element.address, flags: privateFutex, reserved: 0)
                })
            let request = try bench.start(.of("FUTEX_WAITV", 0, entries, words.count))
            try expect("how many futex(2) woke", wake_futex(words[1].pointer, 1), is: 1)
            try bench.expect(request, is: 1)
        },
        .flag("FUTEX2_FLAGS") { bench in try expectWaking(bench) },
    ]

    /// A request that waits until the private futex `word` is woken, if it still is `value`.
    static func waitFor(_ word: BenchMemory, value: UInt64) -> Submission {
        .of("FUTEX_WAIT") {
            $0.descriptor = Int32(privateFutex)
            $0.address = word.address
            $0.offset = value
            $0.address3 = UInt64(UInt32.max)  // any bit
        }
    }

    /// One that waits and one that wakes it, in one ring.
    private static func expectWaking(_ bench: VerifyBench) throws {
        let word = BenchMemory(UInt32(7))
        let request = try bench.start(waitFor(word, value: 7))
        try bench.expect(
            .of("FUTEX_WAKE") {
                $0.descriptor = Int32(privateFutex)
                $0.address = word.address
                $0.offset = 1  // wake one
                $0.address3 = UInt64(UInt32.max)
            }, is: 1)
        try bench.expect(request)
    }
}
