// What every check runs on: a child process of its own, raw system calls, a ring and its requests.

#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_SECONDS = 5 };

static int outcome(long result) { return result < 0 ? -errno : (int)result; }

int setup_call(unsigned entries, struct io_uring_params *params) {
    return outcome(syscall(__NR_io_uring_setup, entries, params));
}

int register_call(int fd, unsigned operation, void *argument, unsigned count) {
    return outcome(syscall(__NR_io_uring_register, fd, operation, argument, count));
}

int enter_call(int fd, unsigned submit, unsigned wait, unsigned flags, void *argument, size_t size) {
    return outcome(syscall(__NR_io_uring_enter, fd, submit, wait, flags, argument, size));
}

static enum answer collect(pid_t child) {
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return UNKNOWN;
    return WEXITSTATUS(status) <= UNKNOWN ? WEXITSTATUS(status) : UNKNOWN;
}

/// Forks, with an alarm in the child.
static pid_t fork_child(void) {
    pid_t child = fork();
    if (child == 0) alarm(CHILD_SECONDS);
    return child;
}

enum answer ask(enum answer (*run)(void)) {
    pid_t child = fork_child();
    if (child == 0) _exit(run());
    return collect(child);
}

enum answer ask_about(enum answer (*run)(unsigned), unsigned number) {
    pid_t child = fork_child();
    if (child == 0) _exit(run(number));
    return collect(child);
}

void give_up_unless(int condition) {
    if (!condition) _exit(UNKNOWN);
}

struct io_uring new_ring(unsigned setup_flags) {
    struct io_uring ring;
    give_up_unless(io_uring_queue_init(16, &ring, setup_flags) == 0);
    return ring;
}

struct io_uring_sqe *add(
    struct io_uring *ring, unsigned opcode, int fd, const void *address, unsigned length, uint64_t offset) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = opcode;
    sqe->fd = fd;
    sqe->addr = (uintptr_t)address;
    sqe->len = length;
    sqe->off = offset;
    return sqe;
}

struct completion complete(struct io_uring *ring) {
    struct io_uring_cqe *cqe;
    give_up_unless(io_uring_submit(ring) >= 0 && io_uring_wait_cqe(ring, &cqe) == 0);
    struct completion done = {.result = cqe->res, .flags = cqe->flags, .user_data = cqe->user_data};
    if (ring->flags & IORING_SETUP_CQE32) memcpy(done.extra, cqe->big_cqe, sizeof done.extra);
    io_uring_cqe_seen(ring, cqe);
    return done;
}

enum answer verdict(int result, int expected) {
    return result == expected ? YES : result == -EINVAL ? NO : UNKNOWN;
}

int query(int fd, unsigned operation, void *data, unsigned size) {
    struct {
        uint64_t next, data;
        uint32_t operation, size;
        int32_t result;
        uint32_t reserved[3];
    } header = {.data = (uintptr_t)data, .operation = operation, .size = size};
    int result = register_call(fd, REGISTER_QUERY, &header, 0);
    return result < 0 ? result : header.result;
}
