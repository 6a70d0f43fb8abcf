// Restrictions of rings and of tasks.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/// Restricts a disabled ring to `rule`, and to NOP, and enables it.
static int restricted(struct io_uring *ring, unsigned kind, unsigned value) {
    struct io_uring_restriction rules[2] = {
        {.opcode = kind, .sqe_op = value},
        {.opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_NOP},
    };
    *ring = new_ring(IORING_SETUP_R_DISABLED);
    int result = register_call(ring->ring_fd, IORING_REGISTER_RESTRICTIONS, rules, 2);
    return result ? result : register_call(ring->ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
}

static int flagged_nop(struct io_uring *ring, unsigned flags) {
    add(ring, IORING_OP_NOP, -1, NULL, 0, 0)->flags = flags;
    return complete(ring).result;
}

/// Of two operations only NOP is allowed.
static enum answer reading_refused(struct io_uring *ring) {
    char byte;
    add(ring, IORING_OP_READ, memory_file(), &byte, 1, 0);
    return complete(ring).result == -EACCES && flagged_nop(ring, 0) == 0 ? YES : NO;
}

static enum answer restrict_register(void) {
    struct io_uring ring;
    int result = restricted(&ring, IORING_RESTRICTION_REGISTER_OP, IORING_REGISTER_EVENTFD);
    if (result) return verdict(result, 0);
    int event = eventfd(0, 0), file = memory_file();
    if (register_call(ring.ring_fd, IORING_REGISTER_EVENTFD, &event, 1)) return NO;
    return register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == -EACCES ? YES : NO;
}

static enum answer restrict_operation(void) {
    struct io_uring ring;
    int result = restricted(&ring, IORING_RESTRICTION_SQE_OP, IORING_OP_WRITE);
    if (result) return verdict(result, 0);
    return reading_refused(&ring);
}

static enum answer restrict_allowed(void) {
    struct io_uring ring;
    int result = restricted(&ring, IORING_RESTRICTION_SQE_FLAGS_ALLOWED, IOSQE_IO_DRAIN);
    if (result) return verdict(result, 0);
    return flagged_nop(&ring, IOSQE_ASYNC) == -EACCES && flagged_nop(&ring, IOSQE_IO_DRAIN) == 0 ? YES : NO;
}

static enum answer restrict_required(void) {
    struct io_uring ring;
    int result = restricted(&ring, IORING_RESTRICTION_SQE_FLAGS_REQUIRED, IOSQE_ASYNC);
    if (result) return verdict(result, 0);
    return flagged_nop(&ring, 0) == -EACCES && flagged_nop(&ring, IOSQE_ASYNC) == 0 ? YES : NO;
}

/// Holds this child down to NOP for good.
static enum answer restrict_task(void) {
    struct {
        uint16_t flags, count;
        uint32_t reserved[3];
        struct io_uring_restriction rule;
    } argument = {.count = 1, .rule = {.opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_NOP}};
    NEED(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    int result = register_call(-1, IORING_REGISTER_RESTRICTIONS, &argument, 1);
    if (result) return verdict(result == -EBADF ? -EINVAL : result, 0);
    struct io_uring ring = new_ring(0);
    return reading_refused(&ring);
}

const struct check restriction_checks[] = {
    {"RESTRICTION_REGISTER_OP", restrict_register},
    {"RESTRICTION_SQE_OP", restrict_operation},
    {"RESTRICTION_SQE_FLAGS_ALLOWED", restrict_allowed},
    {"RESTRICTION_SQE_FLAGS_REQUIRED", restrict_required},
    {"RESTRICTIONS_PER_TASK", restrict_task},
    {NULL, NULL},
};
