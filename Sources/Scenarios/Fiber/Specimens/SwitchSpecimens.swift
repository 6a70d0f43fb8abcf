import Arguments
import CSpecimens
import Children

/// Switches that are wrong, in assembly: the same in every build.
enum SwitchSpecimens {
    static func staleRegister(_ effort: Effort) throws(BodyFailure) -> Finding {
        try SpecimenStacks().with { specimen_stale_register($0) }
        return .unharmed("the switch came back")
    }

    static func misalignedEntry(_ effort: Effort) throws(BodyFailure) -> Finding {
        var report = specimen_report()
        try SpecimenStacks().with { specimen_misaligned_entry($0, &report) }
        return .unharmed("no aligned access met the stack")
    }

    static func unsaved(_ place: specimen_place) throws(BodyFailure) -> Finding {
        var report = specimen_report()
        try SpecimenStacks().with { specimen_unsaved(place, $0, &report) }
        let name = name(of: place.rawValue)
        guard report.first.differs & 1 << place.rawValue != 0 else { return .unharmed("\(name) was kept") }
        let found = specimen_place_value(&report.first.found, place.rawValue)
        let expected = specimen_place_value(&report.first.expected, place.rawValue)
        return .wrong(
            "\(name) is \(hexadecimal(found)) after a switch, was \(hexadecimal(expected)) before it")
    }

    /// What a place that a switch has to save is called in a sentence.
    static func name(of place: UInt32) -> String {
        switch place {
        case SPECIMEN_MXCSR.rawValue: "MXCSR"
        case SPECIMEN_X87_CONTROL.rawValue: "the x87 control word"
        default: specimen_place_name(place).map { String(cString: $0) } ?? "a place without a name"
        }
    }

    static func redZone(_ effort: Effort) throws(BodyFailure) -> Finding {
        var report = specimen_red_zone_report()
        try SpecimenStacks().with { specimen_red_zone($0, &report) }
        guard report.words_lost > 0 else { return .unharmed("the red zone was left alone") }
        return .wrong(
            """
            \(report.words_lost) of 16 words in the red zone are lost; the topmost is \
            \(hexadecimal(report.found)), was \(hexadecimal(report.expected))
            """)
    }

    static func missingClobbers(_ effort: Effort) throws(BodyFailure) -> Finding {
        var report = specimen_clobber_report()
        try SpecimenStacks().with { specimen_missing_clobbers($0, &report) }
        let names = ["r8", "r9", "r10", "r11", "xmm8", "xmm9", "xmm10", "xmm11"]
        let lost = names.enumerated().filter { report.differs & 1 << $0.offset != 0 }.map(\.element)
        guard !lost.isEmpty else { return .unharmed("every register was kept") }
        return .wrong(
            """
            \(Phrase.enumeration(lost)) differ after a switch: r8 is \(hexadecimal(report.found.r8)), was \
            \(hexadecimal(report.expected.r8))
            """)
    }
}
