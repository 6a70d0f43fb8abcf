import Fibers
import Kernel
import Sync

/// What must not be done to a mutex ends the program and says so: each in a child of its own.
enum MisuseCase {
    static func run(_ effort: Effort) throws(BodyFailure) -> String {
        for helper in helpers {
            let trial = Runner.run(
                helper.name, of: .mutex, isSpecimen: true, effort, timeoutNanoseconds: effort.timeoutNanoseconds,
                unless: nil)
            if trial.outcome == .unknown { throw .prevented("\(helper.name): \(trial.detail)") }
            try expect(
                trial.outcome == .crashed && trial.message?.contains(helper.expected) == true,
                "\(helper.name) was not caught: \(trial.outcome.rawValue), \(trial.message ?? trial.detail)")
        }
        return "\(Words.count(helpers.count, "mistake")) ended their process by name"
    }

    static let helpers = [
        helper("relock", .relock) { _ throws(BodyFailure) in
            let mutex = Shared(Mutex())
            mutex.value.lock()
            mutex.value.lock()
        },
        helper("unlock-of-other", .unlockOfOther) { _ throws(BodyFailure) in
            let mutex = Shared(Mutex())
            try onScheduler { (scope) throws(BodyFailure) in
                mutex.value.lock()
                try scope.start("other") { mutex.value.unlock() }.join()
            }
        },
        helper("unlock-of-unlocked", .unlockOfUnlocked) { _ throws(BodyFailure) in Mutex().unlock() },
        helper("destroyed-while-held", .destroyedWhileHeld) { _ throws(BodyFailure) in
            let mutex = Mutex()
            mutex.lock()
        },
        helper("condition-without-mutex", .conditionWithoutMutex) { _ throws(BodyFailure) in
            let (condition, mutex) = (Shared(Condition()), Shared(Mutex()))
            _ = try? condition.value.wait(mutex.value, .endless)
        },
        helper("ended-while-holding", .endedWhileHolding) { _ throws(BodyFailure) in
            let mutex = Shared(Mutex())
            try OtherThread.run { mutex.value.lock() }
        },
    ]

    private static func helper(
        _ name: String, _ misuse: Misuse, _ body: @escaping @Sendable (Effort) throws(BodyFailure) -> Void
    ) -> Specimen {
        Specimen(name, broken: "a misuse", expected: "\(misuse)", likeness: "it says so") { effort throws(BodyFailure) in
            try body(effort)
            return .unharmed("nobody noticed")
        }
    }
}
