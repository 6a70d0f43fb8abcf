// Flags of ASYNC_CANCEL.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>

struct pending {
    struct io_uring ring;
    int pipes[2][2];
};

/// Two reads of empty pipes, with user data 1 and `second`.
static struct pending start_reads(uint64_t second) {
    static char bytes[2];
    struct pending pending = {.ring = new_ring(0)};
    for (int index = 0; index < 2; index++) {
        new_pipe(pending.pipes[index]);
        add(&pending.ring, IORING_OP_READ, pending.pipes[index][0], bytes + index, 1, 0)->user_data =
            index ? second : 1;
    }
    give_up_unless(io_uring_submit(&pending.ring) == 2);
    return pending;
}

/// Result of the cancellation itself, whatever completes before it.
static int cancel(struct io_uring *ring, int fd, uint64_t user_data, unsigned length, unsigned flags) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_ASYNC_CANCEL, fd, (void *)(uintptr_t)user_data, length, 0);
    sqe->cancel_flags = flags;
    sqe->user_data = 99;
    for (;;) {
        struct completion done = complete(ring);
        if (done.user_data == 99) return done.result;
    }
}

static enum answer cancel_all(void) {
    struct pending pending = start_reads(1);
    return verdict(cancel(&pending.ring, -1, 1, 0, 1), 2);
}

static enum answer cancel_by_descriptor(void) {
    struct pending pending = start_reads(2);
    int result = cancel(&pending.ring, pending.pipes[1][0], 0, 0, 2);
    return result == -ENOENT ? NO : verdict(result, 0);
}

static enum answer cancel_any(void) {
    struct pending pending = start_reads(2);
    return verdict(cancel(&pending.ring, -1, 77, 0, 4), 2);
}

static enum answer cancel_by_slot(void) {
    struct io_uring ring = new_ring_with_slots();
    int pipe_ends[2];
    char byte;
    new_pipe(pipe_ends);
    fill_slot(&ring, 3, pipe_ends[0]);
    add(&ring, IORING_OP_READ, 3, &byte, 1, 0)->flags = IOSQE_FIXED_FILE;
    NEED(io_uring_submit(&ring) == 1);
    return verdict(cancel(&ring, 3, 0, 0, 2 | 8), 0);
}

struct key {
    uint64_t user_data;
    unsigned operation;
};

/// By descriptor and by a second key, which has to match too.
static enum answer cancel_by_two_keys(unsigned flag, struct key wrong, struct key right) {
    struct pending pending = start_reads(2);
    int fd = pending.pipes[1][0];
    int result = cancel(&pending.ring, fd, wrong.user_data, wrong.operation, 2 | flag);
    if (result != -ENOENT) return verdict(result, -ENOENT);
    return verdict(cancel(&pending.ring, fd, right.user_data, right.operation, 2 | flag), 0);
}

static enum answer cancel_by_user_data(void) {
    return cancel_by_two_keys(16, (struct key){.user_data = 1}, (struct key){.user_data = 2});
}

static enum answer cancel_by_operation(void) {
    return cancel_by_two_keys(
        32, (struct key){.operation = IORING_OP_WRITE}, (struct key){.operation = IORING_OP_READ});
}

const struct check cancel_checks[] = {
    {"ASYNC_CANCEL_ALL", cancel_all},
    {"ASYNC_CANCEL_FD", cancel_by_descriptor},
    {"ASYNC_CANCEL_ANY", cancel_any},
    {"ASYNC_CANCEL_FD_FIXED", cancel_by_slot},
    {"ASYNC_CANCEL_USERDATA", cancel_by_user_data},
    {"ASYNC_CANCEL_OP", cancel_by_operation},
    {NULL, NULL},
};
