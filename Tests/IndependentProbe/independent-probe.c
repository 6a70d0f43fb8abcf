// A second opinion on what this kernel's io_uring can do, by other means than uringctl's.
//
// Prints one line for each answer: usable, op, setup, feature, register, sqe, enter and opflag, then what it is about,
// then yes, no or unknown. A line that begins with "conflict" tells of two methods that disagree.
//
//     cc -o independent-probe *.c -luring
//     independent-probe [usable]
//
// With the argument it prints the first line only.

#define _GNU_SOURCE
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NEWEST_OPERATION = 64,
    NEWEST_FEATURE_BIT = 17,
    NEWEST_REGISTER_OPERATION = 37,
};

static const char *const words[] = {[NO] = "no", [YES] = "yes", [UNKNOWN] = "unknown"};

/// In the order of the operations.
static const struct check *const operation_flags[] = {
    nop_checks, file_checks, poll_checks, timer_checks, splice_checks, cancel_checks, connection_checks,
    zero_copy_checks, slot_checks, message_checks, process_checks, socket_command_checks, table_checks,
    restriction_checks, buffer_ring_checks, napi_checks, memory_checks, unused_checks,
};

static enum answer works(void) {
    struct io_uring ring;
    if (io_uring_queue_init(8, &ring, 0)) return NO;
    add(&ring, IORING_OP_NOP, -1, NULL, 0, 0)->user_data = 1;
    struct completion done = complete(&ring);
    return done.result == 0 && done.user_data == 1 ? YES : NO;
}

/// Three methods, of which any may have no answer, and no two may contradict each other.
static void print_register(unsigned operation, const struct query_opcodes *queried) {
    enum answer by_error = register_known(operation);
    enum answer by_use = ask_about(use_register, operation);
    enum answer by_query = queried ? operation < queried->register_operations : UNKNOWN;
    enum answer answers[] = {by_error, by_use, by_query}, found = UNKNOWN;
    for (unsigned index = 0; index < 3; index++) {
        if (answers[index] == UNKNOWN) continue;
        if (found != UNKNOWN && found != answers[index])
            printf("conflict register %u: error says %s, use says %s, query says %s\n", operation, words[by_error],
                   words[by_use], words[by_query]);
        if (found == UNKNOWN) found = answers[index];
    }
    printf("register %u %s\n", operation, words[found]);
}

static void print_rings(const struct io_uring *ring) {
    struct io_uring_probe *probe = io_uring_get_probe_ring((struct io_uring *)ring);
    for (unsigned operation = 0; probe && (operation <= NEWEST_OPERATION || operation <= probe->last_op); operation++)
        printf("op %u %s\n", operation, words[io_uring_opcode_supported(probe, operation) ? YES : NO]);
    free(probe);
    for (unsigned bit = 0; bit < 32; bit++) {
        int set = ring->features >> bit & 1;
        if (set || bit <= NEWEST_FEATURE_BIT) printf("feature %u %s\n", bit, words[set ? YES : NO]);
    }
}

static void print_disagreement(const struct query_opcodes *queried, const struct io_uring *ring) {
    if (queried->features != ring->features)
        printf("conflict features: setup says %#x, query %#llx\n", ring->features,
               (unsigned long long)queried->features);
}

int main(int count, char **arguments) {
    int is_short = count > 1 && strcmp(arguments[1], "usable") == 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    enum answer usable = ask(works);
    printf("usable %s\n", words[usable]);
    if (usable != YES || is_short) return 0;
    struct query_opcodes opcodes;
    const struct query_opcodes *queried = query(-1, 0, &opcodes, sizeof opcodes) == 0 ? &opcodes : NULL;
    struct io_uring ring = new_ring(0);
    print_rings(&ring);
    if (queried) print_disagreement(queried, &ring);
    io_uring_queue_exit(&ring);
    for (unsigned bit = 0; bit <= NEWEST_SETUP_BIT; bit++)
        printf("setup %u %s\n", bit, words[ask_about(setup_bit, bit)]);
    for (unsigned operation = 0; operation <= NEWEST_REGISTER_OPERATION; operation++)
        print_register(operation, queried);
    if (ask_about(submission_bit, 7) != NO) printf("conflict sqe 7: every flag is accepted\n");
    for (unsigned bit = 0; bit <= IOSQE_CQE_SKIP_SUCCESS_BIT; bit++)
        printf("sqe %u %s\n", bit, words[ask_about(submission_bit, bit)]);
    for (unsigned bit = 0; bit <= 7; bit++) printf("enter %u %s\n", bit, words[ask_about(enter_bit, bit)]);
    for (unsigned subject = 0; subject < sizeof operation_flags / sizeof *operation_flags; subject++)
        for (const struct check *check = operation_flags[subject]; check->name; check++)
            printf("opflag %s %s\n", check->name, words[ask(check->run)]);
    return 0;
}
