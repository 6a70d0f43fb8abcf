import Catalog
import Testing

@testable import Probe

/// Findings of recorded kernels against the releases of the Catalog's rows: two sources that know nothing of each other.
struct FindingsTests {
    /// Rows that a kernel has though its release is too old, as distributions and stable branches carry newer code.
    private static let backports: [String: Set<String>] = [
        // 5.10.162 took over the io_uring code of 5.15, but not its newest opcodes.
        "debian-5.10.262": [
            "SHUTDOWN", "RENAMEAT", "UNLINKAT", "SQPOLL_NONFIXED", "EXT_ARG", "NATIVE_WORKERS", "RSRC_TAGS",
            "REGISTER_FILES2", "REGISTER_FILES_UPDATE2", "REGISTER_BUFFERS2", "REGISTER_BUFFERS_UPDATE",
            "REGISTER_IOWQ_AFF", "UNREGISTER_IOWQ_AFF", "REGISTER_IOWQ_MAX_WORKERS", "POLL_ADD_MULTI",
            "POLL_UPDATE_EVENTS", "POLL_UPDATE_USER_DATA", "TIMEOUT_BOOTTIME", "TIMEOUT_REALTIME", "TIMEOUT_UPDATE",
            "LINK_TIMEOUT_UPDATE", "ACCEPT_DIRECT", "OPENAT_DIRECT", "CLOSE_DIRECT", "REGISTER_FILES_SKIP",
        ],
        // 6.1.165 took over the first two; the third came to 6.1 as well (shared facts, and strace's tables).
        "debian-6.1.192": ["ASYNC_CANCEL_USERDATA", "ASYNC_CANCEL_OP", "SEND_ZC_REPORT_USAGE"],
        // 6.12.90 and 6.18 took it over.
        "debian-6.12.117": ["BUF_RING_MIN_LEFT"],
        "6.18.44": ["BUF_RING_MIN_LEFT"],
    ]

    /// In the header since 6.0, and accepted by no kernel.
    private static let neverAccepted: Set<String> = ["POLL_ADD_LEVEL"]

    @Test(arguments: Recorded.releases.map(\.file))
    func whatIsKnownAgreesWithTheReleases(file: String) throws {
        let release = try #require(Recorded.releases.first { $0.file == file }).release
        let findings = Findings(try Recorded.transcript(file))
        var backported: Set<String> = []
        for row in findings.all {
            guard let since = row.since, let supported = row.supported else { continue }
            if supported && since > release { backported.insert(row.identifier) }
            if !supported && since <= release {
                #expect(Self.neverAccepted.contains(row.identifier), "\(file): \(row.identifier) of \(since) is missing")
            }
        }
        #expect(backported == Self.backports[file, default: []])
    }

    @Test(arguments: Recorded.releases.map(\.file))
    func everythingButOperationFlagsIsKnown(file: String) throws {
        let findings = Findings(try Recorded.transcript(file))
        for row in findings.opcodes + findings.setupFlags + findings.features + findings.registerOperations
            + findings.submissionFlags + findings.enterFlags
        {
            #expect(row.supported != nil, "\(file): \(row.identifier)")
            #expect(row.source != nil)
        }
    }

    @Test(arguments: Recorded.releases.map(\.file))
    func anOperationFlagIsUnknownOnlyForWantOfACheck(file: String) throws {
        let unchecked = Set(
            OperationFlagCheck.all.compactMap { check -> String? in
                if case .none = check.method { check.flag } else { nil }
            })
        for row in Findings(try Recorded.transcript(file)).operationFlags where row.supported == nil {
            #expect(
                unchecked.contains(row.identifier) || row.detail == "QUERY does not say",
                "\(file): \(row.identifier): \(row.detail ?? "")")
        }
    }

    @Test func everyOperationFlagHasExactlyOneCheck() {
        #expect(OperationFlagCheck.all.map(\.flag).sorted() == Catalog.operationFlags.map(\.identifier).sorted())
    }

    @Test func noRowIsUnknownWithoutAReason() throws {
        for findings in [Findings(Transcript()), Findings(try Recorded.transcript("6.18.44"))] {
            for row in findings.all where row.supported == nil { #expect(row.detail != nil, "\(row.identifier)") }
        }
    }

    @Test func nothingIsKnownOfAKernelThatWasNotAsked() {
        let findings = Findings(Transcript())
        #expect(findings.opcodes.count == Catalog.opcodes.count)
        #expect(findings.operationFlags.count == Catalog.operationFlags.count)
        #expect(findings.all.allSatisfy { $0.supported == nil && $0.source == nil })
    }

    @Test func whatTheCatalogDoesNotKnowIsReportedByNumber() {
        let transcript = Transcript(
            """
            io_uring_register(-1, QUERY) = 0
            query opcodes = 70
            query register operations = 40
            query features = \(1 << 40 | 1)
            io_uring_register(PROBE) = 0
            opcode 0 = 1
            opcode 66 = 1
            """)
        let findings = Findings(transcript)
        #expect(findings.opcodes.filter { $0.name == nil }.map(\.number) == [65, 66, 67, 68, 69])
        #expect(findings.opcodes.first { $0.number == 66 }?.supported == true)
        #expect(findings.opcodes.first { $0.number == 67 }?.supported == false)
        #expect(findings.registerOperations.filter { $0.name == nil }.map(\.number) == [38, 39])
        #expect(findings.features.first { $0.number == 40 }?.supported == true)
    }

    @Test func queryAnswersWhereNoRingCanBeMade() throws {
        var transcript = Transcript("io_uring_setup(8, NULL) = -1\nring of 8 entries = -1")
        for line in try lines(of: "6.18.44") where line.hasPrefix("query ") { transcript.read(line) }
        let findings = Findings(transcript)
        #expect(findings.opcodes.filter { $0.supported == true }.count == 63)
        #expect(findings.opcodes.first { $0.name == "NOP128" }?.supported == false)
        #expect(findings.setupFlags.allSatisfy { $0.source == .query })
        #expect(findings.registerOperations.filter { $0.supported == true }.count == 36)
        #expect(findings.features.allSatisfy { $0.supported == true })
    }

    @Test func aFlagThatIsRefusedToThisProcessIsNotHere() {
        let row = Findings(Transcript("setup flag SQPOLL = -1")).setupFlags[1]
        #expect(row.supported == false && row.isRefused)
        #expect(row.detail?.contains("EPERM") == true)
    }

    /// EACCES from a restriction or a filter says who may, not what there is.
    @Test func aRefusedRequestDecidesNothingOfTheFlag() throws {
        var transcript = try Recorded.transcript("debian-7.3.4")
        transcript.read("operation flag ACCEPT_DONTWAIT control = -13")
        transcript.read("operation flag ACCEPT_DONTWAIT = -13")
        transcript.read("operation flag NOP_TW = -13")  // its control was answered
        transcript.read("submission flag ASYNC = -13")
        let findings = Findings(transcript)
        #expect(findings.operationFlags.first { $0.name == "ACCEPT_DONTWAIT" }?.supported == nil)
        #expect(findings.operationFlags.first { $0.name == "NOP_TW" }?.isRefused == true)
        #expect(findings.submissionFlags.first { $0.name == "ASYNC" }?.isRefused == true)
    }

    /// Its answer is EINVAL, which a kernel without the operation gives as well.
    @Test func aFlagThatIsKnownByEinvalNeedsItsOperation() throws {
        let lines = try lines(of: "debian-5.10.262").filter {
            !$0.hasPrefix("opcode ") && !$0.hasPrefix("io_uring_register(PROBE)")
        }
        var transcript = Transcript()
        for line in lines { transcript.read(line) }
        let row = Findings(transcript).operationFlags.first { $0.name == "SOCKET_URING_OP_TX_TIMESTAMP" }
        #expect(row?.supported == nil)
    }

    @Test func whatCouldNotBeAskedSaysWhy() {
        let transcript = Transcript("ring to ask on, setup flags 0 = -24")
        let row = Findings(transcript).operationFlags.first { $0.name == "NOP_TW" }
        #expect(row?.detail == "a ring to ask on: answers EMFILE (24, Too many open files)")
    }

    @Test func aFieldThatIsNotReadTellsNothingIsThere() {
        let transcript = Transcript("operation flag NOP_TW control = 0\noperation flag NOP_TW = 0")
        let row = Findings(transcript).operationFlags.first { $0.name == "NOP_TW" }
        #expect(row?.supported == false)
        #expect(row?.detail == "an undefined bit is taken too: the field is not read")
    }

    @Test func sourcesThatContradictEachOtherAreSaid() throws {
        var transcript = try Recorded.transcript("6.18.44")
        transcript.read("setup flag IOPOLL = -22")
        #expect(Findings(transcript).setupFlags[0].supported == nil)
        #expect(Findings(transcript).setupFlags[0].detail == "QUERY says yes, setup the opposite")
    }

    private func lines(of file: String) throws -> [Substring] {
        let transcript = try Recorded.transcript(file)
        return transcript.answers.map { Substring(Transcript.line($0, $1)) }
    }
}

extension Findings {
    var all: [Finding] {
        opcodes + setupFlags + features + registerOperations + submissionFlags + enterFlags + completionFlags
            + operationFlags
    }
}
