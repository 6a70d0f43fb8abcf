import CKernel
import Catalog
import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// What users rely on, and no row of the Catalog stands for.
    static let behaviourChecks: [OperationCheck] = [
        // The first: no other thread may have been started before, not even by the kernel for a ring.
        .behaviour(
            "futex-before-threads", needs: [.operation("FUTEX_WAIT")],
            "a private futex wait from before the first thread is woken after it"
        ) { bench in
            let word = BenchMemory(UInt32(7))
            let request = try bench.start(waitFor(word, value: 7))
            try bench.onOtherThread {}
            let woken = wake_futex(word.pointer, 1)
            guard woken == 0 else { return try bench.expect(request) }
            // It would be in the way of the ring's end.
            _ = try? bench.cancel(request)
            throw CheckEnd.failed(
                "futex(2) finds nobody waiting: the wait that was there before the first thread is lost; "
                    + "start a thread before the first wait, or use futexes that are not private")
        },
        .behaviour(
            "message-to-disabled-ring", needs: [.operation("MSG_RING"), .flag("R_DISABLED")],
            "a message to a ring that is disabled is refused with EBADFD"
        ) { bench in
            let disabled = try bench.another("R_DISABLED")
            try bench.expect(
                .of("MSG_RING") { ($0.descriptor, $0.length) = (disabled.ring.descriptor, 33) }, is: Errno(EBADFD))
        },
        .behaviour(
            "single-issuer", needs: [.flag("SINGLE_ISSUER")],
            "a ring of a single issuer refuses another thread with EEXIST"
        ) { bench in
            let ring = try bench.another("SINGLE_ISSUER").ring.descriptor
            let own = raw_io_uring_enter(ring, 0, 0, 0, nil, 0)
            if own != 0 { throw VerifyBench.surprise("io_uring_enter of the thread that made the ring", own, "0") }
            var others = 0
            try bench.onOtherThread { others = raw_io_uring_enter(ring, 1, 0, 0, nil, 0) }
            guard others == -Int(EEXIST) else {
                throw VerifyBench.surprise("io_uring_enter of another thread", others, "\(Errno(EEXIST))")
            }
        },
        // The last: it gives rights up.
        .behaviour(
            "memory-back-at-close", needs: [],
            "what a ring is charged to the limit of locked memory is free again once it is closed"
        ) { _ in try expectMemoryAtClose() },
    ]

    /// Rings that would fit into 64 KiB many times over are not charged.
    private static let ringLimit = 32
    private static let lockedMemoryLimitBytes: UInt64 = 64 << 10
    private static let patienceNanoseconds: Int64 = 1_700_000_000

    private static func expectMemoryAtClose() throws {
        try Capabilities.dropAll()
        try Limit.lower(.lockedMemory, to: lockedMemoryLimitBytes)
        var rings: [OpenRing] = []
        var isFull = false
        while !isFull && rings.count < ringLimit {
            do throws(CallFailure) { rings.append(try OpenRing()) } catch {
                guard error.errno == .outOfMemory else { throw error }
                isFull = true
            }
        }
        guard isFull else { throw CheckEnd.skipped("rings are not charged to the limit of locked memory here") }
        guard !rings.isEmpty else { throw CheckEnd.skipped("this user's limit of locked memory is used up") }
        rings.removeLast()
        let start = Clock.nanoseconds
        while true {
            do throws(CallFailure) { rings.append(try OpenRing()) } catch {
                guard error.errno == .outOfMemory else { throw error }
                if Clock.nanoseconds - start < patienceNanoseconds {
                    usleep(1000)
                    continue
                }
                throw CheckEnd.failed("what a ring was charged is not back \(patienceNanoseconds / 1_000_000) ms after it")
            }
            break
        }
        let late = (Clock.nanoseconds - start) / 1_000_000
        try expect(
            late == 0, "what a ring was charged came back \(late) ms after it; where a ring cannot be made for ENOMEM, "
                + "try again for a second or two")
    }
}

/// A ring that is closed with its last holder.
private final class OpenRing {
    private let ring: Ring
    init() throws(CallFailure) { ring = try Ring(entries: 8) }
}

extension VerifyBench {
    /// Runs `body` on a thread of its own, and waits for its end.
    func onOtherThread(_ body: () -> Void) throws(CallFailure) {
        let result = withoutActuallyEscaping(body) { body -> Int32 in
            var thread = pthread_t()
            let work = Unmanaged.passRetained(ThreadWork(body))
            let result = pthread_create(
                &thread, nil,
                { argument in
                    // What was passed below, retained for this.
                    Unmanaged<ThreadWork>.fromOpaque(argument.unsafelyUnwrapped).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
            if result == 0 { pthread_join(thread, nil) } else { work.release() }
            return result
        }
        if result != 0 { throw CallFailure("pthread_create", "", Errno(result)) }
    }
}

private final class ThreadWork {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
}
