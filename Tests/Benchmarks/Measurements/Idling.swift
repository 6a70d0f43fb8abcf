import Glibc
import Kernel
import Runtimes
import Support

extension Measurement {
    /// What a connection takes whose fiber waits for bytes, beyond an accepted one for which nobody waits: bytes of the
    /// kernel's slabs, and of the process with its page tables.
    static func idleFigures(_ server: EchoServer, client: String, connections: Int) throws -> [Double] {
        raiseDescriptorLimit()
        return try Evented().run { scope in
            let (sockets, program) = try accept(scope, connections, from: client, messages: 0)
            return try scope.withReceiveBuffers { buffers in
                let before = (kernel: try slabBytes(), process: try memoryBytes())
                let fibers = try sockets.map { socket in
                    try scope.spawn { () throws(NetworkFailure) in
                        switch server {
                        case .receive: _ = try wait(scope, socket)
                        case .stream:
                            try scope.withReceiveStream(socket, buffers) { stream throws(NetworkFailure) in
                                _ = try stream.next { _ in }
                            }
                        }
                    }
                }
                // Each hands its receive to the ring when it runs, and the ring to the kernel before this one goes on.
                scope.yield()
                try scope.sleep(nanoseconds: 20_000_000)
                let after = (kernel: try slabBytes(), process: try memoryBytes())
                for socket in sockets { try scope.shutdown(socket, .both) }
                for fiber in fibers { try fiber.join() }
                for socket in sockets { scope.close(socket) }
                try waitUntilEnd(of: program)
                return [after.kernel - before.kernel, after.process - before.process].map { $0 / Double(connections) }
            }
        }
    }

    /// With memory of its own, as an echo has it.
    private static func wait(_ scope: EventedScope, _ socket: Socket) throws(NetworkFailure) -> Int {
        try withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { buffer throws(NetworkFailure) in
            try scope.receive(socket, into: buffer)
        }
    }

    /// What the kernel has in slabs (slabinfo(5)), whoever it is for: what others do at the same time is in this too.
    private static func slabBytes() throws -> Double {
        guard let text = try? TextFile.read("/proc/slabinfo") else { throw Missing("/proc/slabinfo is for root") }
        return text.split(separator: "\n").dropFirst(2).reduce(0) { sum, line in
            // Name, objects in use, all objects, size of each.
            let words = line.split(separator: " ")
            guard words.count > 3, let objects = Double(words[1]), let size = Double(words[3]) else { return sum }
            return sum + objects * size
        }
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        precondition(getrlimit(resource, &limit) == 0)
        limit.rlim_cur = limit.rlim_max
        precondition(setrlimit(resource, &limit) == 0)
    }
}
