/* Structures of io_uring's interface that this machine's headers may lack, with the kernel's layout as of Linux 7.3. */
#pragma once

#include <stdint.h>

/* One submission queue entry (`struct io_uring_sqe`) with the unions of liburing's header laid flat, as of Linux 7.3:
 * the names are those of the field's most common use. */
struct submission_entry {
    uint8_t opcode;
    uint8_t flags;
    uint16_t io_priority;    /* ioprio; flags of accept, send and receive */
    int32_t descriptor;      /* fd */
    uint64_t offset;         /* off, addr2, cmd_op */
    uint64_t address;        /* addr; level and optname of socket commands */
    uint32_t length;         /* len; poll flags */
    uint32_t operation_flags; /* rw_flags, timeout_flags, cancel_flags, … */
    uint64_t user_data;
    uint16_t buffer_index;   /* buf_index, buf_group */
    uint16_t personality;
    uint32_t file_index;     /* file_index, splice_fd_in, addr_len, optlen */
    uint64_t address3;       /* addr3, optval */
    uint64_t padding;
};
_Static_assert(sizeof(struct submission_entry) == 64, "an entry is 64 bytes wide");

/* IORING_REGISTER_QUERY, Linux 6.18 (linux/io_uring/query.h). */
struct query_header {
    uint64_t next_entry;
    uint64_t query_data;
    uint32_t query_operation;
    uint32_t size;
    int32_t result;
    uint32_t reserved[3];
};

/* The answer to IO_URING_QUERY_OPCODES. */
struct query_opcodes {
    uint32_t request_opcodes;
    uint32_t register_opcodes;
    uint64_t feature_flags;
    uint64_t setup_flags;
    uint64_t enter_flags;
    uint64_t submission_flags;
    uint32_t queries;
    uint32_t padding;
};

/* The answer to IO_URING_QUERY_ZCRX, Linux 6.19. */
struct query_zero_copy_receive {
    uint64_t register_flags;
    uint64_t area_flags;
    uint32_t control_operations;
    uint32_t features;
    uint32_t header_size;
    uint32_t header_alignment;
    uint64_t reserved;
};

/* struct io_uring_buf_reg: REGISTER_PBUF_RING. */
struct buffer_ring_registration {
    uint64_t address;
    uint32_t entries;
    uint16_t group;
    uint16_t flags;
    uint32_t minimum_left;
    uint32_t reserved[5];
};

/* struct io_uring_buf: an entry of a ring of buffers. In the first one `tail` is that of the ring. */
struct buffer_ring_entry {
    uint64_t address;
    uint32_t length;
    uint16_t identifier;
    uint16_t tail;
};

/* Shows the kernel all entries of `ring` before `tail`: what was written to them is there before it sees them. */
static inline void publish_buffers(struct buffer_ring_entry *ring, uint16_t tail) {
    __atomic_store_n(&ring->tail, tail, __ATOMIC_RELEASE);
}

/* struct io_uring_buf_status: REGISTER_PBUF_STATUS. */
struct buffer_ring_status {
    uint32_t group;
    uint32_t head;
    uint32_t reserved[8];
};

/* struct io_uring_rsrc_register: REGISTER_FILES2, REGISTER_BUFFERS2. */
struct resource_registration {
    uint32_t count;
    uint32_t flags;
    uint64_t reserved;
    uint64_t data;
    uint64_t tags;
};

/* struct io_uring_rsrc_update2: REGISTER_FILES_UPDATE2, REGISTER_BUFFERS_UPDATE. */
struct resource_update {
    uint32_t offset;
    uint32_t reserved;
    uint64_t data;
    uint64_t tags;
    uint32_t count;
    uint32_t reserved2;
};

/* struct io_uring_rsrc_update: REGISTER_FILES_UPDATE, REGISTER_RING_FDS. */
struct table_update {
    uint32_t offset;
    uint32_t reserved;
    uint64_t data;
};

/* struct io_uring_sync_cancel_reg: REGISTER_SYNC_CANCEL. */
struct sync_cancel_registration {
    uint64_t address;
    int32_t descriptor;
    uint32_t flags;
    int64_t timeout_seconds;
    int64_t timeout_nanoseconds;
    uint8_t opcode;
    uint8_t padding[7];
    uint64_t padding2[3];
};

/* struct io_uring_restriction: REGISTER_RESTRICTIONS. */
struct restriction {
    uint16_t kind;
    uint8_t value;
    uint8_t reserved;
    uint32_t reserved2[3];
};

/* struct io_uring_task_restriction: REGISTER_RESTRICTIONS without a ring, with its rules behind it. */
struct task_restriction {
    uint16_t flags;
    uint16_t count;
    uint32_t reserved[3];
};

/* struct io_uring_bpf with its struct io_uring_bpf_filter: REGISTER_BPF_FILTER. */
struct filter_registration {
    uint16_t command;
    uint16_t command_flags;
    uint32_t reserved;
    uint32_t opcode;
    uint32_t flags;
    uint32_t length;
    uint8_t data_size;
    uint8_t reserved2[3];
    uint64_t code;
    uint64_t reserved3[5];
};

/* struct io_uring_clone_buffers: REGISTER_CLONE_BUFFERS. */
struct buffer_cloning {
    uint32_t source;
    uint32_t flags;
    uint32_t source_offset;
    uint32_t destination_offset;
    uint32_t count;
    uint32_t padding[3];
};

/* struct io_uring_region_desc, and struct io_uring_mem_region_reg: REGISTER_MEM_REGION. */
struct memory_region {
    uint64_t address;
    uint64_t size;
    uint32_t flags;
    uint32_t identifier;
    uint64_t mapping_offset;
    uint64_t reserved[4];
};
struct memory_region_registration {
    uint64_t region;
    uint64_t flags;
    uint64_t reserved[2];
};

/* struct io_uring_zcrx_area_reg, struct io_uring_zcrx_ifq_reg with its struct io_uring_zcrx_offsets, and struct
 * io_uring_zcrx_rqe: REGISTER_ZCRX_IFQ. */
struct receive_area {
    uint64_t address;
    uint64_t length;
    uint64_t token;
    uint32_t flags;
    uint32_t device_memory;
    uint64_t reserved[2];
};
struct receive_queue_registration {
    uint32_t interface; /* or what was exported */
    uint32_t receive_queue;
    uint32_t entries;
    uint32_t flags;
    uint64_t area;
    uint64_t region;
    uint32_t head_offset;
    uint32_t tail_offset;
    uint32_t entries_offset;
    uint32_t reserved;
    uint64_t reserved2[2];
    uint32_t identifier;
    uint32_t buffer_length;
    uint64_t reserved3[3];
};
struct refill_entry {
    uint64_t offset;
    uint32_t length;
    uint32_t padding;
};

/* struct zcrx_ctrl: REGISTER_ZCRX_CTRL. */
struct receive_queue_control {
    uint32_t identifier;
    uint32_t operation;
    uint64_t reserved[2];
    uint32_t exported;
    uint32_t reserved2[11];
};

/* struct io_uring_reg_wait: the argument of a wait, in a registered region. */
struct registered_wait {
    int64_t timeout_seconds;
    int64_t timeout_nanoseconds;
    uint32_t minimum_wait_microseconds;
    uint32_t flags;
    uint64_t signal_mask;
    uint32_t signal_mask_size;
    uint32_t padding[3];
    uint64_t padding2[2];
};

/* struct io_uring_getevents_arg: the argument of a wait. */
struct wait_argument {
    uint64_t signal_mask;
    uint32_t signal_mask_size;
    uint32_t minimum_wait_microseconds;
    uint64_t timeout;
};

/* struct io_uring_napi: REGISTER_NAPI. */
struct napi_registration {
    uint32_t busy_poll_microseconds;
    uint8_t prefers_busy_poll;
    uint8_t operation;
    uint8_t padding[2];
    uint32_t parameter;
    uint32_t reserved;
};

/* struct io_uring_clock_register: REGISTER_CLOCK. */
struct clock_registration {
    uint32_t clock;
    uint32_t reserved[3];
};

/* struct io_uring_file_index_range: REGISTER_FILE_ALLOC_RANGE. */
struct file_index_range {
    uint32_t offset;
    uint32_t length;
    uint64_t reserved;
};

/* struct futex_waitv (futex_waitv(2)). */
struct futex_wait_entry {
    uint64_t value;
    uint64_t address;
    uint32_t flags;
    uint32_t reserved;
};
