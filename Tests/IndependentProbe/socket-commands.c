// URING_CMD, put to use by its commands on sockets.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct io_uring_sqe *socket_option(struct io_uring *ring, int fd, unsigned command, int option, int *value) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_URING_CMD, fd, NULL, 0, command);
    uint32_t level_and_option[2] = {SOL_SOCKET, option};
    memcpy(&sqe->addr, level_and_option, sizeof level_and_option);
    sqe->splice_fd_in = sizeof *value;
    sqe->addr3 = (uintptr_t)value;
    return sqe;
}

/// NO where the command is what the kernel does not know.
static enum answer command_verdict(int result, int expected) {
    return result == -EOPNOTSUPP ? NO : verdict(result, expected);
}

static enum answer command_fixed(void) {
    struct io_uring ring = new_ring(0);
    int value = 0, stream = socket(AF_INET, SOCK_STREAM, 0);
    register_page(&ring);
    socket_option(&ring, stream, 2, SO_TYPE, &value)->rw_flags = 1 << 5;
    NEED(complete(&ring).result == -EINVAL);
    socket_option(&ring, stream, 2, SO_TYPE, &value);
    NEED(complete(&ring).result == sizeof value);
    socket_option(&ring, stream, 2, SO_TYPE, &value)->rw_flags = 1;
    return verdict(complete(&ring).result, sizeof value);
}

static int multishot_command(struct io_uring *ring, int fd, unsigned command_flags) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_URING_CMD, fd, NULL, 0, 0x7fff);
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_index = GROUP;
    sqe->rw_flags = command_flags;
    return complete(ring).result;
}

/// Multishot commands take provided buffers: only both together get as far as the socket, which has no such command.
/// One that a socket has would never complete nor be cancelled, and with it the ring would never go away.
static enum answer command_multishot(void) {
    struct io_uring ring = new_ring_with_buffers();
    int unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    int single = multishot_command(&ring, unix_socket, 0);
    // Before multishot the operation took no provided buffers.
    if (single == -EOPNOTSUPP) return NO;
    NEED(single == -EINVAL);
    return verdict(multishot_command(&ring, unix_socket, 2), -EOPNOTSUPP);
}

static enum answer command_input_queue(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    new_internet_pair(pair);
    NEED(write(pair[0], "abcde", 5) == 5);
    struct pollfd ready = {.fd = pair[1], .events = POLLIN};
    NEED(poll(&ready, 1, -1) == 1);
    add(&ring, IORING_OP_URING_CMD, pair[1], NULL, 0, 0);
    return command_verdict(complete(&ring).result, 5);
}

static enum answer command_output_queue(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    new_internet_pair(pair);
    add(&ring, IORING_OP_URING_CMD, pair[0], NULL, 0, 1);
    return command_verdict(complete(&ring).result, 0);
}

/// Some kernels refuse options of AF_UNIX sockets (seen: 6.16.12, 6.17.13, 6.18.15), here and below.
static enum answer command_get_option(void) {
    struct io_uring ring = new_ring(0);
    int value = 0;
    socket_option(&ring, socket(AF_INET, SOCK_DGRAM, 0), 2, SO_TYPE, &value);
    int result = complete(&ring).result;
    return result == sizeof value ? (value == SOCK_DGRAM ? YES : NO) : command_verdict(result, sizeof value);
}

static enum answer command_set_option(void) {
    struct io_uring ring = new_ring(0);
    int value = 1, read_back = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t length = sizeof read_back;
    socket_option(&ring, fd, 3, SO_KEEPALIVE, &value);
    int result = complete(&ring).result;
    NEED(getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &read_back, &length) == 0);
    return result == 0 ? (read_back ? YES : NO) : command_verdict(result, 0);
}

/// A datagram over loopback, stamped in software.
static enum answer command_timestamp(void) {
    struct io_uring ring = new_ring(IORING_SETUP_CQE32);
    struct sockaddr_in address;
    int to = internet_socket(SOCK_DGRAM, &address), from = socket(AF_INET, SOCK_DGRAM, 0);
    int stamping = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_CMSG | SOF_TIMESTAMPING_OPT_ID |
                   SOF_TIMESTAMPING_OPT_TSONLY | SOF_TIMESTAMPING_TX_SCHED;
    NEED(to >= 0 && setsockopt(from, SOL_SOCKET, SO_TIMESTAMPING, &stamping, sizeof stamping) == 0);
    NEED(sendto(from, "x", 1, 0, (struct sockaddr *)&address, sizeof address) == 1);
    struct pollfd stamped = {.fd = from};
    NEED(poll(&stamped, 1, -1) == 1 && stamped.revents & POLLERR);
    add(&ring, IORING_OP_URING_CMD, from, NULL, 0, 4);
    struct completion done = complete(&ring);
    if (done.result < 0) return command_verdict(done.result, 0);
    return done.flags & IORING_CQE_F_MORE && done.extra[0] > 0 ? YES : UNKNOWN;
}

static enum answer command_socket_name(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un found = {0};
    socklen_t found_length = sizeof found;
    struct listener listener = new_listener();
    add(&ring, IORING_OP_URING_CMD, listener.fd, &found, 0, 5)->addr3 = (uintptr_t)&found_length;
    int result = complete(&ring).result;
    if (result < 0) return command_verdict(result, 0);
    return found_length == listener.length && memcmp(&found, &listener.address, found_length) == 0 ? YES : UNKNOWN;
}

const struct check socket_command_checks[] = {
    {"URING_CMD_FIXED", command_fixed},
    {"URING_CMD_MULTISHOT", command_multishot},
    {"SOCKET_URING_OP_SIOCINQ", command_input_queue},
    {"SOCKET_URING_OP_SIOCOUTQ", command_output_queue},
    {"SOCKET_URING_OP_GETSOCKOPT", command_get_option},
    {"SOCKET_URING_OP_SETSOCKOPT", command_set_option},
    {"SOCKET_URING_OP_TX_TIMESTAMP", command_timestamp},
    {"SOCKET_URING_OP_GETSOCKNAME", command_socket_name},
    {NULL, NULL},
};
