import CLiburing
import Fibers
import Kernel
import Ring
import Testing

@testable import Runtimes

private let isAvailable: Bool = {
    do throws(CallFailure) { _ = try Evented() } catch { return false }
    return true
}()

@Suite(.enabled(if: isAvailable, "this kernel refuses io_uring to this process"))
struct MultishotQueueTests {
    private func completion(_ number: Int32) -> Completion {
        Completion(userData: 0, result: number, flags: IORING_CQE_F_MORE)
    }

    /// However far behind whoever takes them is, and whether the queue is ever empty or not.
    @Test(arguments: [0, 1, 2, 100, 1000] as [Int32])
    func completionsAreTakenInOrderAndLeaveNothingBehind(behind: Int32) throws {
        try Evented().run { scope in
            let queue = MultishotQueue.make(for: scope.fibers.current)
            defer { MultishotQueue.free(queue) }
            var isOverfull = false
            for number in 0..<behind { isOverfull = queue.pointee.append(completion(number)) || isOverfull }
            for number in 0..<20_000 as Range<Int32> {
                isOverfull = queue.pointee.append(completion(number + behind)) || isOverfull
                let next = queue.pointee.next()
                #expect(next?.result == number)
                #expect(queue.pointee.rest.count <= 2 * Int(behind) + 130)
            }
            for number in 0..<behind {
                let next = queue.pointee.next()
                #expect(next?.result == number + 20_000)
            }
            let last = queue.pointee.next()
            #expect(last == nil && queue.pointee.rest.isEmpty && !isOverfull)
        }
    }
}
