// Requests that fill, use and empty slots of a file table, and the flags of its registration.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

static enum answer open_in_slot(struct io_uring *ring, unsigned index) {
    struct io_uring_sqe *sqe = add(ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/zero", 0, 0);
    sqe->open_flags = O_RDONLY;
    sqe->splice_fd_in = index;
    int result = complete(ring).result;
    return result > 0 ? NO : verdict(result, 0);
}

static enum answer open_direct(void) {
    struct io_uring ring = new_ring_with_slots();
    enum answer opened = open_in_slot(&ring, 1 + 1);
    return opened != YES ? opened : read_slot(&ring, 1) == 1 ? YES : NO;
}

static enum answer close_direct(void) {
    struct io_uring ring = new_ring_with_slots();
    NEED(open_in_slot(&ring, 1 + 1) == YES && read_slot(&ring, 1) == 1);
    add(&ring, IORING_OP_CLOSE, 0, NULL, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    return result ? verdict(result, 0) : read_slot(&ring, 1) == -EBADF ? YES : NO;
}

static enum answer socket_direct(void) {
    struct io_uring ring = new_ring_with_slots();
    NEED(read_slot(&ring, 1) == -EBADF);
    add(&ring, IORING_OP_SOCKET, AF_UNIX, NULL, 0, SOCK_STREAM)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    return result > 0 ? NO : result ? verdict(result, 0) : read_slot(&ring, 1) == -EINVAL ? YES : UNKNOWN;
}

static enum answer pipe_direct(void) {
    struct io_uring ring = new_ring_with_slots();
    int slots[2] = {-1, -1};
    add(&ring, OPERATION_PIPE, 0, slots, 0, 0)->splice_fd_in = 1 + 1;
    int result = complete(&ring).result;
    if (result) return verdict(result, 0);
    add(&ring, IORING_OP_WRITE, 2, "x", 1, 0)->flags = IOSQE_FIXED_FILE;
    return complete(&ring).result == 1 && read_slot(&ring, 1) == 1 ? YES : NO;
}

/// The kernel picks slots that nobody named, one after the other.
static enum answer file_index_allocation(void) {
    struct io_uring ring = new_ring_with_slots();
    enum answer first = open_in_slot(&ring, ~0u);
    if (first != YES) return first;
    add(&ring, IORING_OP_OPENAT, AT_FDCWD, "/dev/zero", 0, 0)->splice_fd_in = ~0u;
    int second = complete(&ring).result;
    return second == 1 && read_slot(&ring, 1) == 1 ? YES : UNKNOWN;
}

static enum answer files_update_allocation(void) {
    struct io_uring ring = new_ring_with_slots();
    int file = zero_file();
    NEED(file >= 0);
    fill_slot(&ring, 0, memory_file());
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
    struct io_uring ring = new_ring_with_slots();
    fill_slot(&ring, 0, memory_file());
    int plain = installed_flags(&ring, 0);
    if (plain != FD_CLOEXEC) return verdict(plain, FD_CLOEXEC);
    return verdict(installed_flags(&ring, 1), 0);
}

const struct check slot_checks[] = {
    {"OPENAT_DIRECT", open_direct},
    {"CLOSE_DIRECT", close_direct},
    {"SOCKET_DIRECT", socket_direct},
    {"PIPE_DIRECT", pipe_direct},
    {"FILE_INDEX_ALLOC", file_index_allocation},
    {"FILES_UPDATE_ALLOC", files_update_allocation},
    {"FIXED_FD_NO_CLOEXEC", install_inheritable},
    {NULL, NULL},
};

static enum answer register_sparse(void) {
    struct io_uring ring = new_ring(0);
    int result = register_sparse_files(&ring);
    return result ? verdict(result, 0) : update_file(&ring, 3, memory_file()) == 1 ? YES : NO;
}

static enum answer files_skip(void) {
    struct io_uring ring = new_ring(0);
    int file = zero_file();
    NEED(register_call(ring.ring_fd, IORING_REGISTER_FILES, &file, 1) == 0);
    int result = update_file(&ring, 0, -2);
    return result == 1 ? (read_slot(&ring, 0) == 1 ? YES : NO) : result == -EBADF ? NO : UNKNOWN;
}

const struct check table_checks[] = {
    {"RSRC_REGISTER_SPARSE", register_sparse},
    {"REGISTER_FILES_SKIP", files_skip},
    {NULL, NULL},
};
