extension Catalog {
    /// The flags, commands and behaviours of some operations only.
    package static let operationFlags: [OperationFlag] = operationFlagGroups.flatMap(\.flags)

    private static let operationFlagGroups: [OperationFlagGroup] = [
        OperationFlagGroup(["NOP"], [
            .bit(0, "NOP_INJECT_RESULT", "6.10", "end with the result given"),
            .bit(1, "NOP_FILE",          "6.13", "look a descriptor up"),
            .bit(2, "NOP_FIXED_FILE",    "6.13", "look a registered file up"),
            .bit(3, "NOP_FIXED_BUFFER",  "6.13", "look a registered buffer up"),
            .bit(4, "NOP_TW",            "6.17", "complete by way of task work"),
            .bit(5, "NOP_CQE32",         "6.18", "end with a completion of 32 bytes"),
        ]),
        OperationFlagGroup(["FSYNC"], [
            .bit(0, "FSYNC_DATASYNC", "5.1", "flush data, but only the metadata needed to read it"),
        ]),
        OperationFlagGroup(["READ", "WRITE"], [
            .behaviour("CURRENT_POSITION", "5.6",  "use and move the file position (offset -1)"),
            .bit(0, "RW_ATTR_FLAG_PI",     "6.14", "carry checksums to and from the device"),
        ]),
        OperationFlagGroup(["WRITE"], [
            .behaviour("WRITE_STREAM", "6.16", "say which data have the same lifetime"),
        ]),
        OperationFlagGroup(["POLL_ADD"], [
            .behaviour("POLL_WIDE_MASK", "5.9",  "all 32 bits of poll events, such as EPOLLEXCLUSIVE"),
            .bit(0, "POLL_ADD_MULTI",    "5.13", "report readiness again and again"),
            .bit(3, "POLL_ADD_LEVEL",    "6.0",  "level-triggered; in the header, but no kernel accepts it"),
        ]),
        OperationFlagGroup(["POLL_REMOVE"], [
            .bit(1, "POLL_UPDATE_EVENTS",    "5.13", "change the events of a pending wait"),
            .bit(2, "POLL_UPDATE_USER_DATA", "5.13", "change the user data of a pending wait"),
        ]),
        OperationFlagGroup(["TIMEOUT"], [
            .bit(0, "TIMEOUT_ABS",           "5.5",  "the time is a point in time"),
            .bit(2, "TIMEOUT_BOOTTIME",      "5.15", "use the clock that runs on during suspend"),
            .bit(3, "TIMEOUT_REALTIME",      "5.15", "use the clock of the calendar"),
            .bit(5, "TIMEOUT_ETIME_SUCCESS", "5.16", "expiry is a success and breaks no link"),
            .bit(6, "TIMEOUT_MULTISHOT",     "6.4",  "expire again and again"),
            .bit(7, "TIMEOUT_IMMEDIATE_ARG", "7.1",  "the request holds the nanoseconds itself"),
        ]),
        OperationFlagGroup(["TIMEOUT_REMOVE"], [
            .bit(1, "TIMEOUT_UPDATE",      "5.11", "change the time of a pending timeout"),
            .bit(4, "LINK_TIMEOUT_UPDATE", "5.15", "change the time of a pending linked timeout"),
        ]),
        OperationFlagGroup(["SPLICE", "TEE"], prefix: "", [
            .bit(31, "SPLICE_F_FD_IN_FIXED", "5.7", "the input is an index of a registered file"),
        ]),
        OperationFlagGroup(["ASYNC_CANCEL"], [
            .bit(0, "ASYNC_CANCEL_ALL",      "5.19", "cancel every match and count them"),
            .bit(1, "ASYNC_CANCEL_FD",       "5.19", "match by descriptor"),
            .bit(2, "ASYNC_CANCEL_ANY",      "5.19", "match every request of the ring"),
            .bit(3, "ASYNC_CANCEL_FD_FIXED", "6.0",  "match by registered file"),
            .bit(4, "ASYNC_CANCEL_USERDATA", "6.6",  "match by user data"),
            .bit(5, "ASYNC_CANCEL_OP",       "6.6",  "match by opcode"),
        ]),
        OperationFlagGroup(["ACCEPT"], [
            .behaviour("ACCEPT_DIRECT",  "5.15", "put the connection into the table of files"),
            .bit(0, "ACCEPT_MULTISHOT",  "5.19", "accept every connection with one request"),
            .bit(1, "ACCEPT_DONTWAIT",   "6.10", "fail at once when no connection waits"),
            .bit(2, "ACCEPT_POLL_FIRST", "6.10", "wait for a connection before the first try"),
        ]),
        OperationFlagGroup(["SEND", "RECV", "SENDMSG", "RECVMSG", "SEND_ZC", "SENDMSG_ZC"], [
            .bit(0, "RECVSEND_POLL_FIRST", "5.19", "wait for readiness before the first try"),
        ]),
        OperationFlagGroup(["SEND", "RECV"], [
            .bit(4, "RECVSEND_BUNDLE",    "6.10", "use as many provided buffers as fit"),
            .bit(2, "RECVSEND_FIXED_BUF", "7.2",  "use a registered buffer"),
        ]),
        OperationFlagGroup(["RECV", "RECVMSG"], [
            .bit(1, "RECV_MULTISHOT", "6.0", "receive again and again with one request"),
        ]),
        OperationFlagGroup(["RECV"], [
            .behaviour("RECV_MULTISHOT_LIMIT", "6.17", "end a multishot receive after a number of bytes"),
        ]),
        OperationFlagGroup(["SEND"], [
            .behaviour("SEND_TO", "6.1", "send to an address, as sendto does"),
        ]),
        OperationFlagGroup(["SEND", "SEND_ZC"], [
            .bit(5, "SEND_VECTORIZED", "6.17", "send from several buffers"),
        ]),
        OperationFlagGroup(["SEND_ZC"], [
            .bit(2, "RECVSEND_FIXED_BUF",         "6.0", "use a registered buffer"),
            .behaviour("SEND_ZC_NOTIF_USER_DATA", "7.1", "give the notification user data of its own"),
        ]),
        OperationFlagGroup(["SENDMSG_ZC"], [
            .bit(2, "RECVSEND_FIXED_BUF", "6.15", "use a registered buffer"),
        ]),
        OperationFlagGroup(["SEND_ZC", "SENDMSG_ZC"], [
            .bit(3, "SEND_ZC_REPORT_USAGE",   "6.2", "report whether data were copied after all"),
            .bit(31, "NOTIF_USAGE_ZC_COPIED", "6.2", "in the notification: data were copied after all"),
        ]),
        OperationFlagGroup(["OPENAT", "OPENAT2"], [
            .behaviour("OPENAT_DIRECT", "5.15", "put the file into the table of files"),
        ]),
        OperationFlagGroup(["CLOSE"], [
            .behaviour("CLOSE_DIRECT", "5.15", "close an entry of the table of files"),
        ]),
        OperationFlagGroup(["SOCKET"], [
            .behaviour("SOCKET_DIRECT", "5.19", "put the socket into the table of files"),
        ]),
        OperationFlagGroup(["PIPE"], [
            .behaviour("PIPE_DIRECT", "6.16", "put both ends into the table of files"),
        ]),
        OperationFlagGroup(["OPENAT", "OPENAT2", "ACCEPT", "SOCKET", "MSG_RING", "PIPE"], [
            .value(0xFFFF_FFFF, "FILE_INDEX_ALLOC", "5.19", "the kernel picks a free entry in the table of files"),
        ]),
        OperationFlagGroup(["FILES_UPDATE"], [
            .behaviour("FILES_UPDATE_ALLOC", "6.1", "the kernel picks free entries in the table of files"),
        ]),
        OperationFlagGroup(["FIXED_FD_INSTALL"], [
            .bit(0, "FIXED_FD_NO_CLOEXEC", "6.8", "keep the new descriptor open across execve"),
        ]),
        OperationFlagGroup(["MSG_RING"], [
            .value(0, "MSG_DATA",          "5.18", "post a completion to another ring"),
            .value(1, "MSG_SEND_FD",       "6.0",  "put a registered file into the table of another ring"),
            .bit(0, "MSG_RING_CQE_SKIP",   "6.0",  "post no completion to the other ring"),
            .bit(1, "MSG_RING_FLAGS_PASS", "6.3",  "choose the flags of the completion posted"),
        ]),
        OperationFlagGroup(["FUTEX_WAIT", "FUTEX_WAKE", "FUTEX_WAITV"], [
            .behaviour("FUTEX2_FLAGS", "6.7", "take the flags of the futex2 calls, such as PRIVATE"),
        ]),
        OperationFlagGroup(["WAITID"], [
            .behaviour("WAITID_SIGINFO", "6.7", "say how the child process ended"),
        ]),
        OperationFlagGroup(["URING_CMD"], [
            .bit(0, "URING_CMD_FIXED",     "6.1",  "use a registered buffer"),
            .bit(1, "URING_CMD_MULTISHOT", "6.18", "complete again and again"),
        ]),
        OperationFlagGroup(["URING_CMD"], prefix: "", [
            .value(0, "SOCKET_URING_OP_SIOCINQ",             "6.6",  "socket: how many bytes wait to be read"),
            .value(1, "SOCKET_URING_OP_SIOCOUTQ",            "6.6",  "socket: how many bytes wait to be sent"),
            .value(2, "SOCKET_URING_OP_GETSOCKOPT",          "6.7",  "socket: read an option"),
            .value(3, "SOCKET_URING_OP_SETSOCKOPT",          "6.7",  "socket: set an option"),
            .value(4, "SOCKET_URING_OP_TX_TIMESTAMP",        "6.17", "socket: when packets were sent"),
            .value(5, "SOCKET_URING_OP_GETSOCKNAME",         "6.19", "socket: read an address"),
            // _IO(0x12, n) as asm-generic, x86, Arm and RISC-V encode it
            .value(0x1200, "BLOCK_URING_CMD_DISCARD",        "6.12", "block device: discard data"),
            .value(0x1201, "BLOCK_URING_CMD_ZONE_RESET_ALL", "7.3",  "block device: reset all zones"),
        ]),
        OperationFlagGroup(["REGISTER_FILES2", "REGISTER_BUFFERS2"], [
            .bit(0, "RSRC_REGISTER_SPARSE", "5.19", "start with an empty table"),
        ]),
        OperationFlagGroup(["REGISTER_FILES_UPDATE", "REGISTER_FILES_UPDATE2", "FILES_UPDATE"], [
            .value(0xFFFF_FFFE, "REGISTER_FILES_SKIP", "5.12", "leave an entry as it is"),
        ]),
        OperationFlagGroup(["REGISTER_RESTRICTIONS"], [
            .value(0, "RESTRICTION_REGISTER_OP",        "5.10", "allow a register operation"),
            .value(1, "RESTRICTION_SQE_OP",             "5.10", "allow an opcode"),
            .value(2, "RESTRICTION_SQE_FLAGS_ALLOWED",  "5.10", "allow flags of requests"),
            .value(3, "RESTRICTION_SQE_FLAGS_REQUIRED", "5.10", "demand flags of requests"),
            .behaviour("RESTRICTIONS_PER_TASK",         "7.0",  "limit every ring of the calling task"),
        ]),
        OperationFlagGroup(["REGISTER_PBUF_RING"], prefix: "IOU_", [
            .bit(0, "PBUF_RING_MMAP", "6.4",  "the kernel provides the memory of the ring"),
            .bit(1, "PBUF_RING_INC",  "6.12", "buffers are filled bit by bit"),
        ]),
        OperationFlagGroup(["REGISTER_PBUF_RING"], [
            .behaviour("BUF_RING_MIN_LEFT", "7.1", "retire a partly filled buffer with too little room"),
        ]),
        OperationFlagGroup(["REGISTER_NAPI"], prefix: "IO_URING_", [
            .value(0, "NAPI_REGISTER_OP",         "6.13", "choose how sources to poll are found"),
            .value(1, "NAPI_STATIC_ADD_ID",       "6.13", "add a source to poll"),
            .value(2, "NAPI_STATIC_DEL_ID",       "6.13", "remove a source to poll"),
            .value(0, "NAPI_TRACKING_DYNAMIC",    "6.13", "the kernel finds the sources to poll"),
            .value(1, "NAPI_TRACKING_STATIC",     "6.13", "the program names the sources to poll"),
            .value(255, "NAPI_TRACKING_INACTIVE", "6.13", "poll nothing"),
        ]),
        OperationFlagGroup(["REGISTER_CLONE_BUFFERS"], [
            .bit(0, "REGISTER_SRC_REGISTERED", "6.12", "the source is an index of a registered ring"),
            .bit(1, "REGISTER_DST_REPLACE",    "6.13", "replace buffers that are there already"),
        ]),
        OperationFlagGroup(["REGISTER_MEM_REGION"], [
            .bit(0, "MEM_REGION_TYPE_USER",    "6.13", "the program provides the memory"),
            .bit(0, "MEM_REGION_REG_WAIT_ARG", "6.13", "the memory holds arguments for waiting"),
        ]),
        OperationFlagGroup(["ENTER"], [
            .behaviour("MIN_WAIT", "6.12", "gather completions for a minimum time"),
            .bit(0, "REG_WAIT_TS", "6.13", "the registered argument holds a timeout"),
        ]),
        OperationFlagGroup(["REGISTER_ZCRX_IFQ"], [
            .bit(0, "ZCRX_AREA_DMABUF", "6.16", "receive into memory of a device"),
        ]),
        OperationFlagGroup(["REGISTER_ZCRX_IFQ"], prefix: "", [
            .bit(0, "ZCRX_REG_IMPORT",            "6.19", "share the receive queue of another ring"),
            .bit(1, "ZCRX_REG_NODEV",             "7.1",  "work without a network card, copying"),
            .bit(0, "ZCRX_FEATURE_RX_PAGE_SIZE",  "7.0",  "the size of receive buffers can be chosen"),
            .bit(1, "ZCRX_FEATURE_EVENT",         "7.2",  "events and statistics can be asked for"),
            .value(0, "ZCRX_EVENT_ALLOC_FAIL",    "7.2",  "event: no memory for a packet"),
            .value(1, "ZCRX_EVENT_COPY",          "7.2",  "event: data were copied after all"),
            .bit(0, "ZCRX_EVENT_DESC_FLAG_STATS", "7.2",  "count in shared memory what was copied"),
        ]),
        OperationFlagGroup(["REGISTER_ZCRX_CTRL"], prefix: "", [
            .value(0, "ZCRX_CTRL_FLUSH_RQ",  "6.19", "hand used buffers back at once"),
            .value(1, "ZCRX_CTRL_EXPORT",    "6.19", "make a descriptor for sharing the receive queue"),
            .value(2, "ZCRX_CTRL_ARM_EVENT", "7.2",  "report an event once more"),
            .value(3, "ZCRX_CTRL_ADD_AREA",  "7.3",  "add memory to receive into"),
        ]),
        OperationFlagGroup(["REGISTER_QUERY"], prefix: "IO_URING_", [
            .value(0, "QUERY_OPCODES",    "6.18", "how many operations and which flags there are"),
            .value(1, "QUERY_ZCRX",       "6.19", "what zero-copy receive can do"),
            .value(2, "QUERY_SCQ",        "6.19", "the memory that the heads of both queues need"),
            .value(3, "QUERY_ZCRX_EVENT", "7.2",  "which zero-copy receive events there are"),
        ]),
        OperationFlagGroup(["REGISTER_BPF_FILTER"], prefix: "IO_URING_", [
            .value(1, "BPF_CMD_FILTER",     "7.0", "add a filter for an opcode"),
            .bit(0, "BPF_FILTER_DENY_REST", "7.0", "refuse every opcode that has no filter"),
            .bit(1, "BPF_FILTER_SZ_STRICT", "7.0", "insist on the size of what the filter sees"),
        ]),
        OperationFlagGroup(["RING"], [
            .behaviour("BPF_LOOP", "7.2", "a BPF program handles completions in the kernel"),
        ]),
    ]
}
