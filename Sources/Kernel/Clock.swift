import Glibc

/// The monotonic clock, and that of the calendar.
package enum Clock {
    package static var nanoseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    /// The moment `nanoseconds` from now on the monotonic clock; what lies beyond its end never comes.
    package static func nanoseconds(after nanoseconds: Int64) -> Int64 {
        let (moment, isBeyond) = Clock.nanoseconds.addingReportingOverflow(nanoseconds)
        return isBeyond ? .max : moment
    }

    /// Now in UTC, as ISO 8601 writes it: "2026-11-23T07:43:54Z".
    package static var date: String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return date(secondsSince1970: Int64(now.tv_sec))
    }

    /// The calendar by arithmetic: Foundation's would be a third of a static file.
    static func date(secondsSince1970 seconds: Int64) -> String {
        let (days, second) = (seconds.floored(by: 86_400), seconds.remainder(by: 86_400))
        // Years that begin in March have their leap day at the end; each 400 of them have 146,097 days.
        let dayOfMarchEra = days + 719_468
        let era = dayOfMarchEra.floored(by: 146_097), day = dayOfMarchEra.remainder(by: 146_097)
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        // Months from March on have 31, 30, 31, 30, 31 days, and so on again.
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        let calendarYear = era * 400 + year + (calendarMonth <= 2 ? 1 : 0)
        func padded(_ number: Int64, to width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(calendarYear, to: 4))-\(padded(calendarMonth, to: 2))-\(padded(dayOfMonth, to: 2))"
            + "T\(padded(second / 3600, to: 2)):\(padded(second / 60 % 60, to: 2)):\(padded(second % 60, to: 2))Z"
    }
}

extension Int64 {
    /// The quotient rounded down, also of what is negative.
    fileprivate func floored(by divisor: Int64) -> Int64 { (self - remainder(by: divisor)) / divisor }

    /// What is left then: from 0 to below `divisor`.
    fileprivate func remainder(by divisor: Int64) -> Int64 { (self % divisor + divisor) % divisor }
}
