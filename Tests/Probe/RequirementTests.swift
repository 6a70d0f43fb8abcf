import Testing

@testable import Probe

struct RequirementTests {
    private let findings: Findings

    init() throws { findings = Findings(try Recorded.transcript("debian-6.1.192")) }

    @Test(arguments: [
        ("op:BIND", "op:BIND"), ("op:bind", "op:BIND"), ("op:IORING_OP_BIND", "op:BIND"), ("OP:Bind", "op:BIND"),
        ("flag:sqpoll", "flag:SQPOLL"), ("flag:IORING_SETUP_SQPOLL", "flag:SQPOLL"), ("feat:nodrop", "feat:NODROP"),
        ("reg:query", "reg:REGISTER_QUERY"), ("reg:REGISTER_QUERY", "reg:REGISTER_QUERY"),
        ("reg:IORING_UNREGISTER_FILES", "reg:UNREGISTER_FILES"), ("flag:accept-multishot", "flag:ACCEPT_MULTISHOT"),
        ("flag:SEND_ZC.RECVSEND_FIXED_BUF", "flag:SEND_ZC.RECVSEND_FIXED_BUF"),
        ("flag:RECVSEND_FIXED_BUF", "flag:RECVSEND_FIXED_BUF"),
    ])
    func spellings(text: String, name: String) throws {
        #expect(try Requirement(text).text == name)
    }

    @Test(arguments: ["BIND", "", ":", "op", "opcode:BIND", "=BIND"]) func withoutAKind(text: String) {
        #expect(throws: Requirement.Problem.noKind(text)) { try Requirement(text) }
    }

    @Test(arguments: ["op:BINDE", "op:", "flag:BIND", "feat:SQPOLL", "reg:BIND"]) func unknownNames(text: String) {
        do throws(Requirement.Problem) {
            _ = try Requirement(text)
            Issue.record("\(text) was taken")
        } catch {
            guard case .unknownName(_, _, _, let candidates) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!candidates.isEmpty)
        }
    }

    @Test func everyItemThatIsOfferedIsTakenAndChecked() throws {
        #expect(Requirement.all.count > 250)
        for item in Requirement.all {
            let finding = findings.check(try Requirement(item.text))
            #expect(finding.text == item.text)
        }
    }

    @Test func whatIsMissingSaysSinceWhen() throws {
        let finding = findings.check(try Requirement("op:BIND"))
        #expect(finding.isMet == false)
        #expect(finding.reason == "not in this kernel (upstream since 6.11)")
    }

    @Test func aFlagOfSeveralOperationsIsRequiredOfAll() throws {
        // 6.1 has it for SEND_ZC, not for SENDMSG_ZC and SEND.
        #expect(findings.check(try Requirement("flag:SEND_ZC.RECVSEND_FIXED_BUF")).isMet == true)
        #expect(findings.check(try Requirement("flag:RECVSEND_FIXED_BUF")).isMet == false)
    }

    @Test func theExitStatusFollows() throws {
        func status(_ items: String...) throws -> Int32 {
            let facts = Facts(transcript: try Recorded.transcript("debian-6.1.192"), environment: Recorded.environment)
            return ProbeResult(facts, requirements: try items.map { try Requirement($0) }).exitStatus
        }
        #expect(try status() == 0)
        #expect(try status("op:ACCEPT", "flag:SINGLE_ISSUER") == 0)
        #expect(try status("op:ACCEPT", "op:BIND") == 1)
        #expect(try status("flag:MSG_SEND_FD") == 1)  // not known is not there
    }
}
