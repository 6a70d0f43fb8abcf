// Flags of TIMEOUT, TIMEOUT_REMOVE and LINK_TIMEOUT.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <time.h>

static struct __kernel_timespec now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (struct __kernel_timespec){.tv_sec = time.tv_sec, .tv_nsec = time.tv_nsec};
}

static int timeout(clockid_t clock, unsigned flags) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec time = now(clock);
    add(&ring, IORING_OP_TIMEOUT, -1, &time, 1, 0)->timeout_flags = flags;
    return complete(&ring).result;
}

// As a relative time, or by the monotonic clock, the present is later than the alarm.
static enum answer timeout_absolute(void) { return verdict(timeout(CLOCK_MONOTONIC, 1), -ETIME); }
static enum answer timeout_boottime(void) { return verdict(timeout(CLOCK_BOOTTIME, 1 | 4), -ETIME); }
static enum answer timeout_realtime(void) { return verdict(timeout(CLOCK_REALTIME, 1 | 8), -ETIME); }

int linked_to_timer(unsigned link, unsigned timeout_flags, int *timer) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec time = {.tv_nsec = 1000000};
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_TIMEOUT, -1, &time, 1, 0);
    sqe->flags = link;
    sqe->timeout_flags = timeout_flags;
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
    *timer = complete(&ring).result;
    return complete(&ring).result;
}

static enum answer timeout_success(void) {
    int timer;
    NEED(linked_to_timer(IOSQE_IO_LINK, 0, &timer) == -ECANCELED && timer == -ETIME);
    int linked = linked_to_timer(IOSQE_IO_LINK, IORING_TIMEOUT_ETIME_SUCCESS, &timer);
    return timer == -ETIME ? (linked == 0 ? YES : NO) : verdict(timer, -ETIME);
}

static enum answer timeout_multishot(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec time = {.tv_nsec = 1000000};
    add(&ring, IORING_OP_TIMEOUT, -1, &time, 1, 2)->timeout_flags = 1 << 6;
    struct completion first = complete(&ring);
    if (first.result != -ETIME) return verdict(first.result, -ETIME);
    if (!(first.flags & IORING_CQE_F_MORE)) return NO;
    struct completion second = complete(&ring);
    return second.result == -ETIME && !(second.flags & IORING_CQE_F_MORE) ? YES : UNKNOWN;
}

static enum answer timeout_immediate(void) {
    struct io_uring ring = new_ring(0);
    add(&ring, IORING_OP_TIMEOUT, -1, (void *)1000000, 1, 0)->timeout_flags = 1 << 7;
    return verdict(complete(&ring).result, -ETIME);
}

/// Lets the timer with user data 1 fire soon.
static struct completion update_timer(struct io_uring *ring, unsigned flags) {
    struct __kernel_timespec soon = {.tv_nsec = 1000000};
    struct io_uring_sqe *sqe = add(ring, IORING_OP_TIMEOUT_REMOVE, -1, (void *)1, 0, (uintptr_t)&soon);
    sqe->timeout_flags = flags;
    sqe->user_data = 2;
    return complete(ring);
}

static enum answer timeout_update(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS};
    add(&ring, IORING_OP_TIMEOUT, -1, &never, 1, 0)->user_data = 1;
    struct completion update = update_timer(&ring, IORING_TIMEOUT_UPDATE);
    if (update.result) return verdict(update.result, 0);
    return complete(&ring).result == -ETIME ? YES : UNKNOWN;
}

static enum answer link_timeout_update(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS};
    int pipe_ends[2];
    char byte;
    new_pipe(pipe_ends);
    add(&ring, IORING_OP_READ, pipe_ends[0], &byte, 1, 0)->flags = IOSQE_IO_LINK;
    add(&ring, IORING_OP_LINK_TIMEOUT, -1, &never, 1, 0)->user_data = 1;
    struct completion update = update_timer(&ring, IORING_TIMEOUT_UPDATE | IORING_LINK_TIMEOUT_UPDATE);
    NEED(update.user_data == 2);
    if (update.result) return verdict(update.result, 0);
    for (int turn = 0; turn < 2; turn++) {
        struct completion done = complete(&ring);
        if (done.user_data == 1) return done.result == -ETIME ? YES : UNKNOWN;
    }
    return UNKNOWN;
}

const struct check timer_checks[] = {
    {"TIMEOUT_ABS", timeout_absolute},
    {"TIMEOUT_BOOTTIME", timeout_boottime},
    {"TIMEOUT_REALTIME", timeout_realtime},
    {"TIMEOUT_ETIME_SUCCESS", timeout_success},
    {"TIMEOUT_MULTISHOT", timeout_multishot},
    {"TIMEOUT_IMMEDIATE_ARG", timeout_immediate},
    {"TIMEOUT_UPDATE", timeout_update},
    {"LINK_TIMEOUT_UPDATE", link_timeout_update},
    {NULL, NULL},
};
