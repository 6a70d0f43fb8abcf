import CKernel
import Catalog
import Glibc
import Kernel
import Ring

/// Kinds of rules (enum io_uring_register_restriction_op).
private enum Rule: UInt16 { case register, opcode, allowedFlags, requiredFlags }

extension OperationCheck {
    /// Limits that a ring, and at last this process, puts on itself.
    static let restrictionChecks: [OperationCheck] = [
        .register("REGISTER_RESTRICTIONS") { bench in
            let rules = BenchMemory([rule(.opcode, Catalog.number(ofOpcode: "NOP"))])
            // A ring that is already in use takes none.
            try bench.another().expectRegister("REGISTER_RESTRICTIONS", rules, is: Errno(EBADFD))
            try expectOnlyNop(restricted(bench, .opcode, Catalog.number(ofOpcode: "NOP")))
        },
        .register("REGISTER_ENABLE_RINGS") { bench in
            let ring = try bench.another("R_DISABLED")
            let entered = raw_io_uring_enter(ring.ring.descriptor, 0, 0, 0, nil, 0)
            guard entered == -Int(EBADFD) else {
                throw VerifyBench.surprise("io_uring_enter on a disabled ring", entered, "\(Errno(EBADFD))")
            }
            try ring.expectRegister("REGISTER_ENABLE_RINGS", count: 0)
            try ring.expect(.of("NOP"))
        },
        .flag("RESTRICTION_REGISTER_OP") { bench in
            let allowed = Catalog.number(ofRegister: "REGISTER_EVENTFD")
            let ring = try restricted(bench, .register, UInt8(allowed))
            let event = try Descriptor.event()
            try ring.expectRegister("REGISTER_EVENTFD", BenchMemory(event.number))
            try ring.expectRegister("REGISTER_FILES", BenchMemory([Int32(-1)]), is: .accessDenied)
        },
        .flag("RESTRICTION_SQE_OP") { bench in
            try expectOnlyNop(restricted(bench, .opcode, Catalog.number(ofOpcode: "WRITE")))
        },
        .flag("RESTRICTION_SQE_FLAGS_ALLOWED") { bench in
            let ring = try restricted(bench, .allowedFlags, Catalog.mask(ofSubmission: "IO_DRAIN"))
            try ring.expect(Submission.of("NOP").with("IO_DRAIN"))
            try ring.expect(Submission.of("NOP").with("ASYNC"), is: .accessDenied)
        },
        .flag("RESTRICTION_SQE_FLAGS_REQUIRED") { bench in
            let ring = try restricted(bench, .requiredFlags, Catalog.mask(ofSubmission: "ASYNC"))
            try ring.expect(Submission.of("NOP").with("ASYNC"))
            try ring.expect(.of("NOP"), is: .accessDenied)
        },

        .register("REGISTER_BPF_FILTER") { bench in try expectFiltering(bench) },
        .flag("BPF_CMD_FILTER") { bench in try expectFiltering(bench) },
        .flag("BPF_FILTER_DENY_REST") { bench in
            let ring = try bench.another()
            try ring.expectRegister("REGISTER_BPF_FILTER", filter(of: "NOP", allowing: true, flags: 1))
            try expectOnlyNop(ring)
        },
        .flag("BPF_FILTER_SZ_STRICT") { bench in
            // The kernel shows a filter more of a SOCKET than 4 bytes.
            let ring = try bench.another()
            let sized = { (flags: UInt32) in filter(of: "SOCKET", allowing: true, flags: flags, dataSize: 4) }
            try ring.expectRegister("REGISTER_BPF_FILTER", sized(0))
            try ring.expectRegister("REGISTER_BPF_FILTER", sized(1 << 1), is: Errno(EMSGSIZE))
        },
        // The last: it stays.
        .flag("RESTRICTIONS_PER_TASK") { bench in
            let promised = set_no_new_privileges()
            if promised < 0 { throw CallFailure("prctl", "PR_SET_NO_NEW_PRIVS", Errno(-promised)) }
            let rules = BenchMemory(MemoryLayout<task_restriction>.size + MemoryLayout<restriction>.size)
            rules.store(task_restriction(flags: 0, count: 1, reserved: (0, 0, 0)))
            rules.store(rule(.opcode, Catalog.number(ofOpcode: "NOP")), at: MemoryLayout<task_restriction>.size)
            let result = raw_io_uring_register(-1, RegisterNumber.restrictions, rules.pointer, 1)
            if result != 0 { throw VerifyBench.surprise("REGISTER_RESTRICTIONS without a ring", result, "0") }
            try expectOnlyNop(bench.another())
        },
    ]

    private static func rule(_ kind: Rule, _ value: UInt8) -> restriction {
        restriction(kind: kind.rawValue, value: value, reserved: 0, reserved2: (0, 0, 0))
    }

    /// A ring that is restricted by that rule, and to NOP.
    private static func restricted(_ bench: VerifyBench, _ kind: Rule, _ value: UInt8) throws -> VerifyBench {
        let ring = try bench.another("R_DISABLED")
        let rules = BenchMemory([rule(kind, value), rule(.opcode, Catalog.number(ofOpcode: "NOP"))])
        try ring.expectRegister("REGISTER_RESTRICTIONS", rules, count: 2)
        try ring.prepare("REGISTER_ENABLE_RINGS", count: 0)
        return ring
    }

    private static func expectOnlyNop(_ ring: VerifyBench) throws {
        try ring.expect(.of("NOP"))
        let memory = try Descriptor.memory()
        try ring.expect(.of("READ", memory.number, BenchMemory(1)), is: .accessDenied)
    }

    /// A filter on a ring that refuses one operation, and no other.
    private static func expectFiltering(_ bench: VerifyBench) throws {
        let ring = try bench.another()
        try ring.expectRegister("REGISTER_BPF_FILTER", filter(of: "READ", allowing: false))
        try expectOnlyNop(ring)
        let event = try Descriptor.event(count: 1)
        try ring.expect(.of("POLL_ADD") { ($0.descriptor, $0.operation_flags) = (event.number, UInt32(POLLIN)) }, is: 1)
    }

    /// A program of one instruction, which allows every request of the operation, or refuses it.
    private static func filter(
        of opcode: String, allowing: Bool, flags: UInt32 = 0, dataSize: UInt8 = 0
    ) -> BenchMemory {
        // struct sock_filter: BPF_RET | BPF_K, two jumps, and the constant.
        let code = BenchMemory([UInt16(0x06), 0, allowing ? 1 : 0, 0])
        var registration = filter_registration()
        registration.command = 1  // IO_URING_BPF_CMD_FILTER
        registration.opcode = UInt32(Catalog.number(ofOpcode: opcode))
        (registration.flags, registration.data_size) = (flags, dataSize)
        (registration.code, registration.length) = (code.address, 1)
        return BenchMemory(registration)
    }
}
