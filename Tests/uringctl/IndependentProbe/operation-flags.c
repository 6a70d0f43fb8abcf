// Flags and forms of single operations, each put to real use on local objects.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_SIZE = 4, BUFFER_COUNT = 8, GROUP = 7, NEVER_SECONDS = 3600 };

static char buffers[BUFFER_COUNT * 64];
static struct io_uring_buf_ring *buffer_ring;

static int memory_file(void) { return memfd_create("independent-probe", MFD_CLOEXEC); }

/// Registers a buffer ring, without buffers, and zeroes what min_left makes of it.
static int register_buffer_ring(struct io_uring *ring, unsigned flags, unsigned minimum_left) {
    buffer_ring = new_page();
    struct buffer_ring_registration registration = {
        .ring_address = (uintptr_t)buffer_ring, .entries = BUFFER_COUNT, .group = GROUP, .flags = flags,
        .minimum_left = minimum_left,
    };
    return register_call(ring->ring_fd, IORING_REGISTER_PBUF_RING, &registration, 1);
}

static void provide(unsigned count, unsigned size) {
    for (unsigned index = 0; index < count; index++)
        io_uring_buf_ring_add(
            buffer_ring, buffers + index * size, size, index, io_uring_buf_ring_mask(BUFFER_COUNT), index);
    io_uring_buf_ring_advance(buffer_ring, count);
}

/// RECV into a buffer of the group.
static struct io_uring_sqe *receive(struct io_uring *ring, int fd, unsigned priority) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_RECV, fd, NULL, 0, 0);
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_index = GROUP;
    sqe->ioprio = priority;
    return sqe;
}

static int stream_pair(int pair[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair); }

/// A listener on a name in the abstract namespace that the kernel picks.
static int local_listener(struct sockaddr_un *address, socklen_t *length) {
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *length = sizeof *address;
    if (bind(listener, (struct sockaddr *)address, sizeof(sa_family_t)) || listen(listener, 8) ||
        getsockname(listener, (struct sockaddr *)address, length))
        return -1;
    return listener;
}

static int connect_to(const struct sockaddr_un *address, socklen_t length) {
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(client, (const struct sockaddr *)address, length) ? -1 : client;
}

static int internet_socket(int type, struct sockaddr_in *address) {
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)address, length) || getsockname(fd, (struct sockaddr *)address, &length)) return -1;
    return fd;
}

/// A TCP connection over loopback, which is down in a fresh network namespace.
static int internet_pair(int pair[2]) {
    struct sockaddr_in address;
    int listener = internet_socket(SOCK_STREAM, &address);
    if (listener < 0 || listen(listener, 1)) return -1;
    pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(pair[0], (struct sockaddr *)&address, sizeof address)) return -1;
    pair[1] = accept(listener, NULL, NULL);
    return pair[1] < 0 ? -1 : 0;
}

static struct __kernel_timespec now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (struct __kernel_timespec){.tv_sec = time.tv_sec, .tv_nsec = time.tv_nsec};
}

static int update_file(struct io_uring *ring, unsigned slot, int fd) {
    struct io_uring_files_update update = {.offset = slot, .fds = (uintptr_t)&fd};
    return register_call(ring->ring_fd, IORING_REGISTER_FILES_UPDATE, &update, 1);
}

/// Reads one byte through a slot of the file table.
static int read_slot(struct io_uring *ring, unsigned slot) {
    static char byte;
    add(ring, IORING_OP_READ, slot, &byte, 1, 0)->flags = IOSQE_FIXED_FILE;
    return complete(ring).result;
}

static int register_buffer(struct io_uring *ring, void *memory, size_t size) {
    struct iovec vector = {.iov_base = memory, .iov_len = size};
    return register_call(ring->ring_fd, IORING_REGISTER_BUFFERS, &vector, 1);
}

// NOP

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

static enum answer nop_file(void) {
    struct io_uring ring = new_ring(0);
    int with = nop(&ring, 2, memory_file(), 0, 0), without = nop(&ring, 2, -1, 0, 0);
    return with == 0 && without == 0 ? NO : without == -EBADF ? verdict(with, 0) : verdict(without, -EBADF);
}

static enum answer nop_fixed_file(void) {
    struct io_uring ring = new_ring(0);
    NEED(register_sparse_files(&ring) == 0 && update_file(&ring, 1, memory_file()) == 1);
    int with = nop(&ring, 2 | 4, 1, 0, 0), without = nop(&ring, 2 | 4, 2, 0, 0);
    return with == 0 && without == 0 ? NO : without == -EBADF ? verdict(with, 0) : verdict(without, -EBADF);
}

static enum answer nop_fixed_buffer(void) {
    struct io_uring ring = new_ring(0);
    NEED(register_buffer(&ring, new_page(), 4096) == 0);
    int with = nop(&ring, 8, -1, 0, 0), without = nop(&ring, 8, -1, 0, 3);
    return with == 0 && without == 0 ? NO : without == -EFAULT ? verdict(with, 0) : verdict(without, -EFAULT);
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

// Files

static enum answer fsync_datasync(void) {
    struct io_uring ring = new_ring(0);
    int file = memory_file();
    add(&ring, IORING_OP_FSYNC, file, NULL, 0, 0)->rw_flags = 2;
    NEED(complete(&ring).result == -EINVAL);
    add(&ring, IORING_OP_FSYNC, file, NULL, 0, 0)->rw_flags = 1;
    return verdict(complete(&ring).result, 0);
}

static enum answer current_position(void) {
    struct io_uring ring = new_ring(0);
    int file = memory_file();
    char text[4] = "";
    for (int turn = 0; turn < 2; turn++) {
        add(&ring, IORING_OP_WRITE, file, turn ? "cd" : "ab", 2, -1);
        int written = complete(&ring).result;
        if (written != 2) return verdict(written, 2);
    }
    NEED(pread(file, text, sizeof text, 0) == 4);
    return memcmp(text, "abcd", 4) == 0 && lseek(file, 0, SEEK_CUR) == 4 ? YES : NO;
}

/// A kernel that knows the attribute reads it from where the request points, which is nowhere.
static enum answer protection_information(void) {
    struct io_uring ring = new_ring(0);
    int file = memory_file();
    char byte;
    NEED(write(file, "x", 1) == 1);
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_READ, file, &byte, 1, 0);
    uint64_t attributes[2] = {8, 1};
    memcpy((char *)sqe + 48, attributes, sizeof attributes);
    int result = complete(&ring).result;
    return result == 1 ? NO : verdict(result, -EFAULT);
}

/// Two callers wait exclusively for one event; a flag above the low 16 bits that was dropped would wake both.
static enum answer wide_poll_mask(void) {
    struct io_uring ring = new_ring(0);
    int event = eventfd(0, EFD_CLOEXEC);
    for (int waiter = 0; waiter < 2; waiter++)
        add(&ring, IORING_OP_POLL_ADD, event, NULL, 0, 0)->poll32_events = POLLIN | EPOLLEXCLUSIVE;
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
    add(&ring, IORING_OP_POLL_ADD, event, NULL, IORING_POLL_ADD_MULTI, 0)->poll32_events = POLLIN;
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
    add(&ring, IORING_OP_POLL_ADD, event, NULL, IORING_POLL_ADD_MULTI | IORING_POLL_ADD_LEVEL, 0)->poll32_events =
        POLLIN;
    return verdict(complete(&ring).result, POLLIN);
}

/// A poll for reading that cannot come true, turned into one for writing.
static enum answer poll_update_events(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(stream_pair(pair) == 0);
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_POLL_ADD, pair[0], NULL, 0, 0);
    sqe->poll32_events = POLLIN;
    sqe->user_data = 1;
    sqe = add(&ring, IORING_OP_POLL_REMOVE, -1, (void *)1, IORING_POLL_UPDATE_EVENTS, 0);
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
    NEED(stream_pair(pair) == 0);
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_POLL_ADD, pair[0], NULL, 0, 0);
    sqe->poll32_events = POLLIN;
    sqe->user_data = 1;
    add(&ring, IORING_OP_POLL_REMOVE, -1, (void *)1, IORING_POLL_UPDATE_USER_DATA, 5)->user_data = 2;
    struct completion done = complete(&ring);
    if (done.result) return verdict(done.result, 0);
    NEED(write(pair[1], "x", 1) == 1);
    done = complete(&ring);
    return done.user_data == 5 ? YES : done.user_data == 1 ? NO : UNKNOWN;
}

static int splice_from_slot(void) {
    struct io_uring ring = new_ring(0);
    int from[2], to[2];
    if (register_sparse_files(&ring) || pipe(from) || pipe(to) || write(from[1], "abc", 3) != 3 ||
        update_file(&ring, 2, from[0]) != 1)
        return -ECANCELED;
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_SPLICE, to[1], (void *)-1, 3, -1);
    sqe->splice_fd_in = 2;
    sqe->rw_flags = SPLICE_F_FD_IN_FIXED;
    return complete(&ring).result;
}

static enum answer splice_fixed(void) {
    // A kernel that drops the flag finds no pipe behind descriptor 2.
    close(2);
    int result = splice_from_slot();
    return result == -EBADF ? NO : verdict(result, 3);
}

// Timers

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

/// What becomes of a NOP linked to a timer that fires.
static int linked_to_timer(unsigned link, unsigned timeout_flags, int *timer) {
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

static enum answer timeout_update(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS}, soon = {.tv_nsec = 1000000};
    add(&ring, IORING_OP_TIMEOUT, -1, &never, 1, 0)->user_data = 1;
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_TIMEOUT_REMOVE, -1, (void *)1, 0, (uintptr_t)&soon);
    sqe->timeout_flags = IORING_TIMEOUT_UPDATE;
    sqe->user_data = 2;
    struct completion update = complete(&ring);
    if (update.result) return verdict(update.result, 0);
    return complete(&ring).result == -ETIME ? YES : UNKNOWN;
}

static enum answer link_timeout_update(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS}, soon = {.tv_nsec = 1000000};
    int pipe_ends[2];
    char byte;
    NEED(pipe(pipe_ends) == 0);
    add(&ring, IORING_OP_READ, pipe_ends[0], &byte, 1, 0)->flags = IOSQE_IO_LINK;
    add(&ring, IORING_OP_LINK_TIMEOUT, -1, &never, 1, 0)->user_data = 1;
    struct io_uring_sqe *sqe = add(&ring, IORING_OP_TIMEOUT_REMOVE, -1, (void *)1, 0, (uintptr_t)&soon);
    sqe->timeout_flags = IORING_TIMEOUT_UPDATE | IORING_LINK_TIMEOUT_UPDATE;
    sqe->user_data = 2;
    struct completion update = complete(&ring);
    NEED(update.user_data == 2);
    if (update.result) return verdict(update.result, 0);
    for (int turn = 0; turn < 2; turn++) {
        struct completion done = complete(&ring);
        if (done.user_data == 1) return done.result == -ETIME ? YES : UNKNOWN;
    }
    return UNKNOWN;
}

// Cancellation

struct pending {
    struct io_uring ring;
    int pipes[2][2];
};

/// Two reads of empty pipes, with user data 1 and `second`.
static int start_reads(struct pending *pending, uint64_t second) {
    static char bytes[2];
    pending->ring = new_ring(0);
    for (int index = 0; index < 2; index++) {
        if (pipe(pending->pipes[index])) return -1;
        add(&pending->ring, IORING_OP_READ, pending->pipes[index][0], bytes + index, 1, 0)->user_data =
            index ? second : 1;
    }
    return io_uring_submit(&pending->ring) == 2 ? 0 : -1;
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
    struct pending pending;
    NEED(start_reads(&pending, 1) == 0);
    return verdict(cancel(&pending.ring, -1, 1, 0, 1), 2);
}

static enum answer cancel_by_descriptor(void) {
    struct pending pending;
    NEED(start_reads(&pending, 2) == 0);
    int result = cancel(&pending.ring, pending.pipes[1][0], 0, 0, 2);
    return result == -ENOENT ? NO : verdict(result, 0);
}

static enum answer cancel_any(void) {
    struct pending pending;
    NEED(start_reads(&pending, 2) == 0);
    return verdict(cancel(&pending.ring, -1, 77, 0, 4), 2);
}

static enum answer cancel_by_slot(void) {
    struct io_uring ring = new_ring(0);
    int pipe_ends[2];
    char byte;
    NEED(pipe(pipe_ends) == 0 && register_sparse_files(&ring) == 0 && update_file(&ring, 3, pipe_ends[0]) == 1);
    add(&ring, IORING_OP_READ, 3, &byte, 1, 0)->flags = IOSQE_FIXED_FILE;
    NEED(io_uring_submit(&ring) == 1);
    return verdict(cancel(&ring, 3, 0, 0, 2 | 8), 0);
}

/// The second key has to match too.
static enum answer cancel_by_user_data(void) {
    struct pending pending;
    NEED(start_reads(&pending, 2) == 0);
    int wrong = cancel(&pending.ring, pending.pipes[1][0], 1, 0, 2 | 16);
    return wrong == -ENOENT ? verdict(cancel(&pending.ring, pending.pipes[1][0], 2, 0, 2 | 16), 0)
                            : verdict(wrong, -ENOENT);
}

static enum answer cancel_by_operation(void) {
    struct pending pending;
    NEED(start_reads(&pending, 2) == 0);
    int wrong = cancel(&pending.ring, pending.pipes[1][0], 0, IORING_OP_WRITE, 2 | 32);
    return wrong == -ENOENT ? verdict(cancel(&pending.ring, pending.pipes[1][0], 0, IORING_OP_READ, 2 | 32), 0)
                            : verdict(wrong, -ENOENT);
}

// Connections

static enum answer accept_direct(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un address;
    socklen_t length;
    int listener = local_listener(&address, &length);
    NEED(listener >= 0 && register_sparse_files(&ring) == 0);
    int client = connect_to(&address, length);
    NEED(client >= 0 && write(client, "x", 1) == 1);
    add(&ring, IORING_OP_ACCEPT, listener, NULL, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    if (result != 0) return result > 0 ? NO : verdict(result, 0);
    return read_slot(&ring, 1) == 1 ? YES : NO;
}

static enum answer accept_multishot(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un address;
    socklen_t length;
    int listener = local_listener(&address, &length);
    NEED(listener >= 0);
    add(&ring, IORING_OP_ACCEPT, listener, NULL, 0, 0)->ioprio = 1;
    NEED(io_uring_submit(&ring) == 1);
    for (int turn = 0; turn < 2; turn++) {
        NEED(connect_to(&address, length) >= 0);
        struct completion done = complete(&ring);
        if (done.result < 0) return verdict(done.result, 0);
        if (!(done.flags & IORING_CQE_F_MORE)) return NO;
    }
    return YES;
}

static enum answer accept_nonblocking(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un address;
    socklen_t length;
    int listener = local_listener(&address, &length);
    NEED(listener >= 0);
    add(&ring, IORING_OP_ACCEPT, listener, NULL, 0, 0)->ioprio = 2;
    return verdict(complete(&ring).result, -EAGAIN);
}

/// An unknown bit of the same field is refused, so what is accepted is known.
static enum answer accept_poll_first(void) {
    struct io_uring ring = new_ring(0);
    struct sockaddr_un address;
    socklen_t length;
    int listener = local_listener(&address, &length);
    NEED(listener >= 0 && connect_to(&address, length) >= 0);
    add(&ring, IORING_OP_ACCEPT, listener, NULL, 0, 0)->ioprio = 1 << 14;
    NEED(complete(&ring).result == -EINVAL);
    add(&ring, IORING_OP_ACCEPT, listener, NULL, 0, 0)->ioprio = 4;
    int result = complete(&ring).result;
    return result >= 0 ? YES : verdict(result, 0);
}

static enum answer poll_first(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    char byte;
    NEED(stream_pair(pair) == 0);
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

static enum answer bundle(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(stream_pair(pair) == 0 && register_buffer_ring(&ring, 0, 0) == 0);
    provide(BUFFER_COUNT, BUFFER_SIZE);
    NEED(write(pair[1], "0123456789", 10) == 10);
    receive(&ring, pair[0], 1 << 4);
    int received = complete(&ring).result;
    if (received <= BUFFER_SIZE) return received > 0 ? NO : verdict(received, 10);
    return memcmp(buffers, "0123456789", received) == 0 ? YES : NO;
}

static enum answer send_fixed_buffer(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    char *page = new_page();
    memcpy(page, "abc", 3);
    NEED(stream_pair(pair) == 0 && register_buffer(&ring, page, 4096) == 0);
    add(&ring, IORING_OP_SEND, pair[0], page, 3, 0)->ioprio = IORING_RECVSEND_FIXED_BUF;
    return verdict(complete(&ring).result, 3);
}

static enum answer receive_multishot(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(stream_pair(pair) == 0 && register_buffer_ring(&ring, 0, 0) == 0);
    provide(BUFFER_COUNT, BUFFER_SIZE);
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
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(stream_pair(pair) == 0 && register_buffer_ring(&ring, 0, 0) == 0);
    provide(BUFFER_COUNT, BUFFER_SIZE);
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
    NEED(stream_pair(pair) == 0);
    add(&ring, IORING_OP_SEND, pair[0], vectors, 2, 0)->ioprio = 1 << 5;
    int sent = complete(&ring).result;
    NEED(sent < 0 || read(pair[1], text, sizeof text) > 0);
    return sent == 5 && !strcmp(text, "abcde") ? YES : sent == 2 ? NO : verdict(sent, 5);
}

struct zero_copy {
    struct completion sent, notification;
};

/// SEND_ZC or SENDMSG_ZC of three bytes over TCP with its notification.
static enum answer send_zero_copy(
    struct io_uring *ring, struct zero_copy *outcome, unsigned opcode, unsigned priority, uint64_t third_address) {
    static char *page;
    static struct iovec vector;
    static struct msghdr message;
    int pair[2];
    page = new_page();
    memcpy(page, "abc", 3);
    NEED(internet_pair(pair) == 0);
    if (priority & IORING_RECVSEND_FIXED_BUF) NEED(register_buffer(ring, page, 4096) == 0);
    vector = (struct iovec){page, 3};
    message = (struct msghdr){.msg_iov = &vector, .msg_iovlen = 1};
    int is_message = opcode == IORING_OP_SENDMSG_ZC;
    struct io_uring_sqe *sqe = add(
        ring, opcode, pair[0], is_message ? (void *)&message : (void *)page, is_message ? 1 : 3, 0);
    sqe->ioprio = priority;
    sqe->addr3 = third_address;
    sqe->user_data = 1;
    outcome->sent = complete(ring);
    if (outcome->sent.result != 3) return verdict(outcome->sent.result, 3);
    NEED(outcome->sent.flags & IORING_CQE_F_MORE);
    outcome->notification = complete(ring);
    NEED(outcome->notification.flags & IORING_CQE_F_NOTIF);
    return YES;
}

static enum answer send_zero_copy_fixed(void) {
    struct io_uring ring = new_ring(0);
    struct zero_copy outcome;
    return send_zero_copy(&ring, &outcome, IORING_OP_SEND_ZC, IORING_RECVSEND_FIXED_BUF, 0);
}

static enum answer send_message_zero_copy_fixed(void) {
    struct io_uring ring = new_ring(0);
    struct zero_copy outcome;
    return send_zero_copy(&ring, &outcome, IORING_OP_SENDMSG_ZC, IORING_RECVSEND_FIXED_BUF, 0);
}

static enum answer notification_user_data(void) {
    struct io_uring ring = new_ring(0);
    struct zero_copy outcome;
    enum answer sent = send_zero_copy(&ring, &outcome, IORING_OP_SEND_ZC, 0, 42);
    return sent != YES ? sent : outcome.notification.user_data == 42 ? YES : NO;
}

static enum answer usage_report(void) {
    struct io_uring ring = new_ring(0);
    struct zero_copy outcome;
    return send_zero_copy(&ring, &outcome, IORING_OP_SEND_ZC, 8, 0);
}

static enum answer usage_copied(void) {
    struct io_uring ring = new_ring(0);
    struct zero_copy outcome;
    enum answer sent = send_zero_copy(&ring, &outcome, IORING_OP_SEND_ZC, 8, 0);
    return sent != YES ? sent : outcome.notification.result == INT32_MIN ? YES : UNKNOWN;
}

// File slots

static enum answer open_in_slot(struct io_uring *ring, unsigned index) {
    if (register_sparse_files(ring)) return UNKNOWN;
    struct io_uring_sqe *sqe = add(ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/zero", 0, 0);
    sqe->open_flags = O_RDONLY;
    sqe->splice_fd_in = index;
    int result = complete(ring).result;
    return result > 0 ? NO : verdict(result, 0);
}

static enum answer open_direct(void) {
    struct io_uring ring = new_ring(0);
    enum answer opened = open_in_slot(&ring, 1 + 1);
    return opened != YES ? opened : read_slot(&ring, 1) == 1 ? YES : NO;
}

static enum answer close_direct(void) {
    struct io_uring ring = new_ring(0);
    NEED(open_in_slot(&ring, 1 + 1) == YES && read_slot(&ring, 1) == 1);
    add(&ring, IORING_OP_CLOSE, 0, NULL, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    return result ? verdict(result, 0) : read_slot(&ring, 1) == -EBADF ? YES : NO;
}

static enum answer socket_direct(void) {
    struct io_uring ring = new_ring(0);
    NEED(register_sparse_files(&ring) == 0 && read_slot(&ring, 1) == -EBADF);
    add(&ring, IORING_OP_SOCKET, AF_UNIX, NULL, 0, SOCK_STREAM)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    return result > 0 ? NO : result ? verdict(result, 0) : read_slot(&ring, 1) == -EINVAL ? YES : UNKNOWN;
}

static enum answer pipe_direct(void) {
    struct io_uring ring = new_ring(0);
    int slots[2] = {-1, -1};
    NEED(register_sparse_files(&ring) == 0);
    add(&ring, OPERATION_PIPE, 0, slots, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    if (result) return verdict(result, 0);
    add(&ring, IORING_OP_WRITE, 2, "x", 1, 0)->flags = IOSQE_FIXED_FILE;
    return complete(&ring).result == 1 && read_slot(&ring, 1) == 1 ? YES : NO;
}

/// The kernel picks slots that nobody named, one after the other.
static enum answer file_index_allocation(void) {
    struct io_uring ring = new_ring(0);
    enum answer first = open_in_slot(&ring, ~0u);
    if (first != YES) return first;
    add(&ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/zero", 0, 0)->splice_fd_in = ~0u;
    int second = complete(&ring).result;
    return second == 1 && read_slot(&ring, 1) == 1 ? YES : UNKNOWN;
}

static enum answer files_update_allocation(void) {
    struct io_uring ring = new_ring(0);
    int file = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    NEED(file >= 0 && register_sparse_files(&ring) == 0 && update_file(&ring, 0, memory_file()) == 1);
    add(&ring, IORING_OP_FILES_UPDATE, -1, &file, 1, ~0u);
    int result = complete(&ring).result;
    return result == 1 ? (file == 1 && read_slot(&ring, 1) == 1 ? YES : NO) : verdict(result, 1);
}

static int installed_flags(struct io_uring *ring, unsigned flags) {
    struct io_uring_sqe *sqe = add(ring, OPERATION_FIXED_FD_INSTALL, 0, NULL, 0, 0);
    sqe->flags = IOSQE_FIXED_FILE;
    sqe->rw_flags = flags;
    int fd = complete(ring).result;
    return fd < 0 ? fd : fcntl(fd, F_GETFD);
}

static enum answer install_inheritable(void) {
    struct io_uring ring = new_ring(0);
    NEED(register_sparse_files(&ring) == 0 && update_file(&ring, 0, memory_file()) == 1);
    int plain = installed_flags(&ring, 0);
    if (plain != FD_CLOEXEC) return verdict(plain, FD_CLOEXEC);
    return verdict(installed_flags(&ring, 1), 0);
}

// Messages between rings

static enum answer message_data(void) {
    struct io_uring from = new_ring(0), to = new_ring(0);
    add(&from, IORING_OP_MSG_RING, to.ring_fd, NULL, 33, 44);
    int result = complete(&from).result;
    if (result) return verdict(result, 0);
    struct completion message = complete(&to);
    return message.result == 33 && message.user_data == 44 ? YES : NO;
}

static enum answer send_descriptor(unsigned flags) {
    struct io_uring from = new_ring(0), to = new_ring(0);
    int file = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    NEED(register_sparse_files(&from) == 0 && register_sparse_files(&to) == 0 && update_file(&from, 3, file) == 1);
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

// Processes

/// A waiter and its waker in one ring, on a private 32-bit futex.
static enum answer futex_flags(void) {
    struct io_uring ring = new_ring(0);
    static uint32_t word;
    const int private_word = 2 | 128;
    struct io_uring_sqe *sqe = add(&ring, OPERATION_FUTEX_WAIT, private_word, &word, 0, 0);
    sqe->addr3 = ~0u;
    sqe->user_data = 1;
    sqe = add(&ring, OPERATION_FUTEX_WAKE, private_word, &word, 0, 1);
    sqe->addr3 = ~0u;
    sqe->user_data = 2;
    for (int turn = 0; turn < 2; turn++) {
        struct completion done = complete(&ring);
        int expected = done.user_data == 2;
        if (done.result != expected) return verdict(done.result, expected);
    }
    return YES;
}

static enum answer wait_for_child(void) {
    struct io_uring ring = new_ring(0);
    siginfo_t information = {0};
    pid_t child = fork();
    if (child == 0) _exit(5);
    struct io_uring_sqe *sqe = add(&ring, OPERATION_WAITID, child, NULL, P_PID, (uintptr_t)&information);
    sqe->splice_fd_in = WEXITED;
    int result = complete(&ring).result;
    if (result) return verdict(result, 0);
    return information.si_pid == child && information.si_status == 5 ? YES : NO;
}

// Commands on sockets

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
    int value = 0, unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    NEED(register_buffer(&ring, new_page(), 4096) == 0);
    socket_option(&ring, unix_socket, 2, SO_TYPE, &value)->rw_flags = 1 << 5;
    NEED(complete(&ring).result == -EINVAL);
    socket_option(&ring, unix_socket, 2, SO_TYPE, &value);
    NEED(complete(&ring).result == sizeof value);
    socket_option(&ring, unix_socket, 2, SO_TYPE, &value)->rw_flags = 1;
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
    struct io_uring ring = new_ring(0);
    int unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    NEED(register_buffer_ring(&ring, 0, 0) == 0);
    provide(BUFFER_COUNT, BUFFER_SIZE);
    int single = multishot_command(&ring, unix_socket, 0);
    // Before multishot the operation took no provided buffers.
    if (single == -EOPNOTSUPP) return NO;
    NEED(single == -EINVAL);
    return verdict(multishot_command(&ring, unix_socket, 2), -EOPNOTSUPP);
}

static enum answer command_input_queue(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(internet_pair(pair) == 0 && write(pair[0], "abcde", 5) == 5);
    struct pollfd ready = {.fd = pair[1], .events = POLLIN};
    NEED(poll(&ready, 1, -1) == 1);
    add(&ring, IORING_OP_URING_CMD, pair[1], NULL, 0, 0);
    return command_verdict(complete(&ring).result, 5);
}

static enum answer command_output_queue(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    NEED(internet_pair(pair) == 0);
    add(&ring, IORING_OP_URING_CMD, pair[0], NULL, 0, 1);
    return command_verdict(complete(&ring).result, 0);
}

static enum answer command_get_option(void) {
    struct io_uring ring = new_ring(0);
    int value = 0;
    socket_option(&ring, socket(AF_UNIX, SOCK_SEQPACKET, 0), 2, SO_TYPE, &value);
    int result = complete(&ring).result;
    return result == sizeof value ? (value == SOCK_SEQPACKET ? YES : NO) : command_verdict(result, sizeof value);
}

static enum answer command_set_option(void) {
    struct io_uring ring = new_ring(0);
    int value = 1, read_back = 0, fd = socket(AF_UNIX, SOCK_STREAM, 0);
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
    struct sockaddr_un address, found = {0};
    socklen_t length, found_length = sizeof found;
    int listener = local_listener(&address, &length);
    NEED(listener >= 0);
    add(&ring, IORING_OP_URING_CMD, listener, &found, 0, 5)->addr3 = (uintptr_t)&found_length;
    int result = complete(&ring).result;
    if (result < 0) return command_verdict(result, 0);
    return found_length == length && memcmp(&found, &address, length) == 0 ? YES : UNKNOWN;
}

// Registration

static enum answer register_sparse(void) {
    struct io_uring ring = new_ring(0);
    int result = register_sparse_files(&ring);
    return result ? verdict(result, 0) : update_file(&ring, 3, memory_file()) == 1 ? YES : NO;
}

static enum answer files_skip(void) {
    struct io_uring ring = new_ring(0);
    int file = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    NEED(register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == 0);
    int result = update_file(&ring, 0, -2);
    return result == 1 ? (read_slot(&ring, 0) == 1 ? YES : NO) : result == -EBADF ? NO : UNKNOWN;
}

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

static enum answer restrict_register(void) {
    struct io_uring ring;
    int result = restricted(&ring, IORING_RESTRICTION_REGISTER_OP, IORING_REGISTER_EVENTFD);
    if (result) return verdict(result, 0);
    int event = eventfd(0, 0), file = memory_file();
    return register_call(ring.ring_fd, IORING_REGISTER_EVENTFD, &event, 1) == 0 &&
                   register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == -EACCES
               ? YES
               : NO;
}

static enum answer restrict_operation(void) {
    struct io_uring ring;
    char byte;
    int result = restricted(&ring, IORING_RESTRICTION_SQE_OP, IORING_OP_WRITE);
    if (result) return verdict(result, 0);
    add(&ring, IORING_OP_READ, memory_file(), &byte, 1, 0);
    return complete(&ring).result == -EACCES && flagged_nop(&ring, 0) == 0 ? YES : NO;
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
    char byte;
    add(&ring, IORING_OP_READ, memory_file(), &byte, 1, 0);
    return complete(&ring).result == -EACCES && flagged_nop(&ring, 0) == 0 ? YES : NO;
}

static enum answer buffer_ring_mapped(void) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    struct buffer_ring_registration registration = {.entries = BUFFER_COUNT, .group = GROUP, .flags = 1};
    int result = register_call(ring.ring_fd, IORING_REGISTER_PBUF_RING, &registration, 1);
    // A kernel without the flag sees a ring at address 0.
    if (result) return verdict(result == -EFAULT ? -EINVAL : result, 0);
    buffer_ring = mmap(
        NULL, BUFFER_COUNT * sizeof(struct io_uring_buf), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
        ring.ring_fd, 0x80000000ll | (long long)GROUP << 16);
    NEED(buffer_ring != MAP_FAILED && stream_pair(pair) == 0 && write(pair[1], "ab", 2) == 2);
    provide(BUFFER_COUNT, BUFFER_SIZE);
    receive(&ring, pair[0], 0);
    return verdict(complete(&ring).result, 2);
}

/// Whether four bytes into a buffer of 64 leave it in use: negative when the registration fails.
static int buffer_kept(unsigned minimum_left) {
    struct io_uring ring = new_ring(0);
    int pair[2];
    int result = register_buffer_ring(&ring, 2, minimum_left);
    if (result) return result;
    provide(1, 64);
    if (stream_pair(pair) || write(pair[1], "abcd", 4) != 4) return -ECANCELED;
    receive(&ring, pair[0], 0);
    struct completion done = complete(&ring);
    return done.result == 4 ? !!(done.flags & COMPLETION_BUFFER_MORE) : -ECANCELED;
}

static enum answer buffer_ring_incremental(void) {
    int kept = buffer_kept(0);
    return kept == 0 ? NO : verdict(kept, 1);
}

static enum answer buffer_ring_minimum_left(void) {
    NEED(buffer_kept(0) == 1);
    int kept = buffer_kept(62);
    return kept == 1 ? NO : verdict(kept, 0);
}

static int napi(
    struct io_uring *ring, unsigned operation, unsigned parameter, struct napi_registration *argument) {
    *argument = (struct napi_registration){.operation = operation, .parameter = parameter};
    return register_call(ring->ring_fd, REGISTER_NAPI, argument, 1);
}

enum { NAPI_REGISTER, NAPI_ADD, NAPI_REMOVE };
enum { NAPI_DYNAMIC, NAPI_STATIC, NAPI_INACTIVE = 255 };

/// Above every number of a processor; the ring only remembers it.
static const unsigned napi_id = 1000000;

static enum answer napi_register(void) {
    struct io_uring ring = new_ring(0);
    struct napi_registration argument;
    int result = napi(&ring, NAPI_REGISTER, NAPI_DYNAMIC, &argument);
    if (result == 0) result = napi(&ring, 77, 0, &argument) == 0 ? -ECANCELED : 0;
    return verdict(result, 0);
}

static enum answer napi_dynamic(void) {
    struct io_uring ring = new_ring(0);
    struct napi_registration argument;
    NEED(napi(&ring, NAPI_REGISTER, NAPI_STATIC, &argument) == 0);
    int result = napi(&ring, NAPI_REGISTER, NAPI_DYNAMIC, &argument);
    if (result) return verdict(result, 0);
    return napi(&ring, NAPI_ADD, napi_id, &argument) == -EINVAL ? YES : NO;
}

static enum answer napi_add(void) {
    struct io_uring ring = new_ring(0);
    struct napi_registration argument;
    int result = napi(&ring, NAPI_REGISTER, NAPI_STATIC, &argument);
    if (result) return verdict(result, 0);
    result = napi(&ring, NAPI_ADD, napi_id, &argument);
    return result ? verdict(result, 0) : napi(&ring, NAPI_ADD, napi_id, &argument) == -EEXIST ? YES : NO;
}

static enum answer napi_remove(void) {
    struct io_uring ring = new_ring(0);
    struct napi_registration argument;
    NEED(napi(&ring, NAPI_REGISTER, NAPI_STATIC, &argument) == 0);
    NEED(napi(&ring, NAPI_ADD, napi_id, &argument) == 0);
    int result = napi(&ring, NAPI_REMOVE, napi_id, &argument);
    return result ? verdict(result, 0) : napi(&ring, NAPI_REMOVE, napi_id, &argument) == -ENOENT ? YES : NO;
}

/// A fresh ring's state comes back as what there was before.
static enum answer napi_inactive(void) {
    struct io_uring ring = new_ring(0);
    struct napi_registration argument;
    int result = napi(&ring, NAPI_REGISTER, NAPI_DYNAMIC, &argument);
    return result ? verdict(result, 0) : argument.parameter == NAPI_INACTIVE ? YES : NO;
}

static enum answer clone_from_registered(void) {
    struct io_uring source = new_ring(0), destination = new_ring(0);
    struct io_uring_rsrc_update update = {.offset = ~0u, .data = source.ring_fd};
    NEED(register_buffer(&source, new_page(), 4096) == 0);
    NEED(register_call(source.ring_fd, IORING_REGISTER_RING_FDS, &update, 1) == 1);
    struct clone_buffers clone = {.source = update.offset, .flags = 1};
    return verdict(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1), 0);
}

static enum answer clone_replacing(void) {
    struct io_uring source = new_ring(0), destination = new_ring(0);
    NEED(register_buffer(&source, new_page(), 4096) == 0 && register_buffer(&destination, new_page(), 4096) == 0);
    struct clone_buffers clone = {.source = source.ring_fd};
    NEED(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1) == -EBUSY);
    clone.flags = 2;
    return verdict(register_call(destination.ring_fd, REGISTER_CLONE_BUFFERS, &clone, 1), 0);
}

static enum answer region_of_user(void) {
    struct io_uring ring = new_ring(0);
    struct memory_region region = {.address = (uintptr_t)new_page(), .size = 4096, .flags = 1};
    struct memory_region_registration registration = {.region = (uintptr_t)&region};
    return verdict(register_call(ring.ring_fd, REGISTER_MEM_REGION, &registration, 1), 0);
}

static int registered_wait(struct registered_wait content) {
    struct io_uring ring = new_ring(IORING_SETUP_R_DISABLED);
    struct registered_wait *page = new_page();
    int result = register_wait_region(&ring, page);
    if (result) return result;
    if (register_call(ring.ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0)) return -ECANCELED;
    *page = content;
    return enter_call(
        ring.ring_fd, 0, 1, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG | ENTER_EXT_ARG_REG, NULL, sizeof *page);
}

static enum answer region_for_waits(void) {
    return verdict(registered_wait((struct registered_wait){.time.tv_nsec = 1000000, .flags = 1}), -ETIME);
}

/// Without the flag the time is not looked at: the wait would last until the alarm.
static enum answer registered_wait_time(void) {
    struct registered_wait wrong = {.flags = 1 << 30};
    NEED(registered_wait(wrong) == -EINVAL);
    return verdict(registered_wait((struct registered_wait){.time.tv_nsec = 1000000, .flags = 1}), -ETIME);
}

/// Of two completions wanted, one is there: after the minimum wait it is enough.
static enum answer minimum_wait(void) {
    struct io_uring ring = new_ring(0);
    struct __kernel_timespec never = {.tv_sec = NEVER_SECONDS};
    struct wait_argument argument = {.minimum_wait_microseconds = 1000, .time = (uintptr_t)&never};
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0);
    NEED(io_uring_submit(&ring) == 1);
    return verdict(
        enter_call(ring.ring_fd, 0, 2, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument), 0);
}

// What stands and falls with a register operation

static enum answer no_if_missing(unsigned operation) { return register_known(operation) == NO ? NO : UNKNOWN; }
static enum answer zero_copy_control(void) { return no_if_missing(REGISTER_ZCRX_CTRL); }
static enum answer bpf_filter(void) { return no_if_missing(REGISTER_BPF_FILTER); }

/// Through a ring, where -1 would do as well.
static enum answer query_known(unsigned operation) {
    struct io_uring ring = new_ring(0);
    uint64_t data[16] = {0};
    int result = query(ring.ring_fd, operation, data, sizeof data);
    return result == -EOPNOTSUPP ? NO : verdict(result, 0);
}

static enum answer query_of_opcodes(void) { return query_known(0); }
static enum answer query_of_zero_copy(void) { return query_known(1); }
static enum answer query_of_queues(void) { return query_known(2); }
static enum answer query_of_events(void) { return query_known(3); }

// Would destroy data, or needs hardware or a BPF program, or leaves no trace.

static enum answer no_method(void) { return UNKNOWN; }

const struct check operation_flags[] = {
    {"NOP_INJECT_RESULT", nop_inject_result},
    {"NOP_FILE", nop_file},
    {"NOP_FIXED_FILE", nop_fixed_file},
    {"NOP_FIXED_BUFFER", nop_fixed_buffer},
    {"NOP_TW", nop_task_work},
    {"NOP_CQE32", nop_big_completion},
    {"FSYNC_DATASYNC", fsync_datasync},
    {"CURRENT_POSITION", current_position},
    {"RW_ATTR_FLAG_PI", protection_information},
    {"POLL_WIDE_MASK", wide_poll_mask},
    {"POLL_ADD_MULTI", poll_multishot},
    {"POLL_ADD_LEVEL", poll_level},
    {"POLL_UPDATE_EVENTS", poll_update_events},
    {"POLL_UPDATE_USER_DATA", poll_update_user_data},
    {"TIMEOUT_ABS", timeout_absolute},
    {"TIMEOUT_BOOTTIME", timeout_boottime},
    {"TIMEOUT_REALTIME", timeout_realtime},
    {"TIMEOUT_ETIME_SUCCESS", timeout_success},
    {"TIMEOUT_MULTISHOT", timeout_multishot},
    {"TIMEOUT_IMMEDIATE_ARG", timeout_immediate},
    {"TIMEOUT_UPDATE", timeout_update},
    {"LINK_TIMEOUT_UPDATE", link_timeout_update},
    {"SPLICE_F_FD_IN_FIXED", splice_fixed},
    {"ASYNC_CANCEL_ALL", cancel_all},
    {"ASYNC_CANCEL_FD", cancel_by_descriptor},
    {"ASYNC_CANCEL_ANY", cancel_any},
    {"ASYNC_CANCEL_FD_FIXED", cancel_by_slot},
    {"ASYNC_CANCEL_USERDATA", cancel_by_user_data},
    {"ASYNC_CANCEL_OP", cancel_by_operation},
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
    {"SEND_ZC.RECVSEND_FIXED_BUF", send_zero_copy_fixed},
    {"SENDMSG_ZC.RECVSEND_FIXED_BUF", send_message_zero_copy_fixed},
    {"SEND_ZC_NOTIF_USER_DATA", notification_user_data},
    {"SEND_ZC_REPORT_USAGE", usage_report},
    {"NOTIF_USAGE_ZC_COPIED", usage_copied},
    {"OPENAT_DIRECT", open_direct},
    {"CLOSE_DIRECT", close_direct},
    {"SOCKET_DIRECT", socket_direct},
    {"PIPE_DIRECT", pipe_direct},
    {"FILE_INDEX_ALLOC", file_index_allocation},
    {"FILES_UPDATE_ALLOC", files_update_allocation},
    {"FIXED_FD_NO_CLOEXEC", install_inheritable},
    {"MSG_DATA", message_data},
    {"MSG_SEND_FD", message_descriptor},
    {"MSG_RING_CQE_SKIP", message_silent},
    {"MSG_RING_FLAGS_PASS", message_flags},
    {"FUTEX2_FLAGS", futex_flags},
    {"WAITID_SIGINFO", wait_for_child},
    {"URING_CMD_FIXED", command_fixed},
    {"URING_CMD_MULTISHOT", command_multishot},
    {"SOCKET_URING_OP_SIOCINQ", command_input_queue},
    {"SOCKET_URING_OP_SIOCOUTQ", command_output_queue},
    {"SOCKET_URING_OP_GETSOCKOPT", command_get_option},
    {"SOCKET_URING_OP_SETSOCKOPT", command_set_option},
    {"SOCKET_URING_OP_TX_TIMESTAMP", command_timestamp},
    {"SOCKET_URING_OP_GETSOCKNAME", command_socket_name},
    {"RSRC_REGISTER_SPARSE", register_sparse},
    {"REGISTER_FILES_SKIP", files_skip},
    {"RESTRICTION_REGISTER_OP", restrict_register},
    {"RESTRICTION_SQE_OP", restrict_operation},
    {"RESTRICTION_SQE_FLAGS_ALLOWED", restrict_allowed},
    {"RESTRICTION_SQE_FLAGS_REQUIRED", restrict_required},
    {"RESTRICTIONS_PER_TASK", restrict_task},
    {"PBUF_RING_MMAP", buffer_ring_mapped},
    {"PBUF_RING_INC", buffer_ring_incremental},
    {"BUF_RING_MIN_LEFT", buffer_ring_minimum_left},
    {"NAPI_REGISTER_OP", napi_register},
    {"NAPI_STATIC_ADD_ID", napi_add},
    {"NAPI_STATIC_DEL_ID", napi_remove},
    {"NAPI_TRACKING_DYNAMIC", napi_dynamic},
    {"NAPI_TRACKING_STATIC", napi_add},
    {"NAPI_TRACKING_INACTIVE", napi_inactive},
    {"REGISTER_SRC_REGISTERED", clone_from_registered},
    {"REGISTER_DST_REPLACE", clone_replacing},
    {"MEM_REGION_TYPE_USER", region_of_user},
    {"MEM_REGION_REG_WAIT_ARG", region_for_waits},
    {"MIN_WAIT", minimum_wait},
    {"REG_WAIT_TS", registered_wait_time},
    {"ZCRX_CTRL_FLUSH_RQ", zero_copy_control},
    {"ZCRX_CTRL_EXPORT", zero_copy_control},
    {"ZCRX_CTRL_ARM_EVENT", zero_copy_control},
    {"ZCRX_CTRL_ADD_AREA", zero_copy_control},
    {"QUERY_OPCODES", query_of_opcodes},
    {"QUERY_ZCRX", query_of_zero_copy},
    {"QUERY_SCQ", query_of_queues},
    {"QUERY_ZCRX_EVENT", query_of_events},
    {"BPF_CMD_FILTER", bpf_filter},
    {"BPF_FILTER_DENY_REST", bpf_filter},
    {"BPF_FILTER_SZ_STRICT", bpf_filter},
    {"WRITE_STREAM", no_method},
    {"BLOCK_URING_CMD_DISCARD", no_method},
    {"BLOCK_URING_CMD_ZONE_RESET_ALL", no_method},
    {"ZCRX_AREA_DMABUF", no_method},
    {"ZCRX_REG_IMPORT", no_method},
    {"ZCRX_REG_NODEV", no_method},
    {"ZCRX_FEATURE_RX_PAGE_SIZE", no_method},
    {"ZCRX_FEATURE_EVENT", no_method},
    {"ZCRX_EVENT_ALLOC_FAIL", no_method},
    {"ZCRX_EVENT_COPY", no_method},
    {"ZCRX_EVENT_DESC_FLAG_STATS", no_method},
    {"BPF_LOOP", no_method},
    {NULL, NULL},
};
