// Flags of POLL_ADD and POLL_REMOVE.

#define _GNU_SOURCE
#include "probe.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static struct io_uring_sqe *add_poll(struct io_uring *ring, int fd, unsigned flags, unsigned events) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_POLL_ADD, fd, NULL, flags, 0);
    sqe->poll32_events = events;
    return sqe;
}

/// Two callers wait exclusively for one event; a flag above the low 16 bits that was dropped would wake both.
static enum answer wide_poll_mask(void) {
    struct io_uring ring = new_ring(0);
    int event = eventfd(0, EFD_CLOEXEC);
    for (int waiter = 0; waiter < 2; waiter++)
        add_poll(&ring, event, 0, POLLIN | EPOLLEXCLUSIVE);
    NEED(io_uring_submit(&ring) == 2 && eventfd_write(event, 1) == 0);
    NEED(complete(&ring).result == POLLIN);
    eventfd_t value;
    NEED(eventfd_read(event, &value) == 0);
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0)->user_data = 9;
    return complete(&ring).user_data == 9 ? YES : NO;
}

static enum answer poll_multishot(void) {
    struct io_uring ring = new_ring(0);
    int event = eventfd(0, EFD_CLOEXEC);
    add_poll(&ring, event, IORING_POLL_ADD_MULTI, POLLIN);
    NEED(io_uring_submit(&ring) == 1);
    for (int turn = 0; turn < 2; turn++) {
        eventfd_t value;
        NEED(eventfd_write(event, 1) == 0);
        struct completion done = complete(&ring);
        if (done.result < 0) return verdict(done.result, POLLIN);
        if (!(done.flags & IORING_CQE_F_MORE)) return NO;
        NEED(eventfd_read(event, &value) == 0);
    }
    return YES;
}

static enum answer poll_level(void) {
    struct io_uring ring = new_ring(0);
    int event = eventfd(1, EFD_CLOEXEC);
    add_poll(&ring, event, IORING_POLL_ADD_MULTI | IORING_POLL_ADD_LEVEL, POLLIN);
    return verdict(complete(&ring).result, POLLIN);
}

/// A poll for reading that cannot come true, turned into one for writing.
static enum answer poll_update_events(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    new_stream_pair(pair);
    add_poll(&ring, pair[0], 0, POLLIN)->user_data = 1;
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_POLL_REMOVE, -1, (void *)1, IORING_POLL_UPDATE_EVENTS, 0);
    sqe->poll32_events = POLLOUT;
    sqe->user_data = 2;
    struct completion first = complete(&ring);
    if (first.user_data == 2 && first.result) return verdict(first.result, 0);
    struct completion poll = first.user_data == 1 ? first : complete(&ring);
    return poll.result & POLLOUT ? YES : UNKNOWN;
}

static enum answer poll_update_user_data(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    new_stream_pair(pair);
    add_poll(&ring, pair[0], 0, POLLIN)->user_data = 1;
    add(&ring, IORING_OP_POLL_REMOVE, -1, (void *)1, IORING_POLL_UPDATE_USER_DATA, 5)->user_data = 2;
    struct completion done = complete(&ring);
    if (done.result) return verdict(done.result, 0);
    NEED(write(pair[1], "x", 1) == 1);
    done = complete(&ring);
    return done.user_data == 5 ? YES : done.user_data == 1 ? NO : UNKNOWN;
}

const struct check poll_checks[] = {
    {"POLL_WIDE_MASK", wide_poll_mask},
    {"POLL_ADD_MULTI", poll_multishot},
    {"POLL_ADD_LEVEL", poll_level},
    {"POLL_UPDATE_EVENTS", poll_update_events},
    {"POLL_UPDATE_USER_DATA", poll_update_user_data},
    {NULL, NULL},
};
