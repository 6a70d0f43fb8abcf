import Glibc
import Kernel
import Ring

extension OperationCheck {
    /// How two AF_UNIX sockets come to be connected, under names that no file system has.
    static let connectionChecks: [OperationCheck] = [
        .operation("BIND") { bench in
            let socket = try Descriptor.socket(family: AF_UNIX, SOCK_STREAM)
            // An address that is a family and nothing else asks for a name (unix(7), autobind).
            let family = BenchMemory(sa_family_t(AF_UNIX))
            try bench.expect(.of("BIND", socket.number, family, 0) { $0.offset = UInt64(family.count) })
            try expect(socket.localAddress().count > family.count, "the socket has no name")
        },
        .operation("LISTEN") { bench in
            let socket = try Descriptor.localSocket(SOCK_STREAM)
            try bench.expect(.of("LISTEN") { ($0.descriptor, $0.length) = (socket.number, 1) })
            _ = try socket.connected()
        },
        .operation("CONNECT") { bench in
            let listener = try Descriptor.localListener()
            let address = try listener.localAddress()
            let client = try Descriptor.socket(family: AF_UNIX, SOCK_STREAM)
            try bench.expect(.of("CONNECT", client.number, address, 0) { $0.offset = UInt64(address.count) })
            try client.send("x")
            let accepted = Descriptor(owning: try checked("accept") { accept(listener.number, nil, nil) })
            try expect("what was received", accepted.received(), is: "x")
        },
        .operation("ACCEPT") { bench in
            let listener = try Descriptor.localListener()
            let client = try listener.connected()
            let accepted = try bench.descriptor(of: .of("ACCEPT") { $0.descriptor = listener.number })
            try client.send("x")
            try expect("what was received", accepted.received(), is: "x")
        },

        .flag("ACCEPT_MULTISHOT") { bench in
            let listener = try Descriptor.localListener()
            let request = try bench.start(.of("ACCEPT") { ($0.descriptor, $0.io_priority) = (listener.number, 1) })
            for _ in 0..<2 {
                let client = try listener.connected()
                let completion = try bench.completion(of: request)
                guard completion.result >= 0 else {
                    throw VerifyBench.surprise("ACCEPT", Int(completion.result), "a descriptor")
                }
                let accepted = Descriptor(owning: completion.result)
                try client.send("x")
                try expect("what was received", accepted.received(), is: "x")
                try expect(completion.flags & CompletionFlag.more != 0, "the request ends with one connection")
            }
            try bench.cancel(request)
        },
        .flag("ACCEPT_DONTWAIT") { bench in
            let listener = try Descriptor.localListener()
            try bench.expect(
                .of("ACCEPT") { ($0.descriptor, $0.io_priority) = (listener.number, 1 << 1) }, is: .tryAgain)
        },
        .flag("ACCEPT_POLL_FIRST") { bench in
            let listener = try Descriptor.localListener()
            _ = try listener.connected()
            _ = try bench.descriptor(of: .of("ACCEPT") { ($0.descriptor, $0.io_priority) = (listener.number, 1 << 2) })
        },
    ]
}

extension VerifyBench {
    /// Cancels what still waits, and takes its last completion.
    func cancel(_ request: Request) throws {
        try expect(.of("ASYNC_CANCEL") { $0.address = request.userData })
        while try completion(of: request).flags & CompletionFlag.more != 0 {}
    }
}
