import CFiber
import CSpecimens
import Testing

/// The specimens that come to an end, called from Swift as this test was built.
@Suite(.enabled(if: specimens_available() != 0, "the specimens are for x86-64"))
struct WitnessTests {
    /// Two stacks, given back afterwards.
    private func withStacks<Value>(_ body: (UnsafePointer<specimen_stacks>) -> Value) -> Value {
        let size = SPECIMEN_STACK_BYTES
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * size, alignment: 16)
        defer { memory.deallocate() }
        var stacks = specimen_stacks(first: memory, second: memory + size, size_bytes: size)
        return body(&stacks)
    }

    private func names(_ mask: UInt32) -> [String] {
        (0..<SPECIMEN_PLACES.rawValue).filter { mask >> $0 & 1 == 1 }.map { String(cString: specimen_place_name($0)) }
    }

    /// A place's value, by its number.
    private func value(_ state: specimen_state, _ place: UInt32) -> UInt64 {
        withUnsafePointer(to: state) { specimen_place_value($0, place) }
    }

    @Test(arguments: (0..<SPECIMEN_PLACES.rawValue).filter { $0 != SPECIMEN_SLOT.rawValue })
    func onePlaceIsLost(_ place: UInt32) {
        var report = specimen_report()
        withStacks { specimen_unsaved(specimen_place(rawValue: place), $0, &report) }
        let name = String(cString: specimen_place_name(place))
        #expect(names(report.first.differs) == [name])
        #expect(names(report.second.differs) == [name])
        #expect(value(report.first.found, place) == value(report.second.expected, place))
        #expect(value(report.second.found, place) == value(report.first.expected, place))
        for other in 0..<SPECIMEN_PLACES.rawValue where other != place {
            #expect(value(report.first.found, other) == value(report.first.expected, other))
            #expect(value(report.second.found, other) == value(report.second.expected, other))
        }
    }

    @Test func theSwitchOfFibersKeepsAll() {
        typealias Switch =
            @convention(c) (UnsafeMutablePointer<fiber_context>?, UnsafeMutablePointer<fiber_context>?) -> Void
        let change: Switch = fiber_switch_registers
        var report = specimen_report()
        // Both take two pointers, and the stack pointer is what the first of them points to.
        withStacks { stacks in
            specimen_between_fibers(
                stacks, fiber_prepare_registers, unsafeBitCast(change, to: specimen_switch.self), &report)
        }
        #expect(names(report.first.differs) == [])
        #expect(names(report.second.differs) == [])
        #expect(value(report.first.found, SPECIMEN_SLOT.rawValue) != value(report.second.found, SPECIMEN_SLOT.rawValue))
    }

    /// Any function will do as a switch.
    @Test func aFunctionThatKeepsTheAbiKeepsAll() {
        var (pattern, found) = (specimen_state(), specimen_state())
        (pattern.rbx, pattern.slot, pattern.mxcsr, pattern.x87_control) = (1, 2, 0x1f80, 0x37f)
        #expect(specimen_witness(&pattern, &found, { _, _ in }, nil, nil) == 0)
        #expect((found.rbx, found.slot, found.mxcsr, found.x87_control) == (1, 2, 0x1f80, 0x37f))
    }

    @Test func scratchRegistersAndTheRedZone() {
        var clobbers = specimen_clobber_report()
        withStacks { specimen_missing_clobbers($0, &clobbers) }
        #expect(clobbers.differs == 0xff)
        withStacks { specimen_declared_clobbers($0, &clobbers) }
        #expect(clobbers.differs == 0)
        var redZone = specimen_red_zone_report()
        withStacks { specimen_red_zone($0, &redZone) }
        #expect(redZone.words_lost == 8 && redZone.found != redZone.expected)
        withStacks { specimen_red_zone_stepped_over($0, &redZone) }
        #expect(redZone.words_lost == 0 && redZone.found == redZone.expected)
    }
}
