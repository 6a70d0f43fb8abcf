import Glibc
import Kernel
import Ring

private let text = "uringctl"

extension OperationCheck {
    /// Sends over TCP whose memory is the kernel's until a second completion gives it back.
    static let zeroCopyChecks: [OperationCheck] = [
        .operation("SEND_ZC") { bench in
            _ = try sending(bench) { .of("SEND_ZC", $0, $1) }
        },
        .operation("SENDMSG_ZC") { bench in
            _ = try sending(bench) { .of("SENDMSG_ZC", $0, $1.message(), 1) }
        },
        .flag("SEND_ZC.RECVSEND_FIXED_BUF") { bench in
            _ = try sending(bench, isRegistered: true) { .of("SEND_ZC", $0, $1) { $0.io_priority = 1 << 2 } }
        },
        .flag("SENDMSG_ZC.RECVSEND_FIXED_BUF") { bench in
            _ = try sending(bench, isRegistered: true) {
                .of("SENDMSG_ZC", $0, $1.message(), 1) { $0.io_priority = 1 << 2 }
            }
        },
        .flag("SEND_ZC_NOTIF_USER_DATA") { bench in
            let ring = try bench.another()
            let pair = try LoopbackPair()
            let request = try ring.start(.of("SEND_ZC", pair.first.number, BenchMemory(text), 1) { $0.address3 = 4242 })
            try ring.expect(request, is: 1)
            try expect("the user data of the notification", ring.nextCompletion().userData, is: 4242)
        },
        .flag("SEND_ZC_REPORT_USAGE") { bench in try expectReport(bench) },
        .flag("NOTIF_USAGE_ZC_COPIED") { bench in try expectReport(bench) },
    ]

    /// That the notification says that data were copied, as they always are over loopback.
    private static func expectReport(_ bench: VerifyBench) throws {
        let notification = try sending(bench) { .of("SEND_ZC", $0, $1) { $0.io_priority = 1 << 3 } }
        try expect("what the notification says", notification.result, is: .min)
    }

    /// The notification of a send that arrived.
    private static func sending(
        _ bench: VerifyBench, isRegistered: Bool = false, _ request: (Int32, BenchMemory) -> Submission
    ) throws -> Completion {
        let pair = try LoopbackPair()
        let memory = BenchMemory(bytes: text)
        var notification: Completion?
        func use() throws {
            let request = try bench.start(request(pair.first.number, memory))
            let sent = try bench.completion(of: request)
            guard Int(sent.result) == text.utf8.count else {
                throw VerifyBench.surprise(request.name, Int(sent.result), "\(text.utf8.count)")
            }
            try expect(sent.flags & CompletionFlag.more != 0, "no notification is announced")
            guard try waitUntilReadable(pair.second.number, timeoutMilliseconds: 1000) else {
                throw CheckEnd.failed("nothing arrived")
            }
            try expect("what was received", pair.second.received(), is: text)
            let last = try bench.completion(of: request)
            try expect(last.flags & CompletionFlag.notification != 0, "the second completion is no notification")
            notification = last
        }
        if isRegistered { try bench.withBuffers([memory], use) } else { try use() }
        guard let notification else { throw CheckEnd.unknown("nothing was sent") }
        return notification
    }
}
