/* NOPs through one ring over liburing, without fibers: BATCH of them submitted and waited for by one call, then reaped.
 *
 *     nops BATCH COUNT SETUP_FLAGS
 *
 * Prints nanoseconds for each of COUNT. SETUP_FLAGS is a number as strtoul(3) reads it. */
#include <liburing.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t now_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void check(int result, const char *call) {
    if (result >= 0) return;
    fprintf(stderr, "nops: %s: %s\n", call, strerror(-result));
    exit(1);
}

/* The sum of what was submitted as user data, so that every completion is looked at. */
static uint64_t round_trip(struct io_uring *ring, unsigned batch) {
    for (unsigned index = 0; index < batch; index++) {
        struct io_uring_sqe *entry = io_uring_get_sqe(ring);
        io_uring_prep_nop(entry);
        entry->user_data = index;
    }
    check(io_uring_submit_and_wait(ring, batch), "io_uring_enter");
    struct io_uring_cqe *completion;
    unsigned head, reaped = 0;
    uint64_t sum = 0;
    io_uring_for_each_cqe(ring, head, completion) {
        check(completion->res, "NOP");
        sum += completion->user_data;
        reaped++;
    }
    io_uring_cq_advance(ring, reaped);
    if (reaped != batch) abort();
    return sum;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: nops BATCH COUNT SETUP_FLAGS\n");
        return 2;
    }
    unsigned batch = (unsigned)strtoul(argv[1], NULL, 10);
    if (batch == 0 || batch > 256) return 2;
    uint64_t rounds = (strtoull(argv[2], NULL, 10) + batch - 1) / batch;
    struct io_uring ring;
    struct io_uring_params parameters = {.flags = (unsigned)strtoul(argv[3], NULL, 0)};
    check(io_uring_queue_init_params(256, &ring, &parameters), "io_uring_setup");
    check(io_uring_register_ring_fd(&ring), "io_uring_register");
    round_trip(&ring, batch);
    uint64_t sum = 0, start = now_nanoseconds();
    for (uint64_t round = 0; round < rounds; round++) sum += round_trip(&ring, batch);
    uint64_t end = now_nanoseconds();
    if (sum != rounds * batch * (batch - 1) / 2) abort();
    printf("%.3f\n", (double)(end - start) / (double)(rounds * batch));
    io_uring_queue_exit(&ring);
    return 0;
}
