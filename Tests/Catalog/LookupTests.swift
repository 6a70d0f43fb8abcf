import Testing

@testable import Catalog

@Suite struct LookupTests {
    @Test(arguments: ["bind", "BIND", "op_bind", "IORING_OP_BIND", "ioring-op-bind"])
    func opcodeInAnySpelling(text: String) {
        #expect(Catalog.opcode(named: text)?.number == 56)
    }

    @Test func everyRowIsFoundByItsNameAndToken() {
        for row in Catalog.opcodes {
            #expect(Catalog.opcode(named: row.name)?.number == row.number)
            #expect(Catalog.opcode(named: row.token)?.number == row.number)
        }
        for row in Catalog.registerOperations {
            #expect(Catalog.registerOperation(named: row.name)?.number == row.number)
            #expect(Catalog.registerOperation(named: row.token)?.number == row.number)
        }
        for row in Catalog.operationFlags {
            #expect(Catalog.operationFlags(named: row.identifier).map(\.identifier) == [row.identifier])
            #expect(Catalog.operationFlags(named: row.qualifiedName).map(\.identifier) == [row.identifier])
        }
    }

    @Test func flagsInAnySpelling() {
        #expect(Catalog.setupFlag(named: "setup-defer-taskrun")?.mask == 1 << 13)
        #expect(Catalog.feature(named: "IORING_FEAT_EXT_ARG")?.bit == 8)
        #expect(Catalog.submissionFlag(named: "IOSQE_ASYNC")?.bit == 4)
        #expect(Catalog.enterFlag(named: "ext_arg")?.bit == 3)
        #expect(Catalog.setupFlag(named: "ASYNC") == nil)
    }

    @Test func sharedNameNeedsItsOperation() {
        #expect(
            Catalog.operationFlags(named: "recvsend_fixed_buf").map(\.identifier).sorted() == [
                "SEND.RECVSEND_FIXED_BUF", "SENDMSG_ZC.RECVSEND_FIXED_BUF", "SEND_ZC.RECVSEND_FIXED_BUF",
            ])
        #expect(Catalog.operationFlags(named: "SEND_ZC.RECVSEND_FIXED_BUF").map(\.since) == ["6.0"])
        #expect(Catalog.operationFlags(named: "IOU_PBUF_RING_INC").map(\.identifier) == ["PBUF_RING_INC"])
        #expect(Catalog.operationFlags(named: "ring.bpf_loop").map(\.identifier) == ["BPF_LOOP"])
        #expect(Catalog.operationFlags(named: "nothing").isEmpty)
    }

    @Test func wordOfFlags() {
        let word = Catalog.flags(in: 0x8000_0000_0000_0006, of: Catalog.setupFlags)
        #expect(word.known.map(\.name) == ["SQPOLL", "SQ_AFF"])
        #expect(word.unknown == 0x8000_0000_0000_0000)
    }
}

@Suite struct ReleaseTests {
    @Test func order() {
        let releases: [Release] = ["5.19", "6.1", "6.2", "6.10", "7.0"]
        #expect(releases == releases.shuffled().sorted())
    }

    @Test func text() {
        #expect(("6.10" as Release).description == "6.10")
        #expect("6.10" as Release == Release(major: 6, minor: 10))
    }
}
