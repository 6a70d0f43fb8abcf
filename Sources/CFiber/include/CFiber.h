/* The switch between stackful fibers: what has to be assembly, and what sanitizers have to be told. */
#pragma once

#include <stddef.h>

/* Where something that runs on a stack of its own has stopped: a fiber, or the thread that fibers run on. It is bound to
 * its thread. Only the first member matters outside of sanitized builds. */
struct fiber_context {
    void *stack_pointer;
    /* AddressSanitizer: the lowest byte of the stack and its size, and the fake stack kept while it is stopped. */
    const void *stack_low;
    size_t stack_size;
    void *fake_stack;
    /* ThreadSanitizer: its own view of this fiber. */
    void *race_detector_fiber;
};

/* Makes `context` a fiber that will call `entry(argument)` on the stack from `low` up to `top` when first switched to.
 * `entry` must begin with `fiber_begin(context)`, must not return, and must end with `fiber_switch_last`.
 *
 * It starts with the calling thread's floating-point control state (rounding, flush to zero), as a new thread would, and
 * with nothing above it to unwind to. `top` is lowered to a multiple of 16. */
void fiber_prepare(struct fiber_context *context, void *low, void *top, void (*entry)(void *), void *argument);

/* Makes `context` stand for the calling thread's own stack, so that fibers can switch back to it. */
void fiber_adopt_thread(struct fiber_context *context);

/* Stops here, and goes on where `to` has stopped, which is not here. Returns when something switches to `from`.
 *
 * Kept across it: what the architecture's ABI calls callee-saved, and the floating-point control state. Not kept, because
 * it is the thread's: errno, thread-locals, the signal mask. */
void fiber_switch(struct fiber_context *from, struct fiber_context *to);

/* Has the processor fetch the top of a stopped fiber's stack, which it needs when it goes on: not long before that, but
 * with something else to do until then. */
static inline void fiber_prefetch(const struct fiber_context *context) {
    const char *top = (const char *)context->stack_pointer;
    for (int line = 0; line < 8; line++) __builtin_prefetch(top + line * 64);
}

/* The same for the last time: nothing will ever switch to `from` again. Does not return. */
void fiber_switch_last(struct fiber_context *from, struct fiber_context *to) __attribute__((noreturn));

/* The first thing that a fiber does. */
void fiber_begin(struct fiber_context *context);

/* Forgets `context`, whose fiber has ended or has never begun. */
void fiber_discard(struct fiber_context *context);

/* Memory that stacks lie in: LeakSanitizer finds pointers there. */
void fiber_stacks_mapped(void *low, size_t size);
void fiber_stacks_unmapped(void *low, size_t size);

/* The scheduler whose fibers the calling thread runs, or NULL: fibers stay on their thread, and so does this. */
extern _Thread_local void *fiber_thread_scheduler __attribute__((tls_model("initial-exec")));
static inline void *fiber_scheduler(void) { return fiber_thread_scheduler; }
static inline void fiber_set_scheduler(void *scheduler) { fiber_thread_scheduler = scheduler; }

/* About where the caller's stack pointer is. AddressSanitizer keeps locals elsewhere, so that their addresses don't
 * say. */
const void *fiber_stack_position(void);

/* The sanitizer that this program was built with: "thread", "address", or NULL. */
const char *fiber_sanitizer(void);

/* The assembly underneath. `fiber_switch_registers` saves what has to be kept on the current stack, and reads and writes
 * nothing of the contexts but their stack pointers; `fiber_prepare_registers` returns the stack pointer of a new stack. */
void fiber_switch_registers(struct fiber_context *from, struct fiber_context *to);
void *fiber_prepare_registers(void *top, void (*entry)(void *), void *argument);

/* Where every fiber starts: the end of the unwind chain. */
void fiber_start(void);
