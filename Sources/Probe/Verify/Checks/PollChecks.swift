import CKernel
import Glibc
import Kernel
import Ring

private let readable = UInt32(POLLIN)

extension OperationCheck {
    /// Waits for readiness.
    static let pollChecks: [OperationCheck] = [
        .operation("POLL_ADD") { bench in
            let event = try Descriptor.event()
            let request = try bench.start(poll(event.number))
            try event.raise()
            try bench.expect(request, is: Int(readable))
        },
        .operation("POLL_REMOVE") { bench in
            let event = try Descriptor.event()
            let request = try bench.start(poll(event.number))
            try bench.expect(.of("POLL_REMOVE") { $0.address = request.userData })
            try bench.expect(request, is: .cancelled)
        },
        .operation("EPOLL_CTL") { bench in
            let epoll = try Descriptor.epoll()
            let event = try Descriptor.event(count: 1)
            // struct epoll_event begins with the events; the rest is the program's.
            let entry = BenchMemory(16)
            entry.store(readable)
            try bench.expect(
                .of("EPOLL_CTL", epoll.number, entry, 1 /* EPOLL_CTL_ADD */) {
                    $0.offset = UInt64(event.number)
                })
            try expect("the number of events", count_epoll_events(epoll.number), is: 1)
        },
        .operation("EPOLL_WAIT") { bench in
            let epoll = try Descriptor.epoll()
            let event = try Descriptor.event(count: 1)
            try epoll.watch(event, readable)
            let found = BenchMemory(16)
            try bench.expect(.of("EPOLL_WAIT", epoll.number, found, 1), is: 1)
            try expect("the events", found.load(UInt32.self), is: readable)
        },

        // Two wait exclusively for one event; a flag above the low 16 bits that was dropped would wake both.
        .flag("POLL_WIDE_MASK") { bench in
            let event = try Descriptor.event()
            let exclusive = poll(event.number, readable | 1 << 28 /* EPOLLEXCLUSIVE */)
            let requests = try bench.start([exclusive, exclusive])
            try event.raise()
            let first = try bench.completion(of: requests[0], withinMilliseconds: 500)
            try event.lower()
            let second = try bench.completion(of: requests[1], withinMilliseconds: 0)
            try expect((first == nil) != (second == nil), "two who wait exclusively are woken by one event")
            try bench.cancel(first == nil ? requests[0] : requests[1])
        },
        .flag("POLL_ADD_MULTI") { bench in
            let event = try Descriptor.event()
            let request = try bench.start(poll(event.number, flags: 1))
            for _ in 0..<2 {
                try event.raise()
                let completion = try bench.completion(of: request)
                guard completion.result == readable else {
                    throw VerifyBench.surprise("POLL_ADD", Int(completion.result), "\(readable)")
                }
                try expect(completion.flags & CompletionFlag.more != 0, "the wait ends with one event")
                try event.lower()
            }
            try bench.cancel(request)
        },
        .flag("POLL_ADD_LEVEL") { bench in
            let event = try Descriptor.event(count: 1)
            let request = try bench.start(poll(event.number, flags: 1 | 1 << 3))
            try bench.expect(request, is: Int(readable))
            try bench.cancel(request)
        },
        .flag("POLL_UPDATE_EVENTS") { bench in
            let pair = try Descriptor.socketPair(SOCK_STREAM)
            let request = try bench.start(poll(pair.first.number))
            try bench.expect(
                .of("POLL_REMOVE") {
                    ($0.address, $0.length, $0.operation_flags) = (request.userData, 1 << 1, UInt32(POLLOUT))
                })
            let result = try bench.result(of: request)
            try expect(result > 0 && result & Int(POLLOUT) != 0, "a wait for writing ends with \(result)")
        },
        .flag("POLL_UPDATE_USER_DATA") { bench in
            let event = try Descriptor.event()
            let ring = try bench.another()
            let request = try ring.start(poll(event.number))
            try ring.expect(
                .of("POLL_REMOVE") { ($0.address, $0.length, $0.offset) = (request.userData, 1 << 2, 4242) })
            try event.raise()
            try expect("the user data of the wait", ring.nextCompletion().userData, is: 4242)
        },
    ]

    private static func poll(_ descriptor: Int32, _ events: UInt32 = readable, flags: UInt32 = 0) -> Submission {
        .of("POLL_ADD") { ($0.descriptor, $0.operation_flags, $0.length) = (descriptor, events, flags) }
    }
}

extension Descriptor {
    /// Makes an eventfd readable.
    borrowing func raise() throws(CallFailure) {
        let number = number
        var one: UInt64 = 1
        _ = try checked("write", "eventfd") { write(number, &one, 8) }
    }

    /// Takes what is in an eventfd: how much.
    @discardableResult
    borrowing func lower() throws(CallFailure) -> UInt64 {
        var value: UInt64 = 0
        let number = number
        _ = try checked("read", "eventfd") { Glibc.read(number, &value, 8) }
        return value
    }

    static func epoll() throws(CallFailure) -> Descriptor {
        Descriptor(owning: try checked("epoll_create1") { make_epoll() })
    }

    borrowing func watch(_ other: borrowing Descriptor, _ events: UInt32) throws(CallFailure) {
        let (number, watched) = (number, other.number)
        _ = try checked("epoll_ctl") { add_to_epoll(number, watched, events) }
    }
}
