/// What /proc/N/fdinfo says of one ring. nil is what this kernel does not say, or could not say while the ring was
/// busy.
///
/// Kernels from 5.6 on say how many files and buffers are registered, from 5.10 on the polls, from 5.16 on the queues.
/// They list the queues' entries and name registered files, of which only the numbers are kept.
package struct RingInformation: Sendable, Equatable {
    /// Entries of the submission queue.
    package var submissionEntries: UInt32?
    /// Those that the process has filled in, and the kernel has not taken.
    package var pendingSubmissions: UInt32?
    package var completionEntries: UInt32?
    /// Completions that the process has not taken.
    package var unreadCompletions: UInt32?
    /// Completions that found no room in the queue.
    package var overflownCompletions: Int?
    /// The thread of IORING_SETUP_SQPOLL; -1 where there is none.
    package var submissionThread: Int32?
    /// The processor that it runs on; -1 where there is none.
    package var submissionProcessor: Int32?
    /// Slots of the table of registered files.
    package var registeredFiles: UInt32?
    package var registeredBuffers: UInt32?
    package var personalities: Int?
    /// Requests that wait for a poll.
    package var polls: Int?

    package init() {}
}

extension RingInformation {
    /// Reads fdinfo line by line, whatever its length.
    package struct Parser: Sendable {
        package private(set) var information = RingInformation()
        private var (submissionHead, submissionTail): (UInt32?, UInt32?) = (nil, nil)
        private var (completionHead, completionTail): (UInt32?, UInt32?) = (nil, nil)
        private enum List { case personalities, polls, overflow }
        /// What the lines that follow a heading are counted as.
        private var list: List?

        package init() {}

        /// - Parameter text: the whole of fdinfo.
        package static func parse(_ text: String) -> RingInformation {
            var parser = Parser()
            for line in Array(text.utf8).split(separator: UInt8(ascii: "\n")) { parser.read(line) }
            return parser.information
        }

        /// Takes in one line, without its end.
        package mutating func read(_ line: ArraySlice<UInt8>) {
            // Entries of lists begin with a space, or with a number that needs no space in front.
            guard let first = line.first, first > UInt8(ascii: "9") else {
                switch list {
                // Its users, groups and capabilities follow on lines that begin with a tab.
                case .personalities?: if line.first != UInt8(ascii: "\t") { information.personalities? += 1 }
                case .polls?: information.polls? += 1
                case .overflow?: information.overflownCompletions? += 1
                case nil: break
                }
                return
            }
            // No heading is longer; a line of a list that looks like one is.
            guard line.count <= 64, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
            let value = String(decoding: line[(colon + 1)...].filter { $0 > UInt8(ascii: " ") }, as: UTF8.self)
            list = nil
            take(String(decoding: line[..<colon], as: UTF8.self), value)
        }

        private mutating func take(_ key: String, _ value: String) {
            switch key {
            case "SqMask": information.submissionEntries = Self.entries(value)
            case "SqHead": submissionHead = UInt32(value)
            case "SqTail":
                submissionTail = UInt32(value)
                information.pendingSubmissions = Self.difference(submissionTail, submissionHead)
            case "CqMask": information.completionEntries = Self.entries(value)
            case "CqHead": completionHead = UInt32(value)
            case "CqTail":
                completionTail = UInt32(value)
                information.unreadCompletions = Self.difference(completionTail, completionHead)
            case "SqThread": information.submissionThread = Int32(value)
            case "SqThreadCpu": information.submissionProcessor = Int32(value)
            case "UserFiles": information.registeredFiles = UInt32(value)
            case "UserBufs": information.registeredBuffers = UInt32(value)
            case "Personalities": (list, information.personalities) = (.personalities, 0)
            case "PollList": (list, information.polls) = (.polls, 0)
            case "CqOverflowList": (list, information.overflownCompletions) = (.overflow, 0)
            default: break
            }
        }

        /// A mask, "0x7" or "7", is one less than the entries.
        private static func entries(_ mask: String) -> UInt32? {
            let number = mask.hasPrefix("0x") ? UInt32(mask.dropFirst(2), radix: 16) : UInt32(mask)
            return number.map { $0 &+ 1 }
        }

        /// Heads and tails run on beyond the queue, and wrap.
        private static func difference(_ tail: UInt32?, _ head: UInt32?) -> UInt32? {
            guard let tail, let head else { return nil }
            return tail &- head
        }
    }
}
