// Flags of io_uring_setup(2), of submissions and of io_uring_enter(2), by bit.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

enum answer setup_bit(unsigned bit) {
    // A flag is no older than the one that it needs.
    int without = set_up(companions[bit] & ~(1 << 14));
    if (without < 0) return verdict(without, 0);
    int result = set_up(1u << bit | companions[bit]);
    if (result >= 0) return YES;
    // An older kernel without NO_MMAP answers EINVAL to both flags, so there is nothing else to hold against this one.
    return result == -EINVAL ? NO : UNKNOWN;
}

// Submissions

/// Order of two completions: 1 when the request after a pending read waited for it.
static int waits_for_read(unsigned read_flags, unsigned next_flags) {
    struct io_uring ring = new_ring(0);
    int pipe_ends[2];
    static char byte;
    new_pipe(pipe_ends);
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

enum answer submission_bit(unsigned bit) {
    struct io_uring ring = new_ring(0);
    static char memory[8];
    int file = zero_file();
    switch (bit) {
    case IOSQE_FIXED_FILE_BIT:
        NEED(register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == 0);
        // Under its own number the descriptor is not in the table.
        add(&ring, IORING_OP_READ, file, memory, 8, 0)->flags = IOSQE_FIXED_FILE;
        NEED(complete(&ring).result == -EBADF);
        add(&ring, IORING_OP_READ, 0, memory, 8, 0)->flags = IOSQE_FIXED_FILE;
        return verdict(complete(&ring).result, 8);
    case IOSQE_IO_DRAIN_BIT:
        NEED(waits_for_read(0, 0) == 0);
        return verdict(waits_for_read(0, IOSQE_IO_DRAIN), 1);
    case IOSQE_IO_LINK_BIT:
        NEED(waits_for_read(0, 0) == 0);
        return verdict(waits_for_read(IOSQE_IO_LINK, 0), 1);
    case IOSQE_IO_HARDLINK_BIT: {
        int timer;
        NEED(linked_to_timer(IOSQE_IO_LINK, 0, &timer) == -ECANCELED && waits_for_read(IOSQE_IO_HARDLINK, 0) == 1);
        return verdict(linked_to_timer(IOSQE_IO_HARDLINK, 0, &timer), 0);
    }
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

// Entering

enum answer enter_bit(unsigned bit) {
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
        int registered = register_call(fd, IORING_REGISTER_RING_FDS, &update, 1);
        return registered < 0 ? verdict(registered, 1) : verdict(enter_call(3, 0, 0, flag, NULL, 0), 0);
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
        struct registered_wait content = {.time.tv_nsec = 1000000, .flags = 1};
        int enabled = enable_with_wait(&disabled, content);
        if (enabled) return verdict(enabled, 0);
        return verdict(enter_call(disabled.ring_fd, 0, 1, timed_wait | flag, NULL, sizeof content), -ETIME);
    }
    case ENTER_NO_IOWAIT:
        return verdict(enter_call(fd, 0, 1, timed_wait | flag, &argument, sizeof argument), -ETIME);
    default:
        return UNKNOWN;
    }
}
