/* What belongs to each thread. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <pthread.h>
#include <unistd.h>

_Thread_local struct thread_state thread_state;

static pthread_key_t end_key;
static void (*end_of_holder)(void);

static void look_at_end(void *unused) {
    (void)unused;
    if (thread_state.held_locks != 0) end_of_holder();
}

static void make_end_key(void) {
    /* Without a key, which 1,024 others would have to have, the ends of threads go unseen. */
    if (pthread_key_create(&end_key, look_at_end) != 0) end_of_holder = NULL;
}

void number_this_thread(void (*on_end)(void)) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    __atomic_store_n(&end_of_holder, on_end, __ATOMIC_RELAXED);
    pthread_once(&once, make_end_key);
    thread_state.number = (uint32_t)gettid();
    if (__atomic_load_n(&end_of_holder, __ATOMIC_RELAXED) != NULL) pthread_setspecific(end_key, &thread_state);
}
