/* attach-lsm EACCES|EPERM PROGRAM [ARGUMENT]…
 *
 * Runs PROGRAM while a BPF program of two instructions answers the security hook uring_allowed (6.15+) with an errno,
 * for every process; exits as PROGRAM does, or with 125 when it cannot. Needs a kernel with BTF that was booted with
 * bpf among lsm=, and root. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what) {
    fprintf(stderr, "attach-lsm: %s: %s\n", what, strerror(errno));
    return 125;
}

/* How many bytes follow a type's header, by its kind (Documentation/bpf/btf.rst). */
static size_t tail(uint32_t info) {
    uint32_t count = BTF_INFO_VLEN(info);
    switch (BTF_INFO_KIND(info)) {
    case BTF_KIND_INT: return 4;
    case BTF_KIND_ARRAY: return sizeof(struct btf_array);
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION: return count * sizeof(struct btf_member);
    case BTF_KIND_ENUM: return count * sizeof(struct btf_enum);
    case BTF_KIND_FUNC_PROTO: return count * sizeof(struct btf_param);
    case BTF_KIND_VAR: return sizeof(struct btf_var);
    case BTF_KIND_DATASEC: return count * sizeof(struct btf_var_secinfo);
    case 17 /* DECL_TAG */: return 4;
    case 19 /* ENUM64 */: return count * 12;
    default: return 0;
    }
}

/* The number of the function `name` among the kernel's types; 0 where it has none. */
static uint32_t function_id(const char *name) {
    int file = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (file < 0 || fstat(file, &about) < 0) return 0;
    size_t size = (size_t)about.st_size, count = 0;
    char *all = malloc(size);
    for (ssize_t got; all && count < size && (got = read(file, all + count, size - count)) > 0;) count += (size_t)got;
    close(file);
    errno = ENOENT;
    const struct btf_header *header = (const void *)all;
    if (!all || count < sizeof *header || header->magic != BTF_MAGIC) return 0;
    const char *types = all + header->hdr_len + header->type_off, *end = types + header->type_len;
    const char *strings = all + header->hdr_len + header->str_off;
    for (uint32_t id = 1; types < end; id++) {
        const struct btf_type *type = (const void *)types;
        if (BTF_INFO_KIND(type->info) == BTF_KIND_FUNC && strcmp(strings + type->name_off, name) == 0) return id;
        types += sizeof *type + tail(type->info);
    }
    return 0;
}

static int bpf(enum bpf_cmd command, union bpf_attr *attributes) {
    return (int)syscall(__NR_bpf, command, attributes, sizeof *attributes);
}

int main(int count, char **arguments) {
    errno = EINVAL;
    if (count < 3) return fail("usage: attach-lsm EACCES|EPERM PROGRAM [ARGUMENT]…");
    int answer = strcmp(arguments[1], "EACCES") == 0 ? EACCES : strcmp(arguments[1], "EPERM") == 0 ? EPERM : 0;
    if (!answer) return fail(arguments[1]);
    uint32_t hook = function_id("bpf_lsm_uring_allowed");
    if (!hook) return fail("bpf_lsm_uring_allowed in /sys/kernel/btf/vmlinux");

    struct bpf_insn instructions[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = -answer},
        {.code = BPF_JMP | BPF_EXIT},
    };
    static char log[1 << 14];
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.prog_type = BPF_PROG_TYPE_LSM;
    attributes.expected_attach_type = BPF_LSM_MAC;
    attributes.attach_btf_id = hook;
    attributes.insns = (uintptr_t)instructions;
    attributes.insn_cnt = sizeof instructions / sizeof *instructions;
    attributes.license = (uintptr_t) "GPL";
    attributes.log_buf = (uintptr_t)log;
    attributes.log_size = sizeof log;
    attributes.log_level = 1;
    int program = bpf(BPF_PROG_LOAD, &attributes);
    if (program < 0) {
        fprintf(stderr, "%s", log);
        return fail("BPF_PROG_LOAD");
    }
    memset(&attributes, 0, sizeof attributes);
    attributes.raw_tracepoint.prog_fd = (uint32_t)program;
    /* The link holds as long as its descriptor is open: in this process, until PROGRAM has ended. */
    if (bpf(BPF_RAW_TRACEPOINT_OPEN, &attributes) < 0) return fail("BPF_RAW_TRACEPOINT_OPEN");

    pid_t child = fork();
    if (child < 0) return fail("fork");
    if (child == 0) {
        execv(arguments[2], arguments + 2);
        _exit(fail(arguments[2]));
    }
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return fail("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
