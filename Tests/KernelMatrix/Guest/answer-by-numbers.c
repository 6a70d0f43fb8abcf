/* The only program of a guest: asks its kernel, by plain numbers, for what the Catalog numbers, and prints a line for
 * each answer on the console: "answer: SUBJECT NUMBER yes|no" as the independent probe does, "answer: call NUMBER
 * ERRNO" for each system call with arguments that are refused, and "answer: errno NUMBER NAME" as the C library for
 * this architecture has it. At the end "guest: done". Needs the QUERY of 6.18. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/ioctl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { SETUP = 425, ENTER = 426, REGISTER = 427 };
enum { REGISTER_PROBE = 8, REGISTER_QUERY = 35, SUPPORTED = 1, ERRNOS = 133 };

/* struct io_uring_params, of which only this is looked at */
struct parameters {
    uint32_t submissions, completions, flags, thread_processor, thread_idle, features, rest[24];
};

/* struct io_uring_probe */
struct probe {
    uint8_t last, count;
    uint16_t reserved;
    uint32_t more_reserved[3];
    struct {
        uint8_t number, reserved;
        uint16_t flags;
        uint32_t more_reserved;
    } operations[256];
};

/* struct io_uring_query_hdr and io_uring_query_opcode */
struct query_header {
    uint64_t next, data;
    uint32_t operation, size;
    int32_t result;
    uint32_t reserved[3];
};
struct query {
    uint32_t operations, register_operations;
    uint64_t features, setup_flags, enter_flags, submission_flags;
    uint32_t queries, reserved;
};

static int call(long number, long first, long second, long third, long fourth) {
    errno = 0;
    long result = syscall(number, first, second, third, fourth, 0L, 0L);
    return result < 0 ? -errno : (int)result;
}

static void print_bits(const char *subject, uint64_t word, unsigned count) {
    for (unsigned bit = 0; bit < count; bit++)
        printf("answer: %s %u %s\n", subject, bit, word >> bit & 1 ? "yes" : "no");
}

static void ask(void) {
    printf("answer: call %d %d\n", SETUP, -call(SETUP, 0, 0, 0, 0));
    printf("answer: call %d %d\n", ENTER, -call(ENTER, -1, 0, 0, 0));
    printf("answer: call %d %d\n", REGISTER, -call(REGISTER, -1, 0, 0, 0));
    struct parameters parameters = {0};
    int ring = call(SETUP, 8, (long)&parameters, 0, 0);
    static struct probe probe;
    int probed = call(REGISTER, ring, REGISTER_PROBE, (long)&probe, 256);
    struct query query = {0};
    struct query_header header = {.data = (uintptr_t)&query, .size = sizeof query};
    int queried = call(REGISTER, -1, REGISTER_QUERY, (long)&header, 0);
    if (ring < 0 || probed < 0 || queried < 0 || header.result < 0) {
        printf("guest: ring %d, probe %d, query %d with %d\n", ring, probed, queried, header.result);
        return;
    }
    for (unsigned number = 0; number <= probe.last; number++)
        printf("answer: op %u %s\n", number, probe.operations[number].flags & SUPPORTED ? "yes" : "no");
    for (unsigned number = 0; number < query.register_operations; number++)
        printf("answer: register %u yes\n", number);
    print_bits("feature", parameters.features, 32);
    print_bits("setup", query.setup_flags, 32);
    print_bits("enter", query.enter_flags, 32);
    print_bits("sqe", query.submission_flags, 8);
    printf("answer: call %d %d\n", ENTER, -call(ENTER, ring, 0, 0, 0));
}

int main(void) {
    mkdir("/dev", 0755);
    mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
    int console = open("/dev/console", O_RDWR | O_CLOEXEC);
    dup2(console, 1);
    setvbuf(stdout, NULL, _IONBF, 0);
    ask();
    for (int number = 1; number <= ERRNOS; number++)
        if (strerrorname_np(number)) printf("answer: errno %d %s\n", number, strerrorname_np(number));
    printf("answer: command %d %d\n", 0x1200, _IO(0x12, 0));
    printf("guest: done\n");
    tcdrain(1);
    reboot(RB_POWER_OFF);
}
