import Glibc
import Testing

@testable import Children

struct CrashRecordReaderTests {
    private let lines = [
        "result before", "", "crash signal 11 2", "crash address 0x7f0000000ff8", "crash trap 14 0x6",
        "crash machine x86_64",
        "crash registers rax 0xaaaaaaaaaaaaaaaa rsp 0x7f0000000ff8 rbp 0x7f0000001010 rip 0x401000",
        "crash instruction 48890424", "crash words 0x1 0xffffffffffffffff",
        "crash place sp guard 1 3 0x7f0000000000 4096 8192 7 a name of four words",
        "crash place fp stack 1 3 0x7f0000000000 4096 8192 - -", "crash place address thread-guard",
        "Fatal error: unrelated",
        "crash frames 0x401234 0x402345", "crash image 0x0 0x400000 0x500000 -",
        "crash image 0x7f1000000000 0x7f1000000000 0x7f1000100000 /lib/a name.so", "crash end",
    ]

    @Test func everythingIsRead() throws {
        let record = try #require(CrashRecord(lines: lines))
        #expect(record.signal == SIGSEGV && record.code == 2 && record.address == 0x7f00_0000_0ff8)
        #expect(record.trap == .init(number: 14, errorCode: 6))
        #expect(record.registers.map(\.name) == ["rax", "rsp", "rbp", "rip"])
        #expect(record.programCounter == 0x401000 && record.stackPointer == 0x7f00_0000_0ff8)
        #expect(record.instruction == [0x48, 0x89, 0x04, 0x24])
        #expect(record.stackWords == [1, .max])
        let slot = FiberSlot(
            row: 1, index: 3, low: 0x7f00_0000_0000, guardBytes: 4096, sizeBytes: 8192, fiberNumber: 7,
            fiberName: "a name of four words")
        #expect(record.stackPointerPlace == .fiberGuard(slot))
        #expect(record.fiber == slot)
        #expect(record.framePointerPlace?.slot?.fiberNumber == nil && record.framePointerPlace?.slot?.fiberName == nil)
        #expect(record.addressPlace == .threadGuard)
        #expect(record.returnAddresses == [0x401234, 0x402345])
        #expect(record.image(at: 0x401234)?.path == nil)
        #expect(record.image(at: 0x7f10_0000_0001)?.path == "/lib/a name.so")
        #expect(record.isComplete)
        #expect(record.access == .write)
    }

    /// However much of it arrived, what arrived is right.
    @Test func aRecordCutShortAnywhereIsReadAsFar() throws {
        let whole = try #require(CrashRecord(lines: lines))
        for count in 3..<lines.count {
            let record = try #require(CrashRecord(lines: lines.prefix(count)))
            #expect(!record.isComplete)
            #expect(record.signature.agrees(with: whole.signature))
            #expect(record.registers.isEmpty || record.registers == whole.registers)
        }
        for line in lines.indices {
            var torn = lines
            for length in 0..<lines[line].count {
                torn[line] = String(lines[line].prefix(length))
                let record = CrashRecord(lines: torn)
                #expect(record == nil || record?.signal == whole.signal || line == 2)
                // What is judged of it must not trap.
                if let record { _ = CrashCause(record).text(of: record) + (record.stackState?.text ?? "") }
            }
        }
    }

    @Test func noiseIsNoRecord() {
        #expect(CrashRecord(lines: ["", "result ok", "crash", "crash ", "crash signal", "crash signal x y"]) == nil)
        #expect(CrashRecord(lines: ["crash registers rax 0x1", "crash end"]) == nil)
    }

    @Test func aSecondSignalChangesNothing() {
        let record = CrashRecord(lines: ["crash signal 6 -6", "crash signal 11 1", "crash sender 5"])
        #expect(record?.signal == SIGABRT && record?.code == -6 && record?.senderProcess == 5)
    }
}

struct SignalTests {
    @Test func namesAndNumbersGoBothWays() {
        for signal in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGALRM] {
            #expect(Signal.number(named: Signal.name(signal)) == signal)
            #expect(Signal.number(named: "\(signal)") == signal)
            for code in Int32(-60)...128 {
                #expect(SignalCode.number(named: SignalCode.name(code, of: signal), of: signal) == code)
            }
        }
        #expect(Signal.number(named: "segv") == SIGSEGV)
        #expect(Signal.number(named: "SIGNOTHING") == nil && Signal.number(named: "0") == nil)
        #expect(Signal.number(named: "") == nil && Signal.number(named: "SIG") == nil)
        #expect(SignalCode.name(2, of: SIGSEGV) == "SEGV_ACCERR" && SignalCode.name(2, of: SIGBUS) == "BUS_ADRERR")
        #expect(SignalCode.name(99, of: SIGBUS) == "99")
    }

    @Test(arguments: [
        ("SIGSEGV:SI_KERNEL:0x0", "SIGSEGV:SI_KERNEL:0x0"), ("11:128:0", "SIGSEGV:SI_KERNEL:0x0"), ("segv", "SIGSEGV"),
        ("SIGSEGV::(nil)", "SIGSEGV::0x0"), ("sigill:illopn", "SIGILL:ILL_ILLOPN"), ("SIGABRT:-6", "SIGABRT:SI_TKILL"),
        ("SIGBUS:BUS_ADRALN:DEAD", "SIGBUS:BUS_ADRALN:0xdead"), ("SIGSEGV:", "SIGSEGV"),
    ])
    func signaturesAreRead(text: String, meaning: String) throws {
        #expect(try CrashSignature(text).description == meaning)
    }

    @Test(arguments: ["", "SIGNOTHING", "SIGSEGV:BUS_ADRALN", "SIGSEGV:SI_KERNEL:here", "SIGSEGV:1:2:3", ":", "+11", "11:+1", "11:1:+5"])
    func otherSignaturesAreRefused(text: String) {
        #expect(throws: CrashSignature.Misreading.self) { try CrashSignature(text) }
    }

    @Test func signaturesAgreeWhereBothKnow() throws {
        let fault = try CrashSignature("SIGSEGV:SI_KERNEL:0x0")
        #expect(fault.agrees(with: try CrashSignature("SIGSEGV")))
        #expect(try CrashSignature("SIGSEGV::0").agrees(with: fault))
        #expect(!fault.agrees(with: try CrashSignature("SIGBUS")))
        #expect(!fault.agrees(with: try CrashSignature("SIGSEGV:SEGV_MAPERR")))
        #expect(!fault.agrees(with: try CrashSignature("SIGSEGV::0x8")))
    }
}
