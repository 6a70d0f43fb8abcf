/* Two threads that wake each other by futex(2) and wait for each other, without looking twice before they sleep.
 *
 *     futex COUNT
 *
 * Prints nanoseconds for each of COUNT round trips. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Each on a line of the cache of its own. */
static struct {
    _Alignas(64) uint32_t is_set;
} words[2];
static uint64_t rounds;
static pthread_barrier_t barrier;
static struct {
    uint64_t start, end;
} moments[2];

static uint64_t now_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void set(uint32_t *word) {
    __atomic_store_n(word, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void receive(uint32_t *word) {
    while (__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) == 0)
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

/* To one of the processors that the process may use: where the scheduler puts threads that wait for each other decides
 * more than how they wait. */
static void bind_thread(unsigned number) {
    cpu_set_t allowed, own;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) abort();
    unsigned rest = number % (unsigned)CPU_COUNT(&allowed);
    int processor = 0;
    while (!CPU_ISSET(processor, &allowed) || rest-- > 0) processor++;
    CPU_ZERO(&own);
    CPU_SET(processor, &own);
    if (sched_setaffinity(0, sizeof own, &own) != 0) abort();
}

static void *play(void *argument) {
    uintptr_t number = (uintptr_t)argument;
    bind_thread((unsigned)number);
    pthread_barrier_wait(&barrier);
    moments[number].start = now_nanoseconds();
    for (uint64_t round = 0; round < rounds; round++) {
        if (number == 0) {
            set(&words[1].is_set);
            receive(&words[0].is_set);
        } else {
            receive(&words[1].is_set);
            set(&words[0].is_set);
        }
    }
    moments[number].end = now_nanoseconds();
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 2 || (rounds = strtoull(argv[1], NULL, 10)) == 0) {
        fprintf(stderr, "usage: futex COUNT\n");
        return 2;
    }
    if (pthread_barrier_init(&barrier, NULL, 2) != 0) abort();
    pthread_t threads[2];
    for (uintptr_t number = 0; number < 2; number++)
        if (pthread_create(&threads[number], NULL, play, (void *)number) != 0) abort();
    for (int number = 0; number < 2; number++) pthread_join(threads[number], NULL);
    uint64_t start = moments[0].start < moments[1].start ? moments[0].start : moments[1].start;
    uint64_t end = moments[0].end > moments[1].end ? moments[0].end : moments[1].end;
    printf("%.3f\n", (double)(end - start) / (double)rounds);
    return 0;
}
