/// What a completion belongs to, by its user data, where that is not an operation's address.
enum Tag {
    // Less than any address.

    static let ignored: UInt64 = 0
    static let timeout: UInt64 = 1
    static let timeoutUpdate: UInt64 = 2
    /// The read of the wake event.
    static let wakeEvent: UInt64 = 3
    /// What another ring sent, to wake this one.
    static let message: UInt64 = 4
    /// What a thread without a ring sent.
    static let register: UInt64 = 5

    /// What is none of these. No process has memory at addresses so low or so high.
    static let addresses: Range<UInt64> = 4096..<failedMessage

    // More than any address of a program.

    /// A message of this ring has failed; in the lower bits stands the event that is to be made readable instead.
    static let failedMessage: UInt64 = 1 << 63
}
