/// One thing that an errno can mean where a call of io_uring answers it.
package struct ErrorMeaning: Sendable, Equatable {
    /// "EPERM".
    package let errno: String
    package let call: RingCall
    package let meaning: String
    /// What to look at, or to type, to know whether it is this.
    package let howToTell: String
    /// The first and the last mainline release that answers so; nil for the first with io_uring, and for none.
    package let since: Release?
    package let until: Release?
    /// A manual page, or "Linux 6.18" for what that release was seen or read to do.
    package let source: String
}

/// Where an errno of io_uring comes from.
package enum RingCall: String, CaseIterable, Sendable {
    case setup, mmap, enter, register, completion

    /// As strace(1) shows it; a completion's is no call but what its entry says.
    package var name: String {
        switch self {
        case .setup: "io_uring_setup"
        case .mmap: "mmap"
        case .enter: "io_uring_enter"
        case .register: "io_uring_register"
        case .completion: "completion"
        }
    }

    /// What other words there are for it.
    package var otherNames: [String] {
        switch self {
        case .setup, .enter, .register: [rawValue]
        case .mmap: []
        case .completion: ["cqe", "res"]
        }
    }

    fileprivate var text: StaticString {
        switch self {
        case .setup: Catalog.setupErrors
        case .mmap: Catalog.mappingErrors
        case .enter: Catalog.enterErrors
        case .register: Catalog.registerErrors
        case .completion: Catalog.completionErrors
        }
    }
}

extension Catalog {
    /// What each errno can mean for each call, in the order of the calls; the likelier meanings of an errno first.
    ///
    /// The tables are text, a block for each meaning: a line `ERRNO SINCE-UNTIL SOURCE` whose releases may be missing,
    /// one that says what it means, and one that says how to tell.
    package static let errorMeanings = RingCall.allCases.flatMap { call in
        call.text.description.split(separator: "\n").chunks(of: 3).map { ErrorMeaning(lines: $0, call) }
    }
}

extension ErrorMeaning {
    fileprivate init(lines: ArraySlice<Substring>, _ call: RingCall) {
        precondition(lines.count == 3, "a meaning has three lines")
        let lines = Array(lines)
        let head = lines[0].split(separator: " ", maxSplits: 2)
        precondition(head.count == 3, "no errno, releases and source: \(lines[0])")
        let releases = head[1].split(separator: "-", omittingEmptySubsequences: false).map(Self.release)
        precondition(releases.count == 2, "no range of releases: \(lines[0])")
        self.init(
            errno: String(head[0]), call: call, meaning: String(lines[1]), howToTell: String(lines[2]),
            since: releases[0], until: releases[1], source: String(head[2]))
    }

    private static func release(_ text: Substring) -> Release? {
        let numbers = text.split(separator: ".").compactMap { UInt8($0) }
        return numbers.count == 2 ? Release(major: numbers[0], minor: numbers[1]) : nil
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
