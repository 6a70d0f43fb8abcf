// What the parts of the independent probe share.
#ifndef PROBE_H
#define PROBE_H

#include <liburing.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/un.h>

enum answer { NO, YES, UNKNOWN };

enum {
    PAGE_SIZE = 4096,
    NEWEST_SETUP_BIT = 20,
    NEVER_SECONDS = 3600,
    BUFFER_SIZE = 4,
    BUFFER_COUNT = 8,
    GROUP = 7,
};

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

/// Checks of operation flags, each list ended by a row without a name.
extern const struct check nop_checks[], file_checks[], poll_checks[], timer_checks[], splice_checks[], cancel_checks[],
    connection_checks[], zero_copy_checks[], slot_checks[], message_checks[], process_checks[],
    socket_command_checks[], table_checks[], restriction_checks[], buffer_ring_checks[], napi_checks[],
    memory_checks[], unused_checks[];

/// Checks of what has a number.
enum answer setup_bit(unsigned bit);
enum answer submission_bit(unsigned bit);
enum answer enter_bit(unsigned bit);

/// Real use of a register operation. UNKNOWN where the call fails in a way that an unknown operation would, too.
enum answer use_register(unsigned operation);

/// UNKNOWN when the child was killed, by its alarm or otherwise.
enum answer ask(enum answer (*run)(void));
enum answer ask_about(enum answer (*run)(unsigned), unsigned number);

/// Raw system calls: a result, or the negated error number.
int setup_call(unsigned entries, struct io_uring_params *params);
int register_call(int fd, unsigned operation, void *argument, unsigned count);
int enter_call(int fd, unsigned submit, unsigned wait, unsigned flags, void *argument, size_t size);

/// What is called new, here and below, ends the child as UNKNOWN when there is none to be had.
/// This is a ring of 16 entries.
struct io_uring new_ring(unsigned setup_flags);

/// The next free submission, zeroed and filled. Fields that liburing 2.3 has under another name are set through it.
struct io_uring_sqe *add(
    struct io_uring *ring, unsigned opcode, int fd, const void *address, unsigned length, uint64_t offset);

/// Submits what was added and waits for a completion.
struct completion complete(struct io_uring *ring);

/// YES for the expected result, NO for EINVAL, else UNKNOWN.
enum answer verdict(int result, int expected);

/// Ends the check as UNKNOWN unless what it builds on holds.
#define NEED(condition) do { if (!(condition)) return UNKNOWN; } while (0)

/// The same for what is no check itself: ends the child.
void give_up_unless(int condition);

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

/// Registers a page with one registered wait for EXT_ARG_REG on a disabled ring, and enables it: 0, or why the kernel
/// does not register it.
int enable_with_wait(struct io_uring *ring, struct registered_wait content);

/// What becomes of a NOP linked to a timer that fires.
int linked_to_timer(unsigned link, unsigned timeout_flags, int *timer);

/// A page of its own, zeroed.
void *new_page(void);

/// An empty file in memory, and one that reads without end.
int memory_file(void);
int zero_file(void);

void new_pipe(int ends[2]);
void new_stream_pair(int pair[2]);

/// A listener on a name in the abstract namespace that the kernel picks.
struct listener {
    int fd;
    struct sockaddr_un address;
    socklen_t length;
};

struct listener new_listener(void);

/// A client of the listener; ends the child when it is refused.
int connect_to(const struct listener *listener);

/// A socket bound to loopback, which is down in a fresh network namespace: ends the child then.
int internet_socket(int type, struct sockaddr_in *address);

/// A TCP connection over loopback.
void new_internet_pair(int pair[2]);

/// A table of four empty file slots.
int register_sparse_files(struct io_uring *ring);

/// A ring with such a table.
struct io_uring new_ring_with_slots(void);

/// The number of slots changed, or the negated error number; the other ends the child unless it changed one.
int update_file(struct io_uring *ring, unsigned slot, int fd);
void fill_slot(struct io_uring *ring, unsigned slot, int fd);

/// Reads one byte through a slot of the file table.
int read_slot(struct io_uring *ring, unsigned slot);

/// Registers a new page as the ring's only buffer.
void *register_page(struct io_uring *ring);

/// A ring with a group of BUFFER_COUNT provided buffers of BUFFER_SIZE bytes, one after the other in `buffers`.
struct io_uring new_ring_with_buffers(void);
extern char buffers[];

/// RECV into a buffer of the group.
struct io_uring_sqe *receive(struct io_uring *ring, int fd, unsigned priority);

#endif
