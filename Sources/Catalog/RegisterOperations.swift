extension Catalog {
    /// Every call that io_uring_register(2) can make, at the index of its number.
    package static let registerOperations: [RegisterOperation] = [
        RegisterOperation(0,  "REGISTER_BUFFERS",          "5.1",  "pin buffers once for many reads and writes"),
        RegisterOperation(1,  "UNREGISTER_BUFFERS",        "5.1",  "let the registered buffers go"),
        RegisterOperation(2,  "REGISTER_FILES",            "5.1",  "set up a table of files for direct descriptors"),
        RegisterOperation(3,  "UNREGISTER_FILES",          "5.1",  "let the table of files go"),
        RegisterOperation(4,  "REGISTER_EVENTFD",          "5.2",  "signal an eventfd at every completion"),
        RegisterOperation(5,  "UNREGISTER_EVENTFD",        "5.2",  "stop signalling the eventfd"),
        RegisterOperation(6,  "REGISTER_FILES_UPDATE",     "5.5",  "change entries of the table of files"),
        RegisterOperation(7,  "REGISTER_EVENTFD_ASYNC",    "5.6",  "signal an eventfd at completions that came later"),
        RegisterOperation(8,  "REGISTER_PROBE",            "5.6",  "ask which opcodes the kernel has"),
        RegisterOperation(9,  "REGISTER_PERSONALITY",      "5.6",  "keep the present rights for later requests"),
        RegisterOperation(10, "UNREGISTER_PERSONALITY",    "5.6",  "forget rights that were kept"),
        RegisterOperation(11, "REGISTER_RESTRICTIONS",     "5.10", "limit what the ring may be used for"),
        RegisterOperation(12, "REGISTER_ENABLE_RINGS",     "5.10", "start a ring that was made disabled"),
        RegisterOperation(13, "REGISTER_FILES2",           "5.13", "set up a table of files, with tags or empty"),
        RegisterOperation(14, "REGISTER_FILES_UPDATE2",    "5.13", "change entries of the table of files, with tags"),
        RegisterOperation(15, "REGISTER_BUFFERS2",         "5.13", "pin buffers, with tags or an empty table"),
        RegisterOperation(16, "REGISTER_BUFFERS_UPDATE",   "5.13", "change entries of the table of buffers"),
        RegisterOperation(17, "REGISTER_IOWQ_AFF",         "5.14", "pin worker threads to processors"),
        RegisterOperation(18, "UNREGISTER_IOWQ_AFF",       "5.14", "let worker threads run on any processor"),
        RegisterOperation(19, "REGISTER_IOWQ_MAX_WORKERS", "5.15", "limit the number of worker threads"),
        RegisterOperation(20, "REGISTER_RING_FDS",         "5.18", "register rings, for cheaper system calls"),
        RegisterOperation(21, "UNREGISTER_RING_FDS",       "5.18", "forget registered rings"),
        RegisterOperation(22, "REGISTER_PBUF_RING",        "5.19", "give the kernel a ring of buffers to choose from"),
        RegisterOperation(23, "UNREGISTER_PBUF_RING",      "5.19", "take the ring of buffers back"),
        RegisterOperation(24, "REGISTER_SYNC_CANCEL",      "6.0",  "cancel requests and wait until they have ended"),
        RegisterOperation(25, "REGISTER_FILE_ALLOC_RANGE", "6.0",  "say which table entries the kernel may hand out"),
        RegisterOperation(26, "REGISTER_PBUF_STATUS",      "6.8",  "ask how far a ring of buffers is used"),
        RegisterOperation(27, "REGISTER_NAPI",             "6.9",  "poll the network card while waiting"),
        RegisterOperation(28, "UNREGISTER_NAPI",           "6.9",  "stop polling the network card"),
        RegisterOperation(29, "REGISTER_CLOCK",            "6.12", "choose the clock of timed waits"),
        RegisterOperation(30, "REGISTER_CLONE_BUFFERS",    "6.12", "take over registered buffers of another ring"),
        RegisterOperation(31, "REGISTER_SEND_MSG_RING",    "6.13", "post to a ring without having one"),
        RegisterOperation(32, "REGISTER_ZCRX_IFQ",         "6.15", "receive from a network queue without copying"),
        RegisterOperation(33, "REGISTER_RESIZE_RINGS",     "6.13", "change the size of a ring in use"),
        RegisterOperation(34, "REGISTER_MEM_REGION",       "6.13", "share memory for arguments with the kernel"),
        RegisterOperation(35, "REGISTER_QUERY",            "6.18", "ask what io_uring has, without a ring"),
        RegisterOperation(36, "REGISTER_ZCRX_CTRL",        "6.19", "control a zero-copy receive queue"),
        RegisterOperation(37, "REGISTER_BPF_FILTER",       "7.0",  "let a BPF program allow or refuse requests"),
    ]

    /// Added to the number of a register operation when the descriptor is an index of a registered ring:
    /// `IORING_REGISTER_USE_REGISTERED_RING`, since 6.3, where the kernel has the feature REG_REG_RING.
    package static let useRegisteredRing: UInt32 = 1 << 31
}
