// Flags of NOP.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>

static int nop(struct io_uring *ring, unsigned flags, int fd, unsigned length, unsigned buffer) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_NOP, fd, NULL, length, 0);
    sqe->rw_flags = flags;
    sqe->buf_index = buffer;
    return complete(ring).result;
}

static enum answer nop_inject_result(void) {
    struct io_uring ring = new_ring(0);
    int result = nop(&ring, 1, -1, 77, 0);
    return result == 0 ? NO : verdict(result, 77);
}

/// A request with what its flag needs and one without. A kernel that drops every flag does not tell them apart; nor do
/// some that know the flag (seen: 6.16.12, 6.17.13, 6.18.15, 6.19.14), but those refuse a flag that they do not know.
static enum answer told_apart(struct io_uring *ring, int with, int without, int refusal) {
    if (with == 0 && without == 0) return nop(ring, 1u << 30, -1, 0, 0) == -EINVAL ? YES : NO;
    return without == refusal ? verdict(with, 0) : verdict(without, refusal);
}

static enum answer nop_file(void) {
    struct io_uring ring = new_ring(0);
    int with = nop(&ring, 2, memory_file(), 0, 0), without = nop(&ring, 2, -1, 0, 0);
    return told_apart(&ring, with, without, -EBADF);
}

static enum answer nop_fixed_file(void) {
    struct io_uring ring = new_ring_with_slots();
    fill_slot(&ring, 1, memory_file());
    int with = nop(&ring, 2 | 4, 1, 0, 0), without = nop(&ring, 2 | 4, 2, 0, 0);
    return told_apart(&ring, with, without, -EBADF);
}

static enum answer nop_fixed_buffer(void) {
    struct io_uring ring = new_ring(0);
    register_page(&ring);
    int with = nop(&ring, 8, -1, 0, 0), without = nop(&ring, 8, -1, 0, 3);
    return told_apart(&ring, with, without, -EFAULT);
}

static enum answer nop_task_work(void) {
    struct io_uring ring = new_ring(0);
    if (nop(&ring, 1u << 30, -1, 0, 0) == 0) return NO;
    return verdict(nop(&ring, 16, -1, 0, 0), 0);
}

static enum answer nop_big_completion(void) {
    struct io_uring ring = new_ring(IORING_SETUP_CQE32);
    add(&ring, IORING_OP_NOP, -1, (void *)0x55, 0, 0xaa)->rw_flags = 32;
    struct completion done = complete(&ring);
    if (done.result == 0) return done.extra[0] == 0xaa && done.extra[1] == 0x55 ? YES : NO;
    return verdict(done.result, 0);
}

const struct check nop_checks[] = {
    {"NOP_INJECT_RESULT", nop_inject_result},
    {"NOP_FILE", nop_file},
    {"NOP_FIXED_FILE", nop_fixed_file},
    {"NOP_FIXED_BUFFER", nop_fixed_buffer},
    {"NOP_TW", nop_task_work},
    {"NOP_CQE32", nop_big_completion},
    {NULL, NULL},
};
