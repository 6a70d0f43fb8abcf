/* refuse ACTION CALL[,CALL]… PROGRAM [ARGUMENT]…
 *
 * Executes PROGRAM behind a seccomp filter that answers the system calls named with ACTION: an errno's name (EPERM,
 * ENOSYS, EOPNOTSUPP, EACCES), KILL_PROCESS, KILL_THREAD or TRAP. Exits with 125 when it cannot. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "this architecture's name for filters is not known here"
#endif

static const struct { const char *name; unsigned number; } calls[] = {
    {"io_uring_setup", 425}, {"io_uring_enter", 426}, {"io_uring_register", 427},
    {"clone3", __NR_clone3}, {"clone", __NR_clone}, {"setgroups", __NR_setgroups}, {"setresgid", __NR_setresgid},
    {"setresuid", __NR_setresuid}, {"capset", __NR_capset}, {"seccomp", __NR_seccomp},
    {"memfd_create", __NR_memfd_create},
#ifdef __NR_vfork
    {"vfork", __NR_vfork},
#endif
};

static const struct { const char *name; unsigned action; } actions[] = {
    {"EPERM", SECCOMP_RET_ERRNO | EPERM}, {"ENOSYS", SECCOMP_RET_ERRNO | ENOSYS},
    {"EOPNOTSUPP", SECCOMP_RET_ERRNO | EOPNOTSUPP}, {"EACCES", SECCOMP_RET_ERRNO | EACCES},
    {"KILL_PROCESS", SECCOMP_RET_KILL_PROCESS}, {"KILL_THREAD", SECCOMP_RET_KILL_THREAD},
    {"TRAP", SECCOMP_RET_TRAP},
};

static int fail(const char *what) {
    fprintf(stderr, "refuse: %s: %s\n", what, strerror(errno));
    return 125;
}

int main(int count, char **arguments) {
    errno = EINVAL;
    if (count < 4) return fail("usage: refuse ACTION CALL[,CALL]… PROGRAM [ARGUMENT]…");

    unsigned action = SECCOMP_RET_ALLOW;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(arguments[1], actions[i].name) == 0) action = actions[i].action;
    if (action == SECCOMP_RET_ALLOW) return fail(arguments[1]);

    struct sock_filter code[64] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    unsigned short length = 4;
    for (char *name = strtok(arguments[2], ","); name; name = strtok(NULL, ",")) {
        unsigned short before = length;
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
            if (strcmp(name, calls[i].name) != 0) continue;
            code[length++] =
                (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1);
            code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
        }
        if (length == before) return fail(name);
    }
    code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

    struct sock_fprog filter = {.len = length, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return fail("PR_SET_NO_NEW_PRIVS");
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) return fail("PR_SET_SECCOMP");
    execv(arguments[3], arguments + 3);
    return fail(arguments[3]);
}
