/* Threads that take one of a few resources, write to it, and put it back: a stack of those that are there, guarded by a
 * pthread mutex, and a condition variable to wait for one.
 *
 *     pool TAKERS RESOURCES COUNT
 *
 * Prints nanoseconds for each of COUNT. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LIMIT = 64 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t put_back = PTHREAD_COND_INITIALIZER;
static unsigned there[LIMIT], there_count;
static uint64_t uses[LIMIT];

static uint64_t rounds;
static pthread_barrier_t barrier;
static struct {
    uint64_t start, end;
} moments[LIMIT];

static uint64_t now_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static unsigned take(void) {
    pthread_mutex_lock(&mutex);
    while (there_count == 0) pthread_cond_wait(&put_back, &mutex);
    unsigned resource = there[--there_count];
    pthread_mutex_unlock(&mutex);
    return resource;
}

static void put(unsigned resource) {
    pthread_mutex_lock(&mutex);
    there[there_count++] = resource;
    pthread_mutex_unlock(&mutex);
    pthread_cond_signal(&put_back);
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

static void *use(void *argument) {
    uintptr_t number = (uintptr_t)argument;
    bind_thread((unsigned)number);
    pthread_barrier_wait(&barrier);
    moments[number].start = now_nanoseconds();
    for (uint64_t round = 0; round < rounds; round++) {
        unsigned resource = take();
        uses[resource]++;
        put(resource);
    }
    moments[number].end = now_nanoseconds();
    return NULL;
}

int main(int argc, char **argv) {
    unsigned takers = argc == 4 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    unsigned resources = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    if (takers == 0 || takers > LIMIT || resources == 0 || resources > LIMIT) {
        fprintf(stderr, "usage: pool TAKERS RESOURCES COUNT, each of the first two at most %d\n", LIMIT);
        return 2;
    }
    rounds = (strtoull(argv[3], NULL, 10) + takers - 1) / takers;
    while (there_count < resources) {
        there[there_count] = there_count;
        there_count++;
    }
    if (pthread_barrier_init(&barrier, NULL, takers) != 0) abort();
    pthread_t threads[LIMIT];
    for (uintptr_t number = 0; number < takers; number++)
        if (pthread_create(&threads[number], NULL, use, (void *)number) != 0) abort();
    for (unsigned number = 0; number < takers; number++) pthread_join(threads[number], NULL);
    uint64_t start = moments[0].start, end = moments[0].end, sum = 0;
    for (unsigned number = 1; number < takers; number++) {
        if (moments[number].start < start) start = moments[number].start;
        if (moments[number].end > end) end = moments[number].end;
    }
    for (unsigned resource = 0; resource < resources; resource++) sum += uses[resource];
    if (sum != rounds * takers || there_count != resources) abort();
    printf("%.3f\n", (double)(end - start) / (double)sum);
    return 0;
}
