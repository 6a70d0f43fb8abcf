extension Catalog {
    /// Flags of a completion, by bit.
    ///
    /// From bit 16 up the bits hold the buffer's number where BUFFER is set; only the completions of
    /// `SOCKET_URING_OP_TX_TIMESTAMP` use TSTAMP_HW.
    package static let completionFlags: [CompletionFlag] = [
        CompletionFlag(0,  "BUFFER",        "5.7",  "the upper 16 bits name the buffer used"),
        CompletionFlag(1,  "MORE",          "5.13", "more completions of the same request follow"),
        CompletionFlag(2,  "SOCK_NONEMPTY", "5.19", "the socket has more to read"),
        CompletionFlag(3,  "NOTIF",         "6.0",  "a zero-copy send no longer needs its buffer"),
        CompletionFlag(4,  "BUF_MORE",      "6.12", "the same buffer will be filled further"),
        CompletionFlag(5,  "SKIP",          "6.18", "filler before the end of the queue, to be ignored"),
        CompletionFlag(15, "32",            "6.18", "this completion has 32 bytes"),
        CompletionFlag(16, "TSTAMP_HW",     "6.17", "the timestamp is from the network card"),
    ]
}
