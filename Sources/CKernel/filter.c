/* A seccomp filter on the system calls of io_uring (Documentation/userspace-api/seccomp_filter.rst). */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* x86-64's x32 programs set it in the numbers of the calls they share with the others. */
#define X32_BIT 0x40000000u

/* io_uring_setup; enter and register follow it. 32-bit programs have the same numbers as 64-bit ones, so that the
 * filter need not ask which kind is calling. */
#ifdef __NR_io_uring_setup
#define FIRST_CALL __NR_io_uring_setup
#else
#define FIRST_CALL 425
#endif

static uint32_t answer(int error, enum filter_action action) {
    switch (action) {
    case KILL_THE_PROCESS: return SECCOMP_RET_KILL_PROCESS;
    case RAISE_SIGSYS: return SECCOMP_RET_TRAP;
    case HAND_TO_TRACER: return SECCOMP_RET_TRACE;
    default: return SECCOMP_RET_ERRNO | ((uint32_t)error & SECCOMP_RET_DATA);
    }
}

static int install(const struct sock_fprog *program) {
    return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, program) < 0 ? -errno : 0;
}

int install_call_filter(unsigned calls, int error, enum filter_action action) {
    enum { CALLS = 3 };
    struct sock_filter code[2 + CALLS + 2] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT),
    };
    unsigned short length = 2;
    unsigned left = (unsigned)__builtin_popcount(calls & ((1u << CALLS) - 1));
    for (unsigned call = 0; call < CALLS; call++) {
        if ((calls & 1u << call) == 0) continue;
        /* Over the comparisons that are left and the return that allows. */
        code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FIRST_CALL + call, (uint8_t)left, 0);
        left--;
    }
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer(error, action));
    struct sock_fprog program = {length, code};

    /* Who may administer the system needs no promise, and a program under the filter keeps what setuid files give. */
    int result = install(&program);
    if (result != -EACCES) return result;
    result = set_no_new_privileges();
    return result < 0 ? result : install(&program);
}
