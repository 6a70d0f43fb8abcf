import Support
import Testing

import Sync

/// What is destroyed in another room than its own is destroyed as it should be, in every build.
@Suite(.timeLimit(.minutes(Bound.testMinutes)))
struct DestructionTests {
    /// Whatever holds it, and however it is passed on.
    private final class Holder<Value: ~Copyable & Sendable>: Sendable {
        let value: Value
        init(_ value: consuming Value) { self.value = value }
    }

    @Test func aMutexThatIsHeldTraps() async {
        await #expect(processExitsWith: .failure) {
            let mutex = Mutex()
            mutex.lock()
        }
        await #expect(processExitsWith: .failure) {
            let holder = Holder(Mutex())
            holder.value.lock()
        }
        await #expect(processExitsWith: .success) {
            let mutex = Mutex()
            mutex.lock()
            mutex.unlock()
        }
    }
}
