// Forms and flags of MSG_RING.

#define _GNU_SOURCE
#include "probe.h"

#include <stddef.h>

static enum answer message_data(void) {
    struct io_uring from = new_ring(0), to = new_ring(0);
    add(&from, IORING_OP_MSG_RING, to.ring_fd, NULL, 33, 44);
    int result = complete(&from).result;
    if (result) return verdict(result, 0);
    struct completion message = complete(&to);
    return message.result == 33 && message.user_data == 44 ? YES : NO;
}

static enum answer send_descriptor(unsigned flags) {
    struct io_uring from = new_ring_with_slots(), to = new_ring_with_slots();
    fill_slot(&from, 3, zero_file());
    struct io_uring_sqe *sqe = add(&from, IORING_OP_MSG_RING, to.ring_fd, (void *)1, 0, 44);
    sqe->addr3 = 3;
    sqe->splice_fd_in = 2 + 1;
    sqe->rw_flags = flags;
    int result = complete(&from).result;
    if (result) return verdict(result, 0);
    // The read completes after the message, if there is one.
    static char byte;
    sqe = add(&to, IORING_OP_READ, 2, &byte, 1, 0);
    sqe->flags = IOSQE_FIXED_FILE;
    sqe->user_data = 9;
    struct completion first = complete(&to);
    if (flags) return first.user_data == 9 && first.result == 1 ? YES : NO;
    return first.user_data == 44 && complete(&to).result == 1 ? YES : NO;
}

static enum answer message_descriptor(void) { return send_descriptor(0); }
static enum answer message_silent(void) { return send_descriptor(1); }

static enum answer message_flags(void) {
    struct io_uring from = new_ring(0), to = new_ring(0);
    struct io_uring_sqe *sqe = add(&from, IORING_OP_MSG_RING, to.ring_fd, NULL, 33, 44);
    sqe->rw_flags = 2;
    sqe->splice_fd_in = 0x7000;
    int result = complete(&from).result;
    return result ? verdict(result, 0) : complete(&to).flags == 0x7000 ? YES : NO;
}

const struct check message_checks[] = {
    {"MSG_DATA", message_data},
    {"MSG_SEND_FD", message_descriptor},
    {"MSG_RING_CQE_SKIP", message_silent},
    {"MSG_RING_FLAGS_PASS", message_flags},
    {NULL, NULL},
};
