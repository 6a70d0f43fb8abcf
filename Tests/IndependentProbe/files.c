// Flags and forms of FSYNC, READ, WRITE and SPLICE.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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

const struct check file_checks[] = {
    {"FSYNC_DATASYNC", fsync_datasync},
    {"CURRENT_POSITION", current_position},
    {"RW_ATTR_FLAG_PI", protection_information},
    {NULL, NULL},
};

static int splice_from_slot(void) {
    struct io_uring ring = new_ring_with_slots();
    int from[2], to[2];
    new_pipe(from);
    new_pipe(to);
    if (write(from[1], "abc", 3) != 3) return -ECANCELED;
    fill_slot(&ring, 2, from[0]);
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

const struct check splice_checks[] = {
    {"SPLICE_F_FD_IN_FIXED", splice_fixed},
    {NULL, NULL},
};
