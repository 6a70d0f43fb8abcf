/* restrict-task set|filter OPERATION[,OPERATION]… PROGRAM [ARGUMENT]…
 *
 * Executes PROGRAM under a restriction of its own task, which its children inherit (7.0+): "set" allows every register
 * operation, every request flag and the requests of these numbers, and no other; "filter" refuses the requests of these
 * numbers by a BPF filter each, and no other. Exits with 125 when it cannot. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REGISTER_RESTRICTIONS = 11, REGISTER_BPF_FILTER = 37, CMD_FILTER = 1 };
enum { ALLOW_REGISTER_OPERATION = 0, ALLOW_REQUEST = 1, ALLOW_REQUEST_FLAGS = 2 };

/* struct io_uring_restriction and io_uring_task_restriction */
struct restriction {
    uint16_t kind;
    uint8_t value, reserved;
    uint32_t more_reserved[3];
};
static struct {
    uint16_t flags, count;
    uint32_t reserved[3];
    struct restriction all[256];
} restrictions;

/* struct io_uring_bpf with its struct io_uring_bpf_filter */
struct request_filter {
    uint16_t command, command_flags;
    uint32_t reserved;
    uint32_t operation, flags, length;
    uint8_t data_size, more_reserved[3];
    uint64_t code, last_reserved[5];
};

static int fail(const char *what) {
    fprintf(stderr, "restrict-task: %s: %s\n", what, strerror(errno));
    return 125;
}

static void allow(uint16_t kind, uint8_t value) {
    restrictions.all[restrictions.count++] = (struct restriction){.kind = kind, .value = value};
}

int main(int count, char **arguments) {
    errno = EINVAL;
    if (count < 4) return fail("usage: restrict-task set|filter OPERATION[,OPERATION]… PROGRAM [ARGUMENT]…");
    int is_filter = strcmp(arguments[1], "filter") == 0;
    if (!is_filter && strcmp(arguments[1], "set") != 0) return fail(arguments[1]);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return fail("PR_SET_NO_NEW_PRIVS");
    for (uint8_t operation = 0; operation <= REGISTER_BPF_FILTER; operation++)
        allow(ALLOW_REGISTER_OPERATION, operation);
    allow(ALLOW_REQUEST_FLAGS, 0x7f);
    for (char *word = strtok(arguments[2], ","); word && restrictions.count < 256; word = strtok(NULL, ",")) {
        uint8_t operation = (uint8_t)strtoul(word, NULL, 10);
        allow(ALLOW_REQUEST, operation);
        struct sock_filter refuse = BPF_STMT(BPF_RET | BPF_K, 0);
        struct request_filter filter = {
            .command = CMD_FILTER, .operation = operation, .length = 1, .code = (uintptr_t)&refuse};
        if (is_filter && syscall(427, -1, REGISTER_BPF_FILTER, &filter, 1) < 0) return fail("BPF_FILTER");
    }
    if (!is_filter && syscall(427, -1, REGISTER_RESTRICTIONS, &restrictions, 1) < 0) return fail("RESTRICTIONS");
    execv(arguments[3], arguments + 3);
    return fail(arguments[3]);
}
