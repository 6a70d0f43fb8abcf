import CKernel
import Foundation
import Kernel
import Testing

/// A filter holds for one thread, so that each of these is put on a thread which then ends.
struct SystemCallFilterTests {
    /// What setup(0, NULL), enter(−1) and register(−1, UNREGISTER_BUFFERS) answer on a thread under `filters`: results
    /// of raw calls, which are negated errnos.
    private func answers(under filters: [SystemCallFilter]) throws -> [Int32] {
        try onThread {
            for filter in filters { try filter.install() }
            return [
                Int32(raw_io_uring_setup(0, nil)), Int32(raw_io_uring_enter(-1, 0, 0, 0, nil, 0)),
                Int32(raw_io_uring_register(-1, 1, nil, 0)),
            ]
        }
    }

    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let box = Mailbox<Value>()
        Thread { box.put(Result(catching: body)) }.start()
        return try box.take().get()
    }

    @Test(arguments: [
        SystemCallFilter.Calls.setup, .enter, .register, [.setup, .enter], [.setup, .register], [.enter, .register], .all,
        [],
    ])
    func chosenCallsAreAnswered(_ calls: SystemCallFilter.Calls) throws {
        let plain = try answers(under: [])
        let expected = [SystemCallFilter.Calls.setup, .enter, .register].enumerated().map { index, call in
            calls.contains(call) ? -130 : plain[index]
        }
        #expect(try answers(under: [SystemCallFilter(.errno(Errno(130)), on: calls)]) == expected)
    }

    @Test(arguments: [1, 38, 95, 4095] as [Int32])
    func anyErrnoCanBeTheAnswer(_ number: Int32) throws {
        let filter = SystemCallFilter(.errno(Errno(number)))
        #expect(try answers(under: [filter]) == [-number, -number, -number])
    }

    @Test func aThreadWithoutTheFilterIsNotTouched() throws {
        let before = try answers(under: [])
        _ = try answers(under: [SystemCallFilter(.errno(.permissionDenied))])
        #expect(try answers(under: []) == before)
    }

    /// The kernel runs all filters of a thread; of two errnos the later filter's counts.
    @Test func aSecondFilterStandsBeforeTheFirst() throws {
        let filters = [SystemCallFilter(.errno(Errno(38))), SystemCallFilter(.errno(Errno(1)), on: .setup)]
        #expect(try answers(under: filters) == [-1, -38, -38])
    }

    /// ENOSYS where no other filter refuses the call; otherwise that filter's answer, whichever was there first.
    @Test func aTrialGivesWayToARefusal() throws {
        let refusal = SystemCallFilter(.errno(Errno(130)))
        func answer(_ steps: @escaping @Sendable () throws -> Void) throws -> Int {
            try onThread {
                try steps()
                return raw_io_uring_setup(0, nil)
            }
        }
        #expect(try answer { try SystemCallFilter.installTrial(on: .setup) } == -38)
        #expect(try answer { try refusal.install(); try SystemCallFilter.installTrial(on: .setup) } == -130)
        #expect(try answer { try SystemCallFilter.installTrial(on: .setup); try refusal.install() } == -130)
        let other = SystemCallFilter(.errno(Errno(130)), on: [.enter, .register])
        #expect(try answer { try other.install(); try SystemCallFilter.installTrial(on: .setup) } == -38)
    }

    @Test func noNewPrivilegesAreForgoneOnlyWhereTheKernelDemandsIt() throws {
        let mayAdminister = try Capabilities.effective().contains("cap_sys_admin")
        let flags = try onThread {
            let before = no_new_privileges()
            try SystemCallFilter(.errno(.permissionDenied)).install()
            return [before, no_new_privileges()]
        }
        #expect(flags[1] == (mayAdminister ? flags[0] : 1))
        let without = try onThread {
            try Capabilities.dropAll()
            try SystemCallFilter(.errno(.permissionDenied)).install()
            return no_new_privileges()
        }
        #expect(without == 1)
    }
}

/// One value from one thread to another.
private final class Mailbox<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var result: Result<Value, any Error>?

    func put(_ value: Result<Value, any Error>) {
        condition.lock()
        result = value
        condition.signal()
        condition.unlock()
    }

    func take() -> Result<Value, any Error> {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result { return result }
            condition.wait()
        }
    }
}
