/* A runtime that what it made finds through a thread-local, without a look at whether there is one. */
#include "CSpecimens.h"

static _Thread_local struct bound_runtime *bound_runtime;

_Static_assert(offsetof(struct bound_runtime, running) == 0x20, "where a contended lock reads");
_Static_assert(offsetof(struct bound_runtime, wake_ups) == 0x38, "where an unlock with a waiter writes");

void specimen_bind_runtime(struct bound_runtime *runtime) {
    bound_runtime = runtime;
}

void *specimen_running_fiber(void) {
    return bound_runtime->running;
}

void specimen_count_wake_up(void) {
    bound_runtime->wake_ups++;
}
