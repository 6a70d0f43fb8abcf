/* The switch as fibers use it: the assembly, and in sanitized builds what the sanitizer must hear of it. */
#include "CFiber.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RACE_DETECTOR 1
#endif
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

#if RACE_DETECTOR
#include <sanitizer/tsan_interface.h>
/* Calls of the instrumentation at a function's entry and exit would stand on different sides of the switch:
 * `no_sanitize` alone leaves them in. */
#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation, noinline))
#elif ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#define UNINSTRUMENTED __attribute__((no_sanitize("address"), noinline))
#else
#define UNINSTRUMENTED
#endif

_Thread_local void *fiber_thread_scheduler;

#if ADDRESS_SANITIZER
/* Whoever arrives hears from the sanitizer which stack was left; for a thread's own stack that is the only way to
 * learn where it lies. */
static _Thread_local struct fiber_context *departed;

static void arrive(struct fiber_context *context) {
    const void *low = NULL;
    size_t size = 0;
    __sanitizer_finish_switch_fiber(context->fake_stack, &low, &size);
    if (departed != NULL && departed->stack_low == NULL) {
        departed->stack_low = low;
        departed->stack_size = size;
    }
}
#endif

UNINSTRUMENTED void fiber_prepare(struct fiber_context *context, void *low, void *top, void (*entry)(void *),
                                  void *argument) {
#if ADDRESS_SANITIZER
    /* A fiber never returns from its frames, which leaves their red zones behind for the stack's next user. */
    __asan_unpoison_memory_region(low, (size_t)((char *)top - (char *)low));
    context->fake_stack = NULL;
    context->stack_low = low;
    context->stack_size = (size_t)((char *)top - (char *)low);
#elif RACE_DETECTOR
    context->race_detector_fiber = __tsan_create_fiber(0);
#else
    (void)low;
#endif
    context->stack_pointer = fiber_prepare_registers(top, entry, argument);
}

UNINSTRUMENTED void fiber_adopt_thread(struct fiber_context *context) {
    *context = (struct fiber_context){0};
#if RACE_DETECTOR
    context->race_detector_fiber = __tsan_get_current_fiber();
#endif
}

#if RACE_DETECTOR || ADDRESS_SANITIZER
/* These take the place of the weak symbols that name the assembly itself. */
UNINSTRUMENTED void fiber_switch(struct fiber_context *from, struct fiber_context *to) {
#if ADDRESS_SANITIZER
    departed = from;
    __sanitizer_start_switch_fiber(&from->fake_stack, to->stack_low, to->stack_size);
#else
    __tsan_switch_to_fiber(to->race_detector_fiber, 0);
#endif
    fiber_switch_registers(from, to);
#if ADDRESS_SANITIZER
    arrive(from);
#endif
}

UNINSTRUMENTED void fiber_switch_last(struct fiber_context *from, struct fiber_context *to) {
#if ADDRESS_SANITIZER
    /* Without a place to keep it, the fake stack is given back. */
    departed = from;
    __sanitizer_start_switch_fiber(NULL, to->stack_low, to->stack_size);
#else
    __tsan_switch_to_fiber(to->race_detector_fiber, 0);
#endif
    fiber_switch_registers(from, to);
    __builtin_trap();
}
#endif

UNINSTRUMENTED void fiber_begin(struct fiber_context *context) {
#if ADDRESS_SANITIZER
    arrive(context);
#else
    (void)context;
#endif
}

UNINSTRUMENTED void fiber_discard(struct fiber_context *context) {
#if RACE_DETECTOR
    if (context->race_detector_fiber != NULL) __tsan_destroy_fiber(context->race_detector_fiber);
    context->race_detector_fiber = NULL;
#else
    (void)context;
#endif
}

UNINSTRUMENTED void fiber_stacks_mapped(void *low, size_t size) {
#if ADDRESS_SANITIZER
    __lsan_register_root_region(low, size);
#else
    (void)low, (void)size;
#endif
}

UNINSTRUMENTED void fiber_stacks_unmapped(void *low, size_t size) {
#if ADDRESS_SANITIZER
    __lsan_unregister_root_region(low, size);
#else
    (void)low, (void)size;
#endif
}

__attribute__((noinline)) const void *fiber_stack_position(void) {
    return __builtin_frame_address(0);
}

const char *fiber_sanitizer(void) {
#if RACE_DETECTOR
    return "thread";
#elif ADDRESS_SANITIZER
    return "address";
#else
    return NULL;
#endif
}
