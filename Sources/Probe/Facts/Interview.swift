import CKernel
import CLiburing
import Catalog
import Glibc
import Kernel
import Ring

/// All that is asked of the kernel, in an order in which what is most often refused comes first.
///
/// Read-only: rings are made one at a time and given back at once; no file is opened but the root directory, nothing
/// leaves the machine.
package enum Interview {
    /// Asks in this process, which may be killed over it, and writes the transcript to `output`.
    ///
    /// - Parameter omitted: questions over which an earlier process died.
    package static func conduct(output: Int32, omitting omitted: [String]) {
        // The parent may be killed at any moment; then this process has no reason to go on.
        _ = set_parent_death_signal(SIGKILL)
        leave_no_core()
        ask(Interviewer(omitting: Set(omitted.map { Question($0) }), output: output), isAlone: true)
    }

    /// Asks in this process, which goes on: only what cannot end it where no filter kills.
    static func answersHere() -> Transcript {
        var text: [UInt8] = []
        ask(Interviewer { text += $0 }, isAlone: false)
        return Transcript(String(decoding: text, as: UTF8.self))
    }

    /// - Parameter isAlone: whether this process is there for nothing else, so that it may also hang.
    private static func ask(_ interviewer: Interviewer, isAlone: Bool) {
        let isRegisterReached = askReachability(interviewer)
        // Nothing that needs a call over which an earlier process died.
        let (mayEnter, mayRegister) = (interviewer.mayAsk(.enterWithoutRing), interviewer.mayAsk(.registerWithoutRing))
        if mayRegister { askQueries(interviewer) }
        // Where rings are charged to a small limit, the first that are made are those that answer most.
        if askPlainRing(interviewer, mayEnter: mayEnter, mayRegister: mayRegister) {
            if mayEnter && mayRegister && isAlone { askOperationFlags(interviewer) }
            if mayRegister { askRegisterOperations(interviewer) }
            if mayEnter { askEnterFlags(interviewer) }
            askLargerRings(interviewer)
            // A ring without a descriptor can only be given back by registering.
            for flag in Catalog.setupFlags where isRegisterReached || flag.name != "REGISTERED_FD_ONLY" {
                askSetupFlag(flag, interviewer)
            }
        } else if isAlone && interviewer.mayAsk(.ring(entries: 8)) {
            askForEarlierFilter(interviewer)
        }
        interviewer.flush()
    }

    /// What the three calls answer when there is nothing to do for them: this tells a filter from a refusal.
    /// Whether the kernel itself answered the last of them.
    private static func askReachability(_ interviewer: Interviewer) -> Bool {
        interviewer.ask(.seccompMode) { Int(seccomp_mode()) }
        interviewer.ask(.noNewPrivileges) { Int(no_new_privileges()) }
        var answer = Answer.none("not asked")
        for (question, call) in callsWithoutRing { answer = interviewer.ask(question, call) }
        if interviewer.mayAsk(.setupWithoutParameters) {
            interviewer.ask(.setupWithoutEntries) {
                var parameters = io_uring_params()
                return raw_io_uring_setup(0, &parameters)
            }
        }
        guard let errno = answer.errno, Errno.ofReachedRegister.contains(errno) else { return false }
        // Without a restriction nothing is restricted, whatever the kernel; that there is one is said before that.
        interviewer.ask(.taskRestriction) { raw_io_uring_register(-1, RegisterNumber.restrictions, nil, 0) }
        return true
    }

    private static let callsWithoutRing: [(Question, @Sendable () -> Int)] = [
        (.setupWithoutParameters, { raw_io_uring_setup(8, nil) }),
        (.enterWithoutRing, { raw_io_uring_enter(-1, 0, 0, 0, nil, 0) }),
        (.registerWithoutRing, { raw_io_uring_register(-1, RegisterNumber.unregisterBuffers, nil, 0) }),
    ]

    /// What the three calls answer this process.
    static func answersWithoutRing() -> Transcript {
        var transcript = Transcript()
        for (question, call) in callsWithoutRing { transcript.record(question, Answer(result: call())) }
        return transcript
    }

    /// Whether a plain ring of 8 entries could be made; with it: features, PROBE, NOP, flags of submissions.
    private static func askPlainRing(_ interviewer: Interviewer, mayEnter: Bool, mayRegister: Bool) -> Bool {
        var couldBeMade = false
        interviewer.askPatiently(.ring(entries: 8)) { () throws(CallFailure) in
            let ring = try Ring(entries: 8)
            couldBeMade = true
            interviewer.tell(.features, .value(Int64(ring.features)))
            if mayEnter { interviewer.ask(.noOperation) { () throws(CallFailure) in try noOperation(on: ring) } }
            if mayRegister { askOpcodes(ring, interviewer) }
            if mayEnter { askSubmissionFlags(ring, interviewer) }
            return 0
        }
        // Only then: where rings are charged to a small limit, one more could be one too many.
        if !couldBeMade && interviewer.mayAsk(.ring(entries: 8)) {
            interviewer.ask(.setup(entries: 8)) { rawSetup() }
        }
        return couldBeMade
    }

    /// What io_uring_setup(8) answers, and 0 for a ring, which is given back.
    private static func rawSetup() -> Int {
        var parameters = io_uring_params()
        let ring = raw_io_uring_setup(8, &parameters)
        guard ring >= 0 else { return ring }
        close(Int32(ring))
        return 0
    }

    /// Comes last, because the filter stays.
    private static func askForEarlierFilter(_ interviewer: Interviewer) {
        guard seccomp_mode() == 2 else { return }
        interviewer.ask(.setupUnderTrace(entries: 8)) { () throws(CallFailure) in
            try SystemCallFilter.installTrial(on: .setup)
            return rawSetup()
        }
    }

    private static func askLargerRings(_ interviewer: Interviewer) {
        // Waiting is in vain where the limit is smaller than the ring, which is common for the larger size.
        for (entries, isPatient) in [(256, true), (4096, false)] as [(UInt32, Bool)] {
            interviewer.askPatiently(.ring(entries: entries), isPatient: isPatient) { () throws(CallFailure) in
                _ = try Ring(entries: entries)
                return 0
            }
        }
    }

    private static func noOperation(on ring: borrowing Ring) throws(CallFailure) -> Int {
        try ring.submit(.of("NOP"))
        guard let completion = try ring.nextCompletion(timeoutMilliseconds: 1000) else {
            return -Int(Errno.timerExpired.number)
        }
        return Int(completion.result)
    }

    /// IORING_REGISTER_PROBE: each opcode that the kernel lists, known to the Catalog or not.
    private static func askOpcodes(_ ring: borrowing Ring, _ interviewer: Interviewer) {
        // struct io_uring_probe: 16 bytes, then 8 for each opcode: its number, a byte of padding, 16 bits of flags.
        var bytes = [UInt8](repeating: 0, count: 16 + 256 * 8)
        let answer = interviewer.ask(.probe) {
            bytes.withUnsafeMutableBytes { ring.register(RegisterNumber.probe, $0.baseAddress, count: 256) }
        }
        guard answer.value != nil else { return }
        for index in 0..<Int(bytes[1]) {
            let entry = 16 + index * 8
            interviewer.tell(.opcode(Int(bytes[entry])), .value(Int64(bytes[entry + 2] & 1)))
        }
    }

    /// The flags that every submission takes, each on a NOP.
    private static func askSubmissionFlags(_ ring: borrowing Ring, _ interviewer: Interviewer) {
        var lastUserData: UInt64 = 0
        func result(flags: UInt8, postsCompletion: Bool) throws(CallFailure) -> Int {
            // A second NOP follows, because a successful one with CQE_SKIP_SUCCESS posts no completion; by a call of
            // its own, because a request that is refused ends the submission it is part of.
            let (flagged, plain) = (lastUserData + 1, lastUserData + 2)
            lastUserData = plain
            try ring.submit(.of("NOP") { $0.flags = flags; $0.user_data = flagged })
            try ring.submit(.of("NOP") { $0.user_data = plain })
            var result: Int?
            var isOver = false
            while !isOver || result == nil && postsCompletion {
                guard let completion = try ring.nextCompletion(timeoutMilliseconds: 500) else {
                    throw CallFailure("NOP", "no completion within 500 ms", .timerExpired)
                }
                if completion.userData == flagged { result = Int(completion.result) }
                if completion.userData == plain { isOver = true }
            }
            return result ?? 0
        }
        interviewer.ask(.submissionFlagControl) { () throws(CallFailure) in
            try result(flags: 0x80, postsCompletion: true)
        }
        for flag in Catalog.submissionFlags {
            interviewer.ask(.submissionFlag(flag.name)) { () throws(CallFailure) in
                try result(flags: UInt8(flag.mask), postsCompletion: flag.name != "CQE_SKIP_SUCCESS")
            }
        }
    }
}

extension Errno {
    /// What io_uring_register(2) answers without a ring once it is reached: before 6.13 the descriptor is looked at
    /// first.
    static let ofReachedRegister: [Errno] = [.invalidArgument, .badDescriptor]
}
