import CLiburing

extension Ring {
    /// The opcodes that the kernel says it has, by number (IORING_REGISTER_PROBE, Linux 5.6); none where it does not say.
    package func knownOpcodes() -> Set<UInt8> {
        guard let probe = io_uring_get_probe_ring(ring) else { return [] }
        defer { io_uring_free_probe(probe) }
        // Answers up to its own last opcode.
        return Set((0...probe.pointee.last_op).filter { io_uring_opcode_supported(probe, Int32($0)) != 0 })
    }
}
