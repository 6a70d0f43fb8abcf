import CKernel
import CLiburing
import Catalog
import Glibc
import Kernel

extension Interview {
    /// Really sets up a ring with the flag in a legal combination, by the raw call, and gives it back.
    ///
    /// One flag alone gives a false "no" for every flag that needs a companion or a parameter.
    static func askSetupFlag(_ flag: SetupFlag, _ interviewer: Interviewer) {
        interviewer.askPatiently(.setupFlag(flag.name)) { () throws(CallFailure) in
            var parameters = io_uring_params()
            parameters.flags = flag.companions.reduce(flag.mask) { $0 | Catalog.mask(ofSetup: $1) }
            return try setUp(&parameters, forTheSakeOf: flag.name)
        }
    }

    private static func setUp(
        _ parameters: inout io_uring_params, forTheSakeOf flag: String
    ) throws(CallFailure) -> Int {
        switch flag {
        case "SQPOLL", "SQ_AFF":
            parameters.sq_thread_idle = 1  // milliseconds
            parameters.sq_thread_cpu = UInt32(max(0, current_processor()))  // this one is inside the cpuset
        case "CQSIZE":
            parameters.cq_entries = 16
        case "ATTACH_WQ":
            // A second ring at the same time is more than a probe should take: ENXIO for a bad one proves the flag, or
            // EBADF up to 5.11.
            parameters.wq_fd = UInt32(bitPattern: -1)
            let result = tryOut(&parameters)
            return result == -Int(ENXIO) || result == -Int(EBADF) ? 0 : result
        case "NO_MMAP", "REGISTERED_FD_ONLY":
            // Both queues of 8 entries fit into a page each; until 6.10 they had to be physically contiguous.
            let size = Int(getpagesize())
            guard let memory = mmap(nil, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                memory != MAP_FAILED
            else { throw CallFailure("mmap", "\(2 * size) bytes", Errno(errno)) }
            defer { munmap(memory, 2 * size) }
            // Members of unions that the header of 6.1 does not name: user_addr is the last word of both offsets.
            return withUnsafeMutableBytes(of: &parameters) { bytes in
                let address = UInt64(UInt(bitPattern: memory))
                let (submissions, completions) = (40 + 32, 80 + 32)  // sq_off.user_addr, cq_off.user_addr
                bytes.storeBytes(of: address, toByteOffset: submissions, as: UInt64.self)
                bytes.storeBytes(of: address + UInt64(size), toByteOffset: completions, as: UInt64.self)
                let result = raw_io_uring_setup(8, bytes.baseAddress)
                return flag == "NO_MMAP" ? giveBack(descriptor: result) : giveBack(index: result)
            }
        default: break
        }
        return tryOut(&parameters)
    }

    private static func tryOut(_ parameters: inout io_uring_params) -> Int {
        giveBack(descriptor: raw_io_uring_setup(8, &parameters))
    }

    /// Closes a ring that was made: 0, or the failure to make it.
    private static func giveBack(descriptor result: Int) -> Int {
        guard result >= 0 else { return result }
        close(Int32(result))
        return 0
    }

    /// Gives back a ring that has no descriptor, only an index among the registered ones.
    private static func giveBack(index result: Int) -> Int {
        guard result >= 0 else { return result }
        // struct io_uring_rsrc_update: the index, a reserved word, and 64 bits that unregistering wants to be 0.
        var update: [UInt32] = [UInt32(result), 0, 0, 0]
        let operation = RegisterNumber.unregisterRingDescriptors | Catalog.useRegisteredRing
        _ = raw_io_uring_register(Int32(result), operation, &update, 1)  // else it goes with this process
        return 0
    }
}
