import CKernel
import CLiburing
import Catalog
import Glibc
import Kernel

extension Interview {
    /// The last register operation that the kernel knows, by way of restrictions (5.10+): a disabled ring accepts a
    /// restriction to operation N only if there is an N. The first success uses the ring up, so the search goes down.
    static func askRegisterOperations(_ interviewer: Interviewer) {
        interviewer.askPatiently(.lastRegisterOperation) {
            var parameters = io_uring_params()
            parameters.flags = Catalog.mask(ofSetup: "R_DISABLED")
            let ring = raw_io_uring_setup(8, &parameters)
            guard ring >= 0 else { return ring }
            defer { close(Int32(ring)) }
            var result = 0
            for operation in (UInt8(0)...127).reversed() {
                // struct io_uring_restriction: 16 bits of kind (0: RESTRICTION_REGISTER_OP), the operation, padding.
                var restriction: [UInt32] = [UInt32(operation) << 16, 0, 0, 0]
                result = raw_io_uring_register(Int32(ring), RegisterNumber.restrictions, &restriction, 1)
                if result == 0 { return Int(operation) }
            }
            return result
        }
    }

    /// io_uring_enter(2) on a descriptor that is no ring: unknown flags are EINVAL, before anything else is looked at.
    static func askEnterFlags(_ interviewer: Interviewer) {
        func result(_ descriptor: Int32, flags: UInt32) -> Int { raw_io_uring_enter(descriptor, 0, 0, flags, nil, 0) }
        do throws(CallFailure) {
            let event = try Descriptor.event()
            interviewer.ask(.enterFlagControl) { result(event.number, flags: 1 << 30) }
            for flag in Catalog.enterFlags {
                // With this flag the descriptor is an index: one of nothing, but below the limit, which is EINVAL too.
                let descriptor = flag.name == "REGISTERED_RING" ? 0 : event.number
                interviewer.ask(.enterFlag(flag.name)) { result(descriptor, flags: flag.mask) }
            }
        } catch {
            interviewer.tell(.enterFlagControl, .none("\(error)"))
        }
    }
}
