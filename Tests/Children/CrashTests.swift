import Foundation
import Kernel
import Support
import Testing

@testable import Children

#if arch(x86_64)
    /// Children that crash in every way there is, and what is made of it.
    @Suite(.timeLimit(.minutes(Bound.testMinutes)))
    struct CrashTests {
        private struct Crash {
            var outcome: Outcome
            var record: CrashRecord
            var cause: CrashCause { CrashCause(record) }
        }

        private func crash(_ way: String) throws -> Crash {
            var lines: [String] = []
            let bounds = Child.Bounds(
                deadlineNanoseconds: Clock.nanoseconds + 60_000_000_000, silenceLimitMilliseconds: 60_000,
                outputLimitBytes: 1 << 20)
            let child = try Child.start([way], program: Package.product("Crasher"))
            let outcome = child.run(within: bounds) { lines.append(String($0)) }
            return Crash(
                outcome: outcome, record: try #require(CrashRecord(lines: lines), "\(outcome): \(lines)"))
        }

        @Test(arguments: [
            ("null", SIGSEGV, "SEGV_MAPERR"), ("read-only", SIGSEGV, "SEGV_ACCERR"),
            ("call-data", SIGSEGV, "SEGV_ACCERR"),
            ("past-end", SIGBUS, "BUS_ADRERR"), ("abort", SIGABRT, "SI_TKILL"), ("hang", SIGALRM, "SI_KERNEL"),
            ("sent", SIGSEGV, "SI_USER"), ("non-canonical", SIGSEGV, "SI_KERNEL"), ("ud2", SIGILL, "ILL_ILLOPN"),
            ("non-canonical-frame", SIGBUS, "SI_KERNEL"), ("int3", SIGTRAP, "SI_KERNEL"), ("hlt", SIGSEGV, "SI_KERNEL"),
            ("division", SIGFPE, "FPE_INTDIV"), ("fiber-overflow", SIGSEGV, "SEGV_ACCERR"),
            ("filtered", SIGSYS, "SYS_SECCOMP"),
        ])
        func theSignalIsToldAndKills(way: String, signal: Int32, code: String) throws {
            let crash = try crash(way)
            #expect(crash.outcome == .signalled(signal))
            #expect(crash.record.signal == signal)
            #expect(SignalCode.name(crash.record.code, of: signal) == code)
            #expect(crash.record.isComplete)
            #expect(crash.record.machine == .x86_64)
            #expect(crash.record.registers.count == 20)
            if way.hasPrefix("fiber") {
                #expect(crash.record.stackState == crash.record.addressPlace?.slot.map { .inGuard($0) })
            } else {
                #expect(crash.record.stackState == .thread)
            }
        }

        @Test func nothingAtAll() throws {
            #expect(try crash("null").cause == .nullPointer(address: 8, access: .read))
            let call = try crash("call-null")
            #expect(call.cause == .nullPointer(address: 0, access: .execute))
            #expect(call.record.instruction.isEmpty)
        }

        @Test func protectedMemory() throws {
            let write = try crash("read-only")
            let address = try #require(write.record.address)
            #expect(write.cause == .forbiddenAccess(address: address, access: .write))
            let call = try crash("call-data")
            #expect(call.record.address == call.record.programCounter)
            #expect(call.cause == .executedData(address: try #require(call.record.address)))
            let read = try crash("past-end")
            #expect(read.cause == .pastEndOfFile(address: try #require(read.record.address)))
        }

        @Test func pointersThatAreNoAddress() throws {
            let crash = try crash("non-canonical")
            #expect(crash.record.signature.description == "SIGSEGV:SI_KERNEL:0x0")
            #expect(crash.record.decodedInstruction?.text == "mov %rsp,(%rax)")
            let fill = PointerOrigin.fill(pattern: "0xaa repeated", by: "as Zig fills undefined memory")
            #expect(
                crash.cause
                    == .nonCanonicalPointer(.init(register: "rax", value: 0xaaaa_aaaa_aaaa_aaaa, origin: fill)))
        }

        @Test(arguments: [
            ("non-canonical-frame", "rbp", 0xdead_beef_dead_beef), ("non-canonical-call", "rax", 0x5a5a_5a5a_5a5a_5a5a),
            ("non-canonical-index", "rcx", 0x7274_7320_6120_7369), ("non-canonical-return", nil, 0xfefe_fefe_fefe_fefe),
            ("non-canonical-stack", "rsp", 0xcdcd_cdcd_cdcd_cdcd),
        ] as [(String, String?, UInt64)])
        func pointersThatAreNoAddressAreFound(way: String, register: String?, value: UInt64) throws {
            guard case .nonCanonicalPointer(let pointer) = try crash(way).cause else {
                Issue.record("\(try crash(way))")
                return
            }
            // Some processors go to the target first; then no register is to be seen.
            #expect(pointer.register == register || way == "non-canonical-call" && pointer.register == nil)
            #expect(pointer.value == value)
            #expect(pointer.origin != nil)
        }

        @Test func misalignedOperands() throws {
            let pointer = try crash("misaligned-pointer")
            #expect(pointer.record.signature.description == "SIGSEGV:SI_KERNEL:0x0")
            guard case .misalignedOperand(let operand) = pointer.cause else {
                Issue.record("\(pointer.cause)")
                return
            }
            #expect(operand.excessBytes == 8 && operand.alignmentBytes == 16 && !operand.isOnStack)

            let stack = try crash("misaligned-stack")
            let stackPointer = try #require(stack.record.stackPointer)
            #expect(stack.record.decodedInstruction?.text == "movaps %xmm0,0x20(%rsp)")
            #expect(
                stack.cause
                    == .misalignedOperand(
                        .init(address: stackPointer + 0x20, alignmentBytes: 16, excessBytes: 8, isOnStack: true)))
        }

        @Test func instructions() throws {
            #expect(try crash("ud2").cause == .trap)
            #expect(try crash("hlt").cause == .privilegedInstruction)
            #expect(try crash("division").cause == .integerDivision)
            #expect(try crash("int3").cause == .breakpoint)
        }

        @Test func signalsThatAreNoFault() throws {
            #expect(try crash("abort").cause == .aborted)
            let hang = try crash("hang")
            #expect(hang.cause == .hung)
            #expect(hang.record.address == nil && hang.record.addressPlace == nil)
            #expect(try #require(hang.record.usedNanoseconds) < 500_000)
            // Work is told from waiting, when the time of both is up.
            let spin = try crash("spin")
            #expect(spin.cause == .hung)
            #expect(try #require(spin.record.usedNanoseconds) > 500_000)
            guard case .sent(let process?) = try crash("sent").cause else {
                Issue.record("nobody sent it")
                return
            }
            #expect(process > 0)
            #expect(try crash("filtered").cause == .filteredSystemCall(110))
        }

        @Test func overflowsAreAttributed() throws {
            let crash = try crash("fiber-overflow")
            guard case .fiberStackOverflow(let slot) = crash.cause else {
                Issue.record("\(crash.cause)")
                return
            }
            #expect(slot.fiberNumber == 102 && slot.fiberName == "two words" && slot.index == 2)
            #expect(slot.guardBytes == 65536 && slot.sizeBytes == 131_072)
            #expect(crash.record.fiber == slot)
            #expect(crash.record.returnAddresses.count == 32)
            #expect(try self.crash("thread-overflow").cause == .threadStackOverflow)
            #expect(try self.crash("main-overflow").cause == .threadStackOverflow)
        }

        @Test func theFiberIsTheOneOfTheStackPointer() throws {
            let crash = try crash("fiber-null")
            #expect(crash.cause == .nullPointer(address: 8, access: .read))
            #expect(crash.record.fiber?.fiberName == "one")
            let other = try self.crash("fiber-guard-of-another")
            #expect(other.record.fiber?.fiberName == "one")
            guard case .foreignGuard(let slot) = other.cause else {
                Issue.record("\(other.cause)")
                return
            }
            #expect(slot.fiberName == "three")
        }

        @Test func aFrameThatJumpedTheGuardIsInTheNeighboursStack() throws {
            let crash = try crash("fiber-jump")
            guard case .inNeighbour(let own, let other) = crash.record.stackState else {
                Issue.record("\(crash.record)")
                return
            }
            #expect(own.fiberNumber == 102 && other.fiberNumber == 101)
            #expect(crash.record.fiber == own)
        }

        @Test func forgottenStacksAndUnreadableLabels() throws {
            #expect(try crash("fiber-forgotten").record.stackPointerPlace == .elsewhere)
            let slot = try #require(try crash("fiber-label").record.fiber)
            #expect(slot.index == 1 && slot.fiberNumber == nil && slot.fiberName == nil)
        }

        @Test func aDestroyedStackPointerIsNoObstacle() throws {
            let crash = try crash("stack-pointer")
            #expect(crash.outcome == .signalled(SIGSEGV))
            #expect(crash.cause == .destroyedStackPointer(0x10))
            #expect(crash.record.stackWords.isEmpty)
        }

        @Test func aCrashWithinTheHandlerLeavesTheFirst() throws {
            let crash = try crash("within-crash")
            #expect(crash.outcome == .signalled(SIGSEGV))
            #expect(crash.record.signal == SIGABRT)
            #expect(!crash.record.isComplete)
            #expect(crash.cause.text(of: crash.record).hasSuffix("; the record of it is cut short"))
        }

        @Test func noCoreFileIsLeft() throws {
            // Whoever started the tests may have forbidden them for good.
            let folder = try TemporaryFolder()
            let script = "ulimit -c unlimited 2>/dev/null; cd '\(folder.path)'; '\(Package.product("Crasher"))' null"
            let finished = try Shell.run("bash", ["-c", "\(script) >/dev/null; true"])
            #expect(finished.errors.contains("Segmentation fault"))
            #expect(!finished.errors.contains("core dumped"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }

        @Test func addressesHaveNames() throws {
            let symbolizer = Symbolizer(program: Package.product("Crasher"), name: "Crasher")
            let overflow = symbolizer.frames(of: try crash("fiber-overflow").record)
            #expect(overflow.first?.function == "use_up_the_stack")
            #expect(overflow.dropFirst().first?.repetitions == 32)
            #expect(overflow.first?.file == "Crasher")
            // The C library has no frame pointers.
            let abort = symbolizer.frames(of: try crash("abort-deep").record).map(\.function)
            #expect(abort.contains("give_up") && abort.contains("main"))
            let call = symbolizer.frames(of: try crash("call-null").record).map(\.function)
            #expect(Array(call.prefix(3)) == [nil, "call_null", "main"])
        }
    }
#endif
