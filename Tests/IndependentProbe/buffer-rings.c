// Rings of provided buffers: for checks that receive into them, and the flags of their registration.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

char buffers[BUFFER_COUNT * 64];
static struct io_uring_buf_ring *buffer_ring;

/// Registers a buffer ring, without buffers, and zeroes what min_left makes of it.
static int register_buffer_ring(struct io_uring *ring, unsigned flags, unsigned minimum_left) {
    buffer_ring = new_page();
    struct buffer_ring_registration registration = {
        .ring_address = (uintptr_t)buffer_ring, .entries = BUFFER_COUNT, .group = GROUP, .flags = flags,
        .minimum_left = minimum_left,
    };
    return register_call(ring->ring_fd, IORING_REGISTER_PBUF_RING, &registration, 1);
}

/// Puts `count` buffers of `size` bytes into the buffer ring.
static void provide(unsigned count, unsigned size) {
    for (unsigned index = 0; index < count; index++)
        io_uring_buf_ring_add(
            buffer_ring, buffers + index * size, size, index, io_uring_buf_ring_mask(BUFFER_COUNT), index);
    io_uring_buf_ring_advance(buffer_ring, count);
}

struct io_uring new_ring_with_buffers(void) {
    struct io_uring ring = new_ring(0);
    give_up_unless(register_buffer_ring(&ring, 0, 0) == 0);
    provide(BUFFER_COUNT, BUFFER_SIZE);
    return ring;
}

struct io_uring_sqe *receive(struct io_uring *ring, int fd, unsigned priority) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_RECV, fd, NULL, 0, 0);
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_index = GROUP;
    sqe->ioprio = priority;
    return sqe;
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
    new_stream_pair(pair);
    NEED(buffer_ring != MAP_FAILED && write(pair[1], "ab", 2) == 2);
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
    new_stream_pair(pair);
    if (write(pair[1], "abcd", 4) != 4) return -ECANCELED;
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

const struct check buffer_ring_checks[] = {
    {"PBUF_RING_MMAP", buffer_ring_mapped},
    {"PBUF_RING_INC", buffer_ring_incremental},
    {"BUF_RING_MIN_LEFT", buffer_ring_minimum_left},
    {NULL, NULL},
};
