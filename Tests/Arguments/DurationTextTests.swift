import Support
import Testing

@testable import Arguments

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("0", DurationText.Reading.nanoseconds(0)), ("00", .nanoseconds(0)), ("0s", .nanoseconds(0)),
        ("7ns", .nanoseconds(7)), ("1us", .nanoseconds(1_000)), ("250ms", .nanoseconds(250_000_000)),
        ("10s", .nanoseconds(10_000_000_000)), ("2m", .nanoseconds(120_000_000_000)),
        ("1h", .nanoseconds(3_600_000_000_000)), ("9223372036854775807ns", .nanoseconds(.max)),
        ("9223372036854775808ns", .tooLong), ("2562048h", .tooLong), ("99999999999999999999s", .tooLong),
        ("10", .malformed), ("", .malformed), ("s", .malformed), ("-1s", .malformed), ("+1s", .malformed),
        ("1 s", .malformed), ("1.5s", .malformed), ("1S", .malformed), ("1min", .malformed), ("1s2", .malformed),
        ("١s", .malformed),
    ])
    func reads(_ text: String, _ reading: DurationText.Reading) {
        #expect(DurationText.parse(text) == reading)
    }

    @Test(
        arguments: [(0, "0"), (1, "1ns"), (1_500, "1500ns"), (60_000_000_000, "1m"), (90_000_000_000, "90s")]
            as [(Int64, String)])
    func rendersInTheLargestExactUnit(_ nanoseconds: Int64, _ text: String) {
        #expect(DurationText.render(nanoseconds) == text)
    }

    @Test func whatIsRenderedIsReadBack() {
        var generator = Generator(seed: 7)
        for shift in 0..<63 {
            let nanoseconds = Int64.random(in: 0...(Int64.max >> shift), using: &generator) / 1000 * 1000
            #expect(DurationText.parse(DurationText.render(nanoseconds)) == .nanoseconds(nanoseconds))
        }
    }
}
