import Foundation
import Support
import Testing

@testable import Kernel

struct StopRequestTests {
    @Test(.timeLimit(.minutes(Bound.testMinutes)))
    func aSignalMakesARequestThatStays() throws {
        // Who started this process may have ignored it.
        signal(SIGHUP, SIG_DFL)
        let stop = try StopRequest.arm()
        #expect(!stop.isRequested)
        kill(getpid(), SIGHUP)
        #expect(try waitUntilReadable(stop.descriptor, timeoutMilliseconds: 30_000))
        #expect(stop.isRequested)
        #expect(stop.isRequested)
    }

    @Test func eachOfTwoDescriptorsIsToldApart() throws {
        let quiet = try Descriptor.event()
        let ready = try Descriptor.event(count: 1)
        let neither = try waitUntilReadable(quiet.number, or: -1, timeoutMilliseconds: 0)
        #expect(neither == (false, false))
        let first = try waitUntilReadable(ready.number, or: quiet.number, timeoutMilliseconds: 1000)
        #expect(first == (true, false))
        let second = try waitUntilReadable(quiet.number, or: ready.number, timeoutMilliseconds: 1000)
        #expect(second == (false, true))
    }
}
