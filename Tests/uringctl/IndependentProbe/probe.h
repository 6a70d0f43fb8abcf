// What the parts of the independent probe share.
#ifndef PROBE_H
#define PROBE_H

#include <liburing.h>
#include <stdint.h>

enum answer { NO, YES, UNKNOWN };

/// One question: runs in a child process of its own, so that a check may hang, crash, or restrict itself for good.
struct check {
    const char *name;
    enum answer (*run)(void);
};

/// A completion, copied out of its ring. `extra` is the second half of a 32-byte completion.
struct completion {
    int result;
    unsigned flags;
    uint64_t user_data;
    uint64_t extra[2];
};

/// Checks of operation flags, ended by a row without a name.
extern const struct check operation_flags[];

/// UNKNOWN when the child was killed, by its alarm or otherwise.
enum answer ask(enum answer (*run)(void));
enum answer ask_about(enum answer (*run)(unsigned), unsigned number);

/// Raw system calls: a result, or the negated error number.
int setup_call(unsigned entries, struct io_uring_params *params);
int register_call(int fd, unsigned operation, void *argument, unsigned count);
int enter_call(int fd, unsigned submit, unsigned wait, unsigned flags, void *argument, size_t size);

/// A new ring of 16 entries; ends the child as UNKNOWN when there is none to be had.
struct io_uring new_ring(unsigned setup_flags);

/// The next free submission, zeroed and filled. Fields that liburing 2.3 has under another name are set through it.
struct io_uring_sqe *add(
    struct io_uring *ring, unsigned opcode, int fd, const void *address, unsigned length, uint64_t offset);

/// Submits what was added and waits for a completion.
struct completion complete(struct io_uring *ring);

/// YES for the expected result, NO for EINVAL, else UNKNOWN.
enum answer verdict(int result, int expected);

/// A table of four empty file slots.
int register_sparse_files(struct io_uring *ring);

/// Ends the check as UNKNOWN unless what it builds on holds.
#define NEED(condition) do { if (!(condition)) return UNKNOWN; } while (0)

/// Asks QUERY, through a descriptor or -1, to fill `data`; the result of its one entry, or that of the call.
int query(int fd, unsigned operation, void *data, unsigned size);

/// Whether the kernel knows a register operation, by the error it gives on a descriptor that is no ring.
enum answer register_known(unsigned operation);

// Numbers that liburing 2.3 does not have, under names that a newer one does not have either.
enum {
    OPERATION_WAITID = 50,
    OPERATION_FUTEX_WAIT = 51,
    OPERATION_FUTEX_WAKE = 52,
    OPERATION_FIXED_FD_INSTALL = 54,
    OPERATION_PIPE = 62,
};

enum {
    REGISTER_PBUF_STATUS = 26,
    REGISTER_NAPI = 27,
    UNREGISTER_NAPI = 28,
    REGISTER_CLOCK = 29,
    REGISTER_CLONE_BUFFERS = 30,
    REGISTER_SEND_MSG_RING = 31,
    REGISTER_ZCRX_IFQ = 32,
    REGISTER_RESIZE_RINGS = 33,
    REGISTER_MEM_REGION = 34,
    REGISTER_QUERY = 35,
    REGISTER_ZCRX_CTRL = 36,
    REGISTER_BPF_FILTER = 37,
};

enum {
    ENTER_ABS_TIMER = 1 << 5,
    ENTER_EXT_ARG_REG = 1 << 6,
    ENTER_NO_IOWAIT = 1 << 7,
    COMPLETION_BUFFER_MORE = 1 << 4,
};

/// struct io_uring_buf_reg with min_left.
struct buffer_ring_registration {
    uint64_t ring_address;
    uint32_t entries;
    uint16_t group, flags;
    uint32_t minimum_left;
    uint32_t reserved[5];
};

/// struct io_uring_napi of 6.13.
struct napi_registration {
    uint32_t busy_poll_microseconds;
    uint8_t prefer_busy_poll, operation, pad[2];
    uint32_t parameter, reserved;
};

struct clone_buffers {
    uint32_t source, flags, source_offset, destination_offset, count, pad[3];
};

struct memory_region {
    uint64_t address, size;
    uint32_t flags, id;
    uint64_t mmap_offset, reserved[4];
};

struct memory_region_registration {
    uint64_t region, flags, reserved[2];
};

struct registered_wait {
    struct __kernel_timespec time;
    uint32_t minimum_wait_microseconds, flags;
    uint64_t signal_mask;
    uint32_t signal_mask_size, pad[3];
    uint64_t pad2[2];
};

/// struct io_uring_getevents_arg with min_wait_usec.
struct wait_argument {
    uint64_t signal_mask;
    uint32_t signal_mask_size, minimum_wait_microseconds;
    uint64_t time;
};

/// IO_URING_QUERY_OPCODES.
struct query_opcodes {
    uint32_t operations, register_operations;
    uint64_t features, setup_flags, enter_flags, submission_flags;
    uint32_t queries, pad;
};

/// Registers a page with one registered wait for EXT_ARG_REG on a disabled ring.
int register_wait_region(struct io_uring *ring, struct registered_wait *page);

/// A page of its own, zeroed.
void *new_page(void);

#endif
