import Foundation
import Support
import Testing

@testable import Kernel

struct ClockTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (1_795_419_834, "2026-11-23T07:43:54Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"), (-2_203_891_200, "1900-03-01T00:00:00Z"),
    ] as [(Int64, String)])
    func aDateIsThatOfTheCalendar(_ seconds: Int64, _ date: String) {
        #expect(Clock.date(secondsSince1970: seconds) == date)
    }

    @Test func anyDateIsThatOfFoundation() {
        var generator = Generator(seed: 1)
        for _ in 0..<20_000 {
            let seconds = Int64.random(in: -2_000_000_000...20_000_000_000, using: &generator)
            let expected = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            #expect(Clock.date(secondsSince1970: seconds) == expected)
        }
    }

    @Test func nowIsNow() throws {
        let before = Date.now.addingTimeInterval(-1)
        let now = try Date(Clock.date, strategy: .iso8601)
        #expect((before...Date.now.addingTimeInterval(1)).contains(now))
    }
}

struct TextSearchTests {
    @Test(arguments: [
        ("", "", true), ("a", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "bc", true), ("abc", "ab", true),
        ("abc", "ac", false), ("abc", "abcd", false), ("aab", "ab", true), ("Ubuntu", "ubuntu", false),
        ("flags : fpu hypervisor", " hypervisor", true), ("e\u{301}", "e", true),
    ])
    func aTextHoldsWhatStandsInIt(_ text: String, _ part: String, _ holds: Bool) {
        #expect(text.holds(part) == holds)
        #expect(text[...].holds(part[...]) == holds)
    }
}
