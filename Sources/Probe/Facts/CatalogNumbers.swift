import Catalog
import Ring

/// The numbers that asking itself needs, by the names of the Catalog's rows. A name without a row is a mistake of this
/// program, which its first question shows.
extension Catalog {
    static func number(ofOpcode name: String) -> UInt8 { present(opcode(named: name), name).number }
    static func number(ofRegister name: String) -> UInt32 { present(registerOperation(named: name), name).number }
    static func mask(ofSetup name: String) -> UInt32 { present(setupFlag(named: name), name).mask }
    static func mask(ofSubmission name: String) -> UInt8 { UInt8(present(submissionFlag(named: name), name).mask) }

    static func mask(ofEnter name: String) -> UInt32 { present(enterFlag(named: name), name).mask }

    private static func present<Row>(_ row: Row?, _ name: String) -> Row {
        guard let row else { preconditionFailure("the Catalog has no \(name)") }
        return row
    }
}

enum RegisterNumber {
    static let buffers = Catalog.number(ofRegister: "REGISTER_BUFFERS")
    static let unregisterBuffers = Catalog.number(ofRegister: "UNREGISTER_BUFFERS")
    static let files = Catalog.number(ofRegister: "REGISTER_FILES")
    static let unregisterFiles = Catalog.number(ofRegister: "UNREGISTER_FILES")
    static let filesUpdate = Catalog.number(ofRegister: "REGISTER_FILES_UPDATE")
    static let probe = Catalog.number(ofRegister: "REGISTER_PROBE")
    static let restrictions = Catalog.number(ofRegister: "REGISTER_RESTRICTIONS")
    static let files2 = Catalog.number(ofRegister: "REGISTER_FILES2")
    static let unregisterRingDescriptors = Catalog.number(ofRegister: "UNREGISTER_RING_FDS")
    static let providedBufferRing = Catalog.number(ofRegister: "REGISTER_PBUF_RING")
    static let unregisterProvidedBufferRing = Catalog.number(ofRegister: "UNREGISTER_PBUF_RING")
    static let napi = Catalog.number(ofRegister: "REGISTER_NAPI")
    static let unregisterNapi = Catalog.number(ofRegister: "UNREGISTER_NAPI")
    static let cloneBuffers = Catalog.number(ofRegister: "REGISTER_CLONE_BUFFERS")
    static let sendMessage = Catalog.number(ofRegister: "REGISTER_SEND_MSG_RING")
    static let memoryRegion = Catalog.number(ofRegister: "REGISTER_MEM_REGION")
    static let query = Catalog.number(ofRegister: "REGISTER_QUERY")
}

extension Submission {
    /// A request for the operation of that name, changed by `change`.
    static func of(_ opcode: String, _ change: (inout Submission) -> Void = { _ in }) -> Submission {
        var submission = Submission()
        submission.opcode = Catalog.number(ofOpcode: opcode)
        change(&submission)
        return submission
    }
}
