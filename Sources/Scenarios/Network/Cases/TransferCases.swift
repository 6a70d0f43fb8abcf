import CLiburing
import Fibers
import Glibc
import Kernel
import Runtimes

/// Bytes on their way, and what becomes of them.
enum TransferCases {
    static func halfClose(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            for address in [SocketAddress.loopbackIPv4(), .abstract()] {
                let pair = try scope.connected(at: address)
                let answer = try call { () throws(NetworkFailure) in
                    try scope.write([1, 2, 3], to: pair.client)
                    try scope.shutdown(pair.client, .writing)
                    let question = try scope.readAll(pair.server, count: 100)
                    try scope.write(question + [4], to: pair.server)
                    scope.close(pair.server)
                    return try scope.readAll(pair.client, count: 100)
                }
                try expect("what came after the client's end", answer, is: [1, 2, 3, 4])
                _ = try expectFailure("a write after shutdown", [.brokenPipe]) { () throws(NetworkFailure) in
                    try scope.write([5], to: pair.client)
                }
                scope.close(pair)
            }
            return "the answer came after the question's end, and a write after it was EPIPE, without a signal"
        }
    }

    static func peerReset(_ effort: Effort) throws(BodyFailure) -> String {
        try onRingByOpcodes { (scope) throws(BodyFailure) in
            let pair = try scope.connected()
            let reading = try scope.begin("reader") { (scope) throws(BodyFailure) in
                try expectFailure("a read from a peer that resets", [.connectionReset]) { () throws(NetworkFailure) in
                    try scope.read(pair.server, limit: 100)
                }
            }
            scope.yield()
            reset(pair.client.descriptor)
            scope.close(pair.client)
            let read = try reading.join()
            let write = try expectFailure("a write to a peer that has reset", [.brokenPipe, .connectionReset]) {
                () throws(NetworkFailure) in try scope.write([1], to: pair.server)
            }
            scope.close(pair)
            return "\(read.shortDescription) of the read, \(write.shortDescription) of the write after it"
        }
    }

    /// Has close(2) reset the connection (SO_LINGER with no time, socket(7)).
    private static func reset(_ descriptor: Int32) {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    static func shortWrites(_ effort: Effort) throws(BodyFailure) -> String {
        let (header, slice, repeats) = (1000, 100_000, 20)
        return try onRingByOpcodes { (scope) throws(BodyFailure) in
            var sends: [UInt64] = []
            for address in [SocketAddress.loopbackIPv4(), .abstract()] {
                let pair = try scope.connected(at: address)
                do throws(CallFailure) { try pair.client.set(SO_SNDBUF, to: 4096) } catch { throw BodyFailure(error) }
                let before = scope.counters.operations[Int(IORING_OP_SENDMSG.rawValue)]
                let reading = try scope.begin("reader") { (scope) throws(BodyFailure) in
                    try call { () throws(NetworkFailure) in try scope.readAll(pair.server, count: .max) }
                }
                let first = [UInt8](repeating: 1, count: header), rest = (0..<slice).map { UInt8($0 % 251) }
                try call { () throws(NetworkFailure) in
                    try first.withUnsafeBufferPointer { first throws(NetworkFailure) in
                        try rest.withUnsafeBufferPointer { rest throws(NetworkFailure) in
                            let gathering = Gathering(
                                header: UnsafeRawBufferPointer(first), slices: [UnsafeRawBufferPointer(rest)],
                                lastRepeats: repeats)
                            try scope.write(gathering, to: pair.client)
                        }
                    }
                    try scope.shutdown(pair.client, .writing)
                }
                let all = try reading.join()
                try expect("how many bytes came", all.count, is: header + slice * repeats)
                try expect(all.prefix(header).allSatisfy { $0 == 1 }, "the header is another")
                for (index, byte) in all.dropFirst(header).enumerated() where byte != UInt8(index % slice % 251) {
                    throw .failed("byte \(index) behind the header is another")
                }
                scope.close(pair)
                sends.append(scope.counters.operations[Int(IORING_OP_SENDMSG.rawValue)] - before)
            }
            try expect(sends.allSatisfy { $0 > 1 }, "no write was short, so that none had to go on")
            let counts = sends.map { Words.grouped($0) }.joined(separator: " and ")
            return "\(Words.count(header + slice * repeats, "byte")) came whole by \(counts) SENDMSG, over IPv4 and a Unix socket"
        }
    }
}
