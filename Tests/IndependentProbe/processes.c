// FUTEX_WAIT, FUTEX_WAKE and WAITID.

#define _GNU_SOURCE
#include "probe.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

const struct check process_checks[] = {
    {"FUTEX2_FLAGS", futex_flags},
    {"WAITID_SIGINFO", wait_for_child},
    {NULL, NULL},
};
