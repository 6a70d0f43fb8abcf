extension Catalog {
    /// What io_uring_setup(2) can report, by bit.
    package static let features: [Feature] = [
        Feature(0,  "SINGLE_MMAP",     "5.4",  "one mapping holds both queues"),
        Feature(1,  "NODROP",          "5.5",  "completions are kept when their queue is full"),
        Feature(2,  "SUBMIT_STABLE",   "5.5",  "arguments may be reused once submitted"),
        Feature(3,  "RW_CUR_POS",      "5.6",  "reads and writes can use the file position"),
        Feature(4,  "CUR_PERSONALITY", "5.6",  "requests run with the rights of who submits them"),
        Feature(5,  "FAST_POLL",       "5.7",  "sockets and pipes wait without a worker thread"),
        Feature(6,  "POLL_32BITS",     "5.9",  "waits for readiness take every poll flag"),
        Feature(7,  "SQPOLL_NONFIXED", "5.11", "the polling thread takes unregistered files"),
        Feature(8,  "EXT_ARG",         "5.11", "waiting takes a timeout and a signal mask"),
        Feature(9,  "NATIVE_WORKERS",  "5.12", "worker threads belong to the process"),
        Feature(10, "RSRC_TAGS",       "5.13", "registered files and buffers can be tagged and updated"),
        Feature(11, "CQE_SKIP",        "5.17", "successful requests can be silent"),
        Feature(12, "LINKED_FILE",     "5.18", "a linked request looks its file up when it starts"),
        Feature(13, "REG_REG_RING",    "6.3",  "register calls take a registered ring"),
        Feature(14, "RECVSEND_BUNDLE", "6.10", "one send or receive can use several buffers"),
        Feature(15, "MIN_TIMEOUT",     "6.12", "a wait can gather completions for a minimum time"),
        Feature(16, "RW_ATTR",         "6.14", "reads and writes carry attributes such as checksums"),
        Feature(17, "NO_IOWAIT",       "6.15", "waiting need not count as waiting for a disk"),
    ]
}
