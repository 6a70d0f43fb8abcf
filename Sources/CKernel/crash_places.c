/* Where an address lies: in which fiber's stack or guard, or in which stack of the thread. */
#define _GNU_SOURCE
#include "crash_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum {
    STACKS_LIMIT = 32,
    SIGNAL_STACK_BYTES = 64 * 1024,
    SIGNAL_STACK_GUARD_BYTES = 64 * 1024,
    /* How far below a thread's stack an address still counts as its overflow: what Linux keeps free there. */
    THREAD_GUARD_BYTES = 1024 * 1024,
};

/* The table of stacks: written by any thread, read by the handler without a lock. */

enum entry_state { ENTRY_FREE, ENTRY_CHANGING, ENTRY_NOTED };

static struct {
    _Atomic int state;
    struct crash_stacks stacks;
} table[STACKS_LIMIT];

int crash_note_stacks(const struct crash_stacks *stacks) {
    if (stacks->stride == 0 || stacks->count == 0) return -1;
    for (int i = 0; i < STACKS_LIMIT; i++) {
        int expected = ENTRY_FREE;
        if (!atomic_compare_exchange_strong(&table[i].state, &expected, ENTRY_CHANGING)) continue;
        table[i].stacks = *stacks;
        atomic_store_explicit(&table[i].state, ENTRY_NOTED, memory_order_release);
        return 0;
    }
    return -1;
}

void crash_forget_stacks(uintptr_t low) {
    for (int i = 0; i < STACKS_LIMIT; i++) {
        if (atomic_load_explicit(&table[i].state, memory_order_acquire) != ENTRY_NOTED) continue;
        if (table[i].stacks.low == low) atomic_store_explicit(&table[i].state, ENTRY_FREE, memory_order_release);
    }
}

/* The stack that a thread was given, and its stack for signals. */
struct thread_stacks {
    uintptr_t low;
    uintptr_t high;
    uintptr_t signal_low;
    uintptr_t signal_high;
};
static _Thread_local struct thread_stacks thread_stacks;

/* Without /proc the C library cannot tell where the first thread's stack lies; then the limit has to do. */
static void find_thread_stack(void) {
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    if (size == 0) {
        uintptr_t here = (uintptr_t)__builtin_frame_address(0);
        struct rlimit limit;
        bool is_limited = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < here;
        size = is_limited ? limit.rlim_cur : 8 * 1024 * 1024;
        low = (void *)(here - size);
        size += THREAD_GUARD_BYTES;
    }
    thread_stacks.low = (uintptr_t)low;
    thread_stacks.high = (uintptr_t)low + size;
}

int crash_give_signal_stack(void) {
    if (thread_stacks.signal_high != 0) return 0;
    uint8_t *low = mmap(NULL, SIGNAL_STACK_GUARD_BYTES + SIGNAL_STACK_BYTES, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (low == MAP_FAILED) return -errno;
    stack_t stack = {.ss_sp = low + SIGNAL_STACK_GUARD_BYTES, .ss_size = SIGNAL_STACK_BYTES};
    if (mprotect(stack.ss_sp, stack.ss_size, PROT_READ | PROT_WRITE) < 0 || sigaltstack(&stack, NULL) < 0) {
        int failure = -errno;
        munmap(low, SIGNAL_STACK_GUARD_BYTES + SIGNAL_STACK_BYTES);
        return failure;
    }
    find_thread_stack();
    thread_stacks.signal_low = (uintptr_t)low;
    thread_stacks.signal_high = (uintptr_t)stack.ss_sp + stack.ss_size;
    return 0;
}

/* false where it is none of the table's. */
UNINSTRUMENTED static bool put_slot(struct crash_line *line, uintptr_t address) {
    for (int row = 0; row < STACKS_LIMIT; row++) {
        if (atomic_load_explicit(&table[row].state, memory_order_acquire) != ENTRY_NOTED) continue;
        struct crash_stacks stacks = table[row].stacks;
        if (address < stacks.low || (address - stacks.low) / stacks.stride >= stacks.count) continue;
        size_t index = (address - stacks.low) / stacks.stride;
        uintptr_t low = stacks.low + index * stacks.stride;
        bool is_guard = address - low < stacks.guard;
        if (stacks.are_threads) {
            crash_put_text(line, is_guard ? " thread-guard" : " thread");
            return true;
        }
        crash_put_text(line, is_guard ? " guard" : " stack");
        crash_put_decimal(line, row);
        crash_put_decimal(line, (int64_t)index);
        crash_put_hexadecimal(line, low);
        crash_put_decimal(line, (int64_t)stacks.guard);
        crash_put_decimal(line, (int64_t)stacks.stride);
        struct crash_label label;
        if (crash_read_memory(low + stacks.label_offset, &label, sizeof label) == sizeof label) {
            crash_put_decimal(line, (int64_t)label.number);
            crash_put_name(line, label.name);
        } else {
            crash_put_text(line, " - -");
        }
        return true;
    }
    return false;
}

UNINSTRUMENTED void crash_tell_place(struct crash_line *line, const char *key, uintptr_t address) {
    crash_begin(line, "place ");
    crash_put_text(line, key);
    if (put_slot(line, address)) {
    } else if (address >= thread_stacks.low && address < thread_stacks.high) {
        crash_put_text(line, " thread");
    } else if (address < thread_stacks.low && thread_stacks.low - address <= THREAD_GUARD_BYTES) {
        crash_put_text(line, " thread-guard");
    } else if (address >= thread_stacks.signal_low && address < thread_stacks.signal_high) {
        crash_put_text(line, " signal");
    } else {
        crash_put_text(line, " elsewhere");
    }
    crash_end(line);
}
