// A second opinion on what this kernel's io_uring can do, by other means than uringctl's.
//
// Prints one line for each answer: usable, op, setup, feature, register, sqe, enter and opflag, then what it is about,
// then yes, no or unknown. A line that begins with "conflict" tells of two methods that disagree.
//
//     cc -o independent-probe independent-probe.c operation-flags.c -luring

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PAGE_SIZE = 4096,
    CHILD_SECONDS = 5,
    NEWEST_OPERATION = 64,
    NEWEST_SETUP_BIT = 20,
    NEWEST_FEATURE_BIT = 17,
    NEWEST_REGISTER_OPERATION = 37,
    UNKNOWN_REGISTER_OPERATION = 120,
};

static const char *const words[] = {[NO] = "no", [YES] = "yes", [UNKNOWN] = "unknown"};

static int outcome(long result) { return result < 0 ? -errno : (int)result; }

int setup_call(unsigned entries, struct io_uring_params *params) {
    return outcome(syscall(__NR_io_uring_setup, entries, params));
}

int register_call(int fd, unsigned operation, void *argument, unsigned count) {
    return outcome(syscall(__NR_io_uring_register, fd, operation, argument, count));
}

int enter_call(int fd, unsigned submit, unsigned wait, unsigned flags, void *argument, size_t size) {
    return outcome(syscall(__NR_io_uring_enter, fd, submit, wait, flags, argument, size));
}

static enum answer collect(pid_t child) {
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return UNKNOWN;
    return WEXITSTATUS(status) <= UNKNOWN ? WEXITSTATUS(status) : UNKNOWN;
}

enum answer ask(enum answer (*run)(void)) {
    pid_t child = fork();
    if (child == 0) {
        alarm(CHILD_SECONDS);
        _exit(run());
    }
    return collect(child);
}

enum answer ask_about(enum answer (*run)(unsigned), unsigned number) {
    pid_t child = fork();
    if (child == 0) {
        alarm(CHILD_SECONDS);
        _exit(run(number));
    }
    return collect(child);
}

struct io_uring new_ring(unsigned setup_flags) {
    struct io_uring ring;
    if (io_uring_queue_init(16, &ring, setup_flags)) _exit(UNKNOWN);
    return ring;
}

struct io_uring_sqe *add(
    struct io_uring *ring, unsigned opcode, int fd, const void *address, unsigned length, uint64_t offset) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = opcode;
    sqe->fd = fd;
    sqe->addr = (uintptr_t)address;
    sqe->len = length;
    sqe->off = offset;
    return sqe;
}

struct completion complete(struct io_uring *ring) {
    struct io_uring_cqe *cqe;
    if (io_uring_submit(ring) < 0 || io_uring_wait_cqe(ring, &cqe)) _exit(UNKNOWN);
    struct completion done = {.result = cqe->res, .flags = cqe->flags, .user_data = cqe->user_data};
    if (ring->flags & IORING_SETUP_CQE32) memcpy(done.extra, cqe->big_cqe, sizeof done.extra);
    io_uring_cqe_seen(ring, cqe);
    return done;
}

enum answer verdict(int result, int expected) {
    return result == expected ? YES : result == -EINVAL ? NO : UNKNOWN;
}

void *new_page(void) {
    void *page = mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (page == MAP_FAILED) _exit(UNKNOWN);
    return page;
}

int register_sparse_files(struct io_uring *ring) {
    struct io_uring_rsrc_register registration = {.nr = 4, .flags = IORING_RSRC_REGISTER_SPARSE};
    return register_call(ring->ring_fd, IORING_REGISTER_FILES2, &registration, sizeof registration);
}

int register_wait_region(struct io_uring *ring, struct registered_wait *page) {
    struct memory_region region = {.address = (uintptr_t)page, .size = PAGE_SIZE, .flags = 1};
    struct memory_region_registration registration = {.region = (uintptr_t)&region, .flags = 1};
    return register_call(ring->ring_fd, REGISTER_MEM_REGION, &registration, 1);
}

int query(int fd, unsigned operation, void *data, unsigned size) {
    struct {
        uint64_t next, data;
        uint32_t operation, size;
        int32_t result;
        uint32_t reserved[3];
    } header = {.data = (uintptr_t)data, .operation = operation, .size = size};
    int result = register_call(fd, REGISTER_QUERY, &header, 0);
    return result < 0 ? result : header.result;
}

// Rings

static enum answer works(void) {
    struct io_uring ring;
    if (io_uring_queue_init(8, &ring, 0)) return NO;
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0)->user_data = 1;
    struct completion done = complete(&ring);
    return done.result == 0 && done.user_data == 1 ? YES : NO;
}

/// What each setup flag needs beside it.
static const unsigned companions[NEWEST_SETUP_BIT + 1] = {
    [2] = IORING_SETUP_SQPOLL,
    [9] = IORING_SETUP_COOP_TASKRUN,
    [13] = IORING_SETUP_SINGLE_ISSUER,
    [15] = 1 << 14,
    [17] = IORING_SETUP_IOPOLL,
    [20] = 1 << 16,
};

static int set_up(unsigned flags) {
    struct io_uring_params params = {.flags = flags, .sq_thread_idle = 1};
    if (flags & IORING_SETUP_CQSIZE) params.cq_entries = 64;
    if (flags & IORING_SETUP_ATTACH_WQ) params.wq_fd = new_ring(0).ring_fd;
    if (flags & IORING_SETUP_SQ_AFF) params.sq_thread_cpu = sched_getcpu();
    if (flags & 1 << 14) {
        // Memory of the rings and of the submissions, where struct io_uring_params of 6.5 has user_addr.
        uint64_t memory[2] = {(uintptr_t)new_page(), (uintptr_t)new_page()};
        memcpy((char *)&params.sq_off + 32, &memory[1], sizeof memory[1]);
        memcpy((char *)&params.cq_off + 32, &memory[0], sizeof memory[0]);
    }
    unsigned entries = flags & IORING_SETUP_CLAMP ? 1 << 20 : 8;
    return setup_call(entries, &params);
}

static enum answer setup_bit(unsigned bit) {
    NEED(set_up(companions[bit] & ~(1 << 14)) >= 0);
    int result = set_up(1u << bit | companions[bit]);
    if (result >= 0) return YES;
    // An older kernel without NO_MMAP answers EINVAL to both flags, so there is nothing else to hold against this one.
    return result == -EINVAL ? NO : UNKNOWN;
}

// Registration

static enum answer known_by_error(unsigned operation) {
    int file = open("/dev/null", O_RDWR | O_CLOEXEC);
    // Before 6.2 the descriptor is looked at before the operation.
    NEED(register_call(file, UNKNOWN_REGISTER_OPERATION, NULL, 0) == -EINVAL);
    NEED(register_call(file, IORING_REGISTER_BUFFERS, NULL, 0) == -EOPNOTSUPP);
    int result = register_call(file, operation, NULL, 0);
    if (operation == REGISTER_QUERY || operation == REGISTER_SEND_MSG_RING || operation == REGISTER_BPF_FILTER) {
        // These have a form without a ring; here they get a descriptor, and must refuse it all the same.
        return result == -EINVAL ? NO : YES;
    }
    return result == -EOPNOTSUPP ? YES : result == -EINVAL ? NO : UNKNOWN;
}

enum answer register_known(unsigned operation) { return ask_about(known_by_error, operation); }

static enum answer if_result(int result, int expected) { return result == expected ? YES : UNKNOWN; }

/// Real use of a register operation. UNKNOWN where the call fails in a way that an unknown operation would, too.
static enum answer use_register(unsigned operation) {
    struct io_uring ring = new_ring(operation == REGISTER_RESIZE_RINGS
                                        ? IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
                                        : 0);
    int fd = ring.ring_fd, event = eventfd(0, EFD_CLOEXEC), file = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct iovec vector = {new_page(), PAGE_SIZE};
    switch (operation) {
    case IORING_REGISTER_BUFFERS:
        return if_result(register_call(fd, operation, &vector, 1), 0);
    case IORING_UNREGISTER_BUFFERS:
    case IORING_UNREGISTER_FILES:
    case IORING_UNREGISTER_EVENTFD:
        return if_result(register_call(fd, operation, NULL, 0), -ENXIO);
    case IORING_REGISTER_FILES:
        return if_result(register_call(fd, operation, &file, 1), 0);
    case IORING_REGISTER_EVENTFD:
    case IORING_REGISTER_EVENTFD_ASYNC:
        return if_result(register_call(fd, operation, &event, 1), 0);
    case IORING_REGISTER_FILES_UPDATE: {
        struct io_uring_files_update update = {.fds = (uintptr_t)&file};
        return if_result(register_call(fd, operation, &update, 1), -ENXIO);
    }
    case IORING_REGISTER_PROBE: {
        static union {
            struct io_uring_probe probe;
            char bytes[sizeof(struct io_uring_probe) + 256 * sizeof(struct io_uring_probe_op)];
        } space;
        return if_result(register_call(fd, operation, &space, 256), 0);
    }
    case IORING_REGISTER_PERSONALITY:
        return register_call(fd, operation, NULL, 0) > 0 ? YES : UNKNOWN;
    case IORING_UNREGISTER_PERSONALITY: {
        int personality = register_call(fd, IORING_REGISTER_PERSONALITY, NULL, 0);
        return if_result(register_call(fd, operation, NULL, personality), 0);
    }
    case IORING_REGISTER_RESTRICTIONS: {
        struct io_uring_restriction rule = {.opcode = IORING_RESTRICTION_SQE_OP};
        return if_result(register_call(fd, operation, &rule, 1), -EBADFD);
    }
    case IORING_REGISTER_ENABLE_RINGS:
        return if_result(register_call(new_ring(IORING_SETUP_R_DISABLED).ring_fd, operation, NULL, 0), 0);
    case IORING_REGISTER_FILES2:
    case IORING_REGISTER_BUFFERS2: {
        struct io_uring_rsrc_register registration = {.nr = 4, .flags = IORING_RSRC_REGISTER_SPARSE};
        return if_result(register_call(fd, operation, &registration, sizeof registration), 0);
    }
    case IORING_REGISTER_FILES_UPDATE2:
    case IORING_REGISTER_BUFFERS_UPDATE: {
        struct io_uring_rsrc_update2 update = {.data = (uintptr_t)&vector, .nr = 1};
        return if_result(register_call(fd, operation, &update, sizeof update), -ENXIO);
    }
    case IORING_REGISTER_IOWQ_AFF: {
        cpu_set_t processors;
        NEED(sched_getaffinity(0, sizeof processors, &processors) == 0);
        return if_result(register_call(fd, operation, &processors, sizeof processors), 0);
    }
    case IORING_UNREGISTER_IOWQ_AFF:
        return if_result(register_call(fd, operation, NULL, 0), 0);
    case IORING_REGISTER_IOWQ_MAX_WORKERS: {
        uint32_t leave_as_it_is[2] = {0};
        return if_result(register_call(fd, operation, leave_as_it_is, 2), 0);
    }
    case IORING_REGISTER_RING_FDS:
    case IORING_UNREGISTER_RING_FDS: {
        struct io_uring_rsrc_update update = {.offset = ~0u, .data = fd};
        int result = register_call(fd, IORING_REGISTER_RING_FDS, &update, 1);
        if (operation == IORING_REGISTER_RING_FDS) return if_result(result, 1);
        update.data = 0;
        return if_result(register_call(fd, operation, &update, 1), 1);
    }
    case IORING_REGISTER_PBUF_RING: {
        struct buffer_ring_registration registration = {.ring_address = (uintptr_t)vector.iov_base, .entries = 8};
        return if_result(register_call(fd, operation, &registration, 1), 0);
    }
    case IORING_UNREGISTER_PBUF_RING: {
        struct buffer_ring_registration registration = {.group = 5};
        return if_result(register_call(fd, operation, &registration, 1), -ENOENT);
    }
    case IORING_REGISTER_SYNC_CANCEL: {
        struct io_uring_sync_cancel_reg cancel = {.addr = 77, .fd = -1, .timeout = {-1, -1}};
        return if_result(register_call(fd, operation, &cancel, 1), -ENOENT);
    }
    case IORING_REGISTER_FILE_ALLOC_RANGE: {
        struct io_uring_file_index_range range = {.off = 1, .len = 2};
        NEED(register_sparse_files(&ring) == 0);
        return if_result(register_call(fd, operation, &range, 0), 0);
    }
    case REGISTER_PBUF_STATUS: {
        uint32_t status[10] = {5};
        return if_result(register_call(fd, operation, status, 1), -ENOENT);
    }
    case REGISTER_NAPI:
    case UNREGISTER_NAPI: {
        struct napi_registration napi = {0};
        return if_result(register_call(fd, operation, &napi, 1), 0);
    }
    case REGISTER_CLOCK: {
        uint32_t boot_time[4] = {CLOCK_BOOTTIME};
        return if_result(register_call(fd, operation, boot_time, 0), 0);
    }
    case REGISTER_CLONE_BUFFERS: {
        struct clone_buffers clone = {.source = new_ring(0).ring_fd};
        return if_result(register_call(fd, operation, &clone, 1), -ENXIO);
    }
    case REGISTER_SEND_MSG_RING: {
        struct io_uring_sqe message = {.opcode = IORING_OP_MSG_RING, .fd = fd, .len = 33, .off = 44};
        NEED(register_call(-1, operation, &message, 1) == 0);
        return complete(&ring).result == 33 ? YES : UNKNOWN;
    }
    case REGISTER_ZCRX_IFQ: {
        int result = register_call(
            new_ring(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQE32).ring_fd, operation,
            (void *)8, 1);
        return result == -EPERM || result == -EFAULT || result == -EOPNOTSUPP ? YES : UNKNOWN;
    }
    case REGISTER_RESIZE_RINGS: {
        struct io_uring_params params = {.sq_entries = 32, .cq_entries = 64};
        return if_result(register_call(fd, operation, &params, 1), 0);
    }
    case REGISTER_MEM_REGION: {
        struct memory_region region = {.address = (uintptr_t)vector.iov_base, .size = PAGE_SIZE, .flags = 1};
        struct memory_region_registration registration = {.region = (uintptr_t)&region};
        return if_result(register_call(fd, operation, &registration, 1), 0);
    }
    case REGISTER_QUERY: {
        struct query_opcodes opcodes;
        return if_result(query(fd, 0, &opcodes, sizeof opcodes), 0);
    }
    default:
        return UNKNOWN;
    }
}

/// Three methods, of which any may have no answer, and no two may contradict each other.
static void print_register(unsigned operation, const struct query_opcodes *queried) {
    enum answer by_error = register_known(operation);
    enum answer by_use = ask_about(use_register, operation);
    enum answer by_query = queried ? operation < queried->register_operations : UNKNOWN;
    enum answer answers[] = {by_error, by_use, by_query}, found = UNKNOWN;
    for (unsigned index = 0; index < 3; index++) {
        if (answers[index] == UNKNOWN) continue;
        if (found != UNKNOWN && found != answers[index])
            printf("conflict register %u: error says %s, use says %s, query says %s\n", operation, words[by_error],
                   words[by_use], words[by_query]);
        if (found == UNKNOWN) found = answers[index];
    }
    printf("register %u %s\n", operation, words[found]);
}

// Flags of submissions

/// Order of two completions: 1 when the request after a pending read waited for it.
static int waits_for_read(unsigned read_flags, unsigned next_flags) {
    struct io_uring ring = new_ring(0);
    int pipe_ends[2];
    static char byte;
    if (pipe(pipe_ends)) return -ECANCELED;
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_READ, pipe_ends[0], &byte, 1, 0);
    sqe->flags = read_flags;
    sqe->user_data = 1;
    sqe = add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
    sqe->flags = next_flags;
    sqe->user_data = 2;
    if (io_uring_submit(&ring) != 2 || write(pipe_ends[1], "x", 1) != 1) return -ECANCELED;
    struct completion first = complete(&ring), second = complete(&ring);
    if (second.result < 0) return second.result;
    return first.result < 0 ? first.result : first.user_data == 1;
}

/// Result of a NOP linked to a timer that fires.
static int after_timer(unsigned link) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec time = {.tv_nsec = 1000000};
    add(&ring, IORING_OP_TIMEOUT, -1, &time, 1, 0)->flags = link;
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
    complete(&ring);
    return complete(&ring).result;
}

static enum answer submission_bit(unsigned bit) {
    struct io_uring ring = new_ring(0);
    static char memory[8];
    int file = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    switch (bit) {
    case IOSQE_FIXED_FILE_BIT:
        NEED(register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == 0);
        // Under its own number the descriptor is not in the table.
        add(&ring, IORING_OP_READ, 0, memory, 8, 0)->flags = IOSQE_FIXED_FILE;
        add(&ring, IORING_OP_READ, file, memory, 8, 0)->flags = IOSQE_FIXED_FILE;
        int in_table = complete(&ring).result;
        return complete(&ring).result == -EBADF ? verdict(in_table, 8) : verdict(in_table, 0);
    case IOSQE_IO_DRAIN_BIT:
        NEED(waits_for_read(0, 0) == 0);
        return verdict(waits_for_read(0, IOSQE_IO_DRAIN), 1);
    case IOSQE_IO_LINK_BIT:
        NEED(waits_for_read(0, 0) == 0);
        return verdict(waits_for_read(IOSQE_IO_LINK, 0), 1);
    case IOSQE_IO_HARDLINK_BIT:
        NEED(after_timer(IOSQE_IO_LINK) == -ECANCELED && waits_for_read(IOSQE_IO_HARDLINK, 0) == 1);
        return verdict(after_timer(IOSQE_IO_HARDLINK), 0);
    case IOSQE_ASYNC_BIT:
        add(&ring, IORING_OP_READ, file, memory, 8, 0)->flags = IOSQE_ASYNC;
        return verdict(complete(&ring).result, 8);
    case IOSQE_BUFFER_SELECT_BIT: {
        // One buffer, provided by the operation that is as old as the flag.
        add(&ring, IORING_OP_PROVIDE_BUFFERS, 1, memory, 8, 3)->buf_index = 5;
        NEED(complete(&ring).result == 0);
        struct io_uring_sqe *sqe = add(&ring, IORING_OP_READ, file, NULL, 8, 0);
        sqe->flags = IOSQE_BUFFER_SELECT;
        sqe->buf_index = 5;
        struct completion done = complete(&ring);
        return done.result == 8 && done.flags >> IORING_CQE_BUFFER_SHIFT != 3 ? NO : verdict(done.result, 8);
    }
    case IOSQE_CQE_SKIP_SUCCESS_BIT: {
        struct io_uring_sqe *sqe = add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
        sqe->flags = IOSQE_CQE_SKIP_SUCCESS;
        sqe->user_data = 1;
        add(&ring, IORING_OP_NOP, -1, NULL, 0, 0)->user_data = 2;
        struct completion first = complete(&ring);
        return first.user_data == 2 ? YES : verdict(first.result, 1);
    }
    default:
        // A bit that no kernel knows is refused, or the answers above mean nothing.
        add(&ring, IORING_OP_NOP, -1, NULL, 0, 0)->flags = 1u << bit;
        return verdict(complete(&ring).result, 0);
    }
}

// Flags of io_uring_enter(2)

static enum answer enter_bit(unsigned bit) {
    unsigned flag = 1u << bit;
    struct io_uring ring = new_ring(bit == 1 || bit == 2 ? IORING_SETUP_SQPOLL : 0);
    struct __kernel_timespec time = {.tv_nsec = 1000000};
    struct wait_argument argument = {.time = (uintptr_t)&time};
    const unsigned timed_wait = IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG;
    int fd = ring.ring_fd;
    NEED(enter_call(fd, 0, 0, 1u << 31, NULL, 0) == -EINVAL);
    switch (flag) {
    case IORING_ENTER_GETEVENTS: {
        // Waits for a timer: without the flag the call would not.
        add(&ring, IORING_OP_TIMEOUT, -1, &time, 1, 0);
        NEED(io_uring_submit(&ring) == 1);
        int result = enter_call(fd, 0, 1, flag, NULL, 0);
        return result < 0 ? verdict(result, 0) : io_uring_cq_ready(&ring) == 1 ? YES : NO;
    }
    case IORING_ENTER_SQ_WAKEUP:
    case IORING_ENTER_SQ_WAIT:
        return verdict(enter_call(fd, 0, 0, flag, NULL, 0), 0);
    case IORING_ENTER_EXT_ARG:
        return verdict(enter_call(fd, 0, 1, timed_wait, &argument, sizeof argument), -ETIME);
    case IORING_ENTER_REGISTERED_RING: {
        struct io_uring_rsrc_update update = {.offset = 3, .data = fd};
        NEED(register_call(fd, IORING_REGISTER_RING_FDS, &update, 1) == 1);
        return verdict(enter_call(3, 0, 0, flag, NULL, 0), 0);
    }
    case ENTER_ABS_TIMER: {
        // As a relative time the present is later than the alarm.
        struct timespec present;
        clock_gettime(CLOCK_MONOTONIC, &present);
        time = (struct __kernel_timespec){.tv_sec = present.tv_sec, .tv_nsec = present.tv_nsec};
        return verdict(enter_call(fd, 0, 1, timed_wait | flag, &argument, sizeof argument), -ETIME);
    }
    case ENTER_EXT_ARG_REG: {
        struct io_uring disabled = new_ring(IORING_SETUP_R_DISABLED);
        struct registered_wait *page = new_page();
        NEED(register_wait_region(&disabled, page) == 0);
        NEED(register_call(disabled.ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0) == 0);
        *page = (struct registered_wait){.time.tv_nsec = 1000000, .flags = 1};
        return verdict(enter_call(disabled.ring_fd, 0, 1, timed_wait | flag, NULL, sizeof *page), -ETIME);
    }
    case ENTER_NO_IOWAIT:
        return verdict(enter_call(fd, 0, 1, timed_wait | flag, &argument, sizeof argument), -ETIME);
    default:
        return UNKNOWN;
    }
}

static void print_rings(const struct io_uring *ring) {
    struct io_uring_probe *probe = io_uring_get_probe_ring((struct io_uring *)ring);
    for (unsigned operation = 0; probe && (operation <= NEWEST_OPERATION || operation <= probe->last_op); operation++)
        printf("op %u %s\n", operation, words[io_uring_opcode_supported(probe, operation) ? YES : NO]);
    free(probe);
    for (unsigned bit = 0; bit < 32; bit++) {
        int set = ring->features >> bit & 1;
        if (set || bit <= NEWEST_FEATURE_BIT) printf("feature %u %s\n", bit, words[set ? YES : NO]);
    }
}

static void print_disagreement(const struct query_opcodes *queried, const struct io_uring *ring) {
    if (queried->features != ring->features)
        printf("conflict features: setup says %#x, query %#llx\n", ring->features,
               (unsigned long long)queried->features);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    enum answer usable = ask(works);
    printf("usable %s\n", words[usable]);
    if (usable != YES) return 0;
    struct query_opcodes opcodes;
    const struct query_opcodes *queried = query(-1, 0, &opcodes, sizeof opcodes) == 0 ? &opcodes : NULL;
    struct io_uring ring = new_ring(0);
    print_rings(&ring);
    if (queried) print_disagreement(queried, &ring);
    io_uring_queue_exit(&ring);
    for (unsigned bit = 0; bit <= NEWEST_SETUP_BIT; bit++)
        printf("setup %u %s\n", bit, words[ask_about(setup_bit, bit)]);
    for (unsigned operation = 0; operation <= NEWEST_REGISTER_OPERATION; operation++)
        print_register(operation, queried);
    if (ask_about(submission_bit, 7) != NO) printf("conflict sqe 7: every flag is accepted\n");
    for (unsigned bit = 0; bit <= IOSQE_CQE_SKIP_SUCCESS_BIT; bit++)
        printf("sqe %u %s\n", bit, words[ask_about(submission_bit, bit)]);
    for (unsigned bit = 0; bit <= 7; bit++) printf("enter %u %s\n", bit, words[ask_about(enter_bit, bit)]);
    for (const struct check *check = operation_flags; check->name; check++)
        printf("opflag %s %s\n", check->name, words[ask(check->run)]);
    return 0;
}
