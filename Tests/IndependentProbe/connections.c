// Flags and forms of ACCEPT, SEND and RECV.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static enum answer accept_direct(void) {
    struct io_uring ring = new_ring_with_slots();
    struct listener listener = new_listener();
    NEED(write(connect_to(&listener), "x", 1) == 1);
    add(&ring, IORING_OP_ACCEPT, listener.fd, NULL, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    if (result != 0) return result > 0 ? NO : verdict(result, 0);
    return read_slot(&ring, 1) == 1 ? YES : NO;
}

static enum answer accept_multishot(void) {
    struct io_uring ring = new_ring(0);
    struct listener listener = new_listener();
    add(&ring, IORING_OP_ACCEPT, listener.fd, NULL, 0, 0)->ioprio = 1;
    NEED(io_uring_submit(&ring) == 1);
    for (int turn = 0; turn < 2; turn++) {
        connect_to(&listener);
        struct completion done = complete(&ring);
        if (done.result < 0) return verdict(done.result, 0);
        if (!(done.flags & IORING_CQE_F_MORE)) return NO;
    }
    return YES;
}

static enum answer accept_nonblocking(void) {
    struct io_uring ring = new_ring(0);
    struct listener listener = new_listener();
    add(&ring, IORING_OP_ACCEPT, listener.fd, NULL, 0, 0)->ioprio = 2;
    return verdict(complete(&ring).result, -EAGAIN);
}

/// An unknown bit of the same field is refused, so what is accepted is known.
static enum answer accept_poll_first(void) {
    struct io_uring ring = new_ring(0);
    struct listener listener = new_listener();
    connect_to(&listener);
    add(&ring, IORING_OP_ACCEPT, listener.fd, NULL, 0, 0)->ioprio = 1 << 14;
    NEED(complete(&ring).result == -EINVAL);
    add(&ring, IORING_OP_ACCEPT, listener.fd, NULL, 0, 0)->ioprio = 4;
    int result = complete(&ring).result;
    return result >= 0 ? YES : verdict(result, 0);
}

static enum answer poll_first(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    char byte;
    new_stream_pair(pair);
    add(&ring, IORING_OP_SEND, pair[0], "x", 1, 0)->ioprio = 1 << 14;
    int unknown_bit = complete(&ring).result;
    if (unknown_bit == 1) return NO;
    NEED(unknown_bit == -EINVAL);
    add(&ring, IORING_OP_SEND, pair[0], "x", 1, 0)->ioprio = IORING_RECVSEND_POLL_FIRST;
    int sent = complete(&ring).result;
    if (sent != 1) return verdict(sent, 1);
    add(&ring, IORING_OP_RECV, pair[1], &byte, 1, 0)->ioprio = IORING_RECVSEND_POLL_FIRST;
    return verdict(complete(&ring).result, 1);
}

/// A send, because up to 6.16 the first receive of a connection fills one buffer all the same.
static enum answer bundle(void) {
    struct io_uring ring = new_ring_with_buffers();
    int pair[2];
    new_stream_pair(pair);
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_SEND, pair[0], NULL, 0, 0);
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_group = GROUP;
    sqe->ioprio = 1 << 4;
    return verdict(complete(&ring).result, BUFFER_COUNT * BUFFER_SIZE);
}

static enum answer send_fixed_buffer(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    char *page = register_page(&ring);
    memcpy(page, "abc", 3);
    new_stream_pair(pair);
    add(&ring, IORING_OP_SEND, pair[0], page, 3, 0)->ioprio = IORING_RECVSEND_FIXED_BUF;
    return verdict(complete(&ring).result, 3);
}

static enum answer receive_multishot(void) {
    struct io_uring ring = new_ring_with_buffers();
    int pair[2];
    new_stream_pair(pair);
    receive(&ring, pair[0], IORING_RECV_MULTISHOT);
    NEED(io_uring_submit(&ring) == 1);
    for (int turn = 0; turn < 3; turn++) {
        NEED(write(pair[1], "ab", 2) == 2);
        struct completion done = complete(&ring);
        if (done.result < 0) return verdict(done.result, 2);
        NEED(done.result == 2 && done.flags & IORING_CQE_F_BUFFER);
        if (!(done.flags & IORING_CQE_F_MORE)) return NO;
    }
    return YES;
}

/// A multishot receive that ends by itself after its total of bytes.
static enum answer receive_limit(void) {
    struct io_uring ring = new_ring_with_buffers();
    int pair[2];
    new_stream_pair(pair);
    receive(&ring, pair[0], IORING_RECV_MULTISHOT)->splice_fd_in = 2 * BUFFER_SIZE;
    NEED(io_uring_submit(&ring) == 1);
    unsigned more[2];
    for (int turn = 0; turn < 2; turn++) {
        NEED(write(pair[1], "abcd", BUFFER_SIZE) == BUFFER_SIZE);
        struct completion done = complete(&ring);
        if (done.result < 0) return verdict(done.result, BUFFER_SIZE);
        more[turn] = done.flags & IORING_CQE_F_MORE;
    }
    return more[1] ? NO : more[0] ? YES : UNKNOWN;
}

static enum answer send_to(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t length = sizeof address;
    int from = socket(AF_UNIX, SOCK_DGRAM, 0), to = socket(AF_UNIX, SOCK_DGRAM, 0);
    NEED(bind(to, (struct sockaddr *)&address, sizeof(sa_family_t)) == 0);
    NEED(getsockname(to, (struct sockaddr *)&address, &length) == 0);
    add(&ring, IORING_OP_SEND, from, "abc", 3, (uintptr_t)&address)->addr_len = length;
    int result = complete(&ring).result;
    return result == -ENOTCONN ? NO : verdict(result, 3);
}

static enum answer send_vectorized(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    char text[8] = "";
    struct iovec vectors[2] = {{"ab", 2}, {"cde", 3}};
    new_stream_pair(pair);
    add(&ring, IORING_OP_SEND, pair[0], vectors, 2, 0)->ioprio = 1 << 5;
    int sent = complete(&ring).result;
    NEED(sent < 0 || read(pair[1], text, sizeof text) > 0);
    return sent == 5 && !strcmp(text, "abcde") ? YES : sent == 2 ? NO : verdict(sent, 5);
}

const struct check connection_checks[] = {
    {"ACCEPT_DIRECT", accept_direct},
    {"ACCEPT_MULTISHOT", accept_multishot},
    {"ACCEPT_DONTWAIT", accept_nonblocking},
    {"ACCEPT_POLL_FIRST", accept_poll_first},
    {"RECVSEND_POLL_FIRST", poll_first},
    {"RECVSEND_BUNDLE", bundle},
    {"SEND.RECVSEND_FIXED_BUF", send_fixed_buffer},
    {"RECV_MULTISHOT", receive_multishot},
    {"RECV_MULTISHOT_LIMIT", receive_limit},
    {"SEND_TO", send_to},
    {"SEND_VECTORIZED", send_vectorized},
    {NULL, NULL},
};
