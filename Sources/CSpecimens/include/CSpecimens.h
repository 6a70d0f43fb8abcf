/* Switches between fibers that are wrong on purpose, each in one known way, and the witness that shows what comes of it.
 *
 * Everything that runs on a fiber's stack here is assembly, so that what happens does not depend on what a compiler kept
 * where: it is the same in every build mode, sanitized ones too. Nothing here is called by code that should work. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Whether there are specimens: they are for x86-64. Where not (0), every other function here traps. */
int specimens_available(void);

/* Memory for the stacks of a specimen's two fibers: the lowest byte of each, and the size of each. It belongs to the
 * caller, and nothing else may be using it. */
struct specimen_stacks {
    void *first;
    void *second;
    size_t size_bytes; /* at least SPECIMEN_STACK_BYTES */
};
enum { SPECIMEN_STACK_BYTES = 4096 };

/* ---- The witness ---- */

/* What a switch has to keep, in the order of the bits of `differs`. */
enum specimen_place {
    SPECIMEN_RBX,
    SPECIMEN_RBP,
    SPECIMEN_R12,
    SPECIMEN_R13,
    SPECIMEN_R14,
    SPECIMEN_R15,
    SPECIMEN_SLOT,        /* 16 aligned bytes of the stack */
    SPECIMEN_MXCSR,       /* its control bits: rounding, flush to zero, denormals are zero, exception masks */
    SPECIMEN_X87_CONTROL, /* the x87 control word: rounding, precision, exception masks */
    SPECIMEN_PLACES,
};

/* A value for each place. */
struct specimen_state {
    uint64_t rbx, rbp, r12, r13, r14, r15;
    uint64_t slot; /* both halves of it hold this */
    uint32_t mxcsr;
    uint32_t x87_control;
};

/* "rbx", or NULL beyond the last place. */
const char *specimen_place_name(unsigned place);
uint64_t specimen_place_value(const struct specimen_state *state, unsigned place);

/* A switch: stops here, leaving the stack pointer in the first pointer of `from`, and goes on where `to` has stopped. */
typedef void (*specimen_switch)(void *from, void *to);

/* Makes a stack on which `entry(argument)` is called when first switched to: returns its stack pointer. */
typedef void *(*specimen_prepare)(void *top, void (*entry)(void *), void *argument);

/* Puts `pattern` into every place, calls `change(from, to)`, writes what it finds there on return to `found`, and gives
 * its caller back everything as it was. Returns a bit, 1 << place, for each place that differs from `pattern`.
 *
 * `change` may be any function. While it runs, rbp is no frame pointer: walks along frame pointers end here. */
uint32_t specimen_witness(const struct specimen_state *pattern, struct specimen_state *found, specimen_switch change,
                          void *from, void *to);

/* What a fiber's witness saw. */
struct specimen_observation {
    struct specimen_state expected;
    struct specimen_state found;
    uint32_t differs;
};

struct specimen_report {
    struct specimen_observation first;
    struct specimen_observation second;
};

/* Switches twice in each direction between two fibers that each have a witness, with a pattern of its own. A switch that
 * is right leaves both `differs` 0; of a place that it does not keep each fiber finds the other's value. */
void specimen_between_fibers(const struct specimen_stacks *stacks, specimen_prepare prepare, specimen_switch change,
                             struct specimen_report *report);

/* Right, as what the wrong ones are held against. */
void specimen_switch_complete(void *from, void *to);
void *specimen_prepare_stack(void *top, void (*entry)(void *), void *argument);

/* ---- The specimens ---- */

/* Broken: nothing loads the register through which the switch reads where to go, so it uses what was left there.
 * Looks like: SIGSEGV, SI_KERNEL, address 0 (#GP) at `mov %rsp,(%rax)` with rax = 0xaaaaaaaaaaaaaaaa, not an address.
 *
 * Emulated. In the original an operand of inline assembly is also named as a clobber: LLVM then drops the copy that loads
 * it, and the memory that the stale register points to holds Zig's fill of undefined memory (Zig 0.16.0 and 0.17.1,
 * std/Io/fiber.zig, built as ReleaseSafe). C compilers refuse such an operand, so here the load is left out by hand. */
void specimen_stale_register(const struct specimen_stacks *stacks);

/* Broken: the second fiber is entered with its stack 8 bytes off what the ABI wants.
 * Looks like: SIGSEGV, SI_KERNEL, address 0 (#GP) at the first aligned access (`movaps` to the stack). */
void specimen_misaligned_entry(const struct specimen_stacks *stacks, struct specimen_report *report);

/* Broken: the switch neither saves nor loads one place: a register, MXCSR or the x87 control word (not the slot).
 * Looks like: each fiber goes on with the other's value: wrong results, wild pointers, another rounding. */
void specimen_unsaved(enum specimen_place place, const struct specimen_stacks *stacks, struct specimen_report *report);

/* Broken: a leaf function keeps a value below its stack pointer (the red zone) and calls the switch from inline assembly.
 * Looks like: the value has become a return address, and those below it the registers that the switch saved. */
struct specimen_red_zone_report {
    uint64_t expected;   /* of the topmost word */
    uint64_t found;
    uint32_t words_lost; /* of the red zone's 16 */
};
void specimen_red_zone(const struct specimen_stacks *stacks, struct specimen_red_zone_report *report);
/* The same leaf function, which steps over its red zone first. */
void specimen_red_zone_stepped_over(const struct specimen_stacks *stacks, struct specimen_red_zone_report *report);

/* Broken: a switch as inline assembly that names no clobbers, so that the compiler keeps values in r8 to r11 and xmm8 to
 * xmm11 across it. Looks like: the values are those that the other fiber last had there. */
struct specimen_scratch {
    uint64_t r8, r9, r10, r11;
    uint64_t xmm8, xmm9, xmm10, xmm11; /* the lower halves */
};
struct specimen_clobber_report {
    struct specimen_scratch expected;
    struct specimen_scratch found;
    uint32_t differs; /* bit 0 for r8, and so on in order */
};
void specimen_missing_clobbers(const struct specimen_stacks *stacks, struct specimen_clobber_report *report);
/* The same function as a compiler makes it that knows the clobbers: it keeps the values on the stack meanwhile. */
void specimen_declared_clobbers(const struct specimen_stacks *stacks, struct specimen_clobber_report *report);

/* ---- For specimens that run on a fiber of the real runtime ---- */

/* Broken: recursion without end, in frames that are smaller than any guard, each touched.
 * Looks like: SIGSEGV, SEGV_ACCERR (SEGV_MAPERR in guards of no mapping), at an address in the stack's guard. */
void specimen_overflow_stack(void) __attribute__((noreturn));

/* Broken: a frame of `frame_bytes` (rounded up to 16) of which only the lowest 8 bytes are touched: `value` is written
 * there. Looks like: where the guard is smaller than the frame, nothing, and a neighbour's stack is corrupt. */
struct specimen_jump {
    uint64_t *address; /* what was written to */
    uint64_t before;   /* what stood there */
};
struct specimen_jump specimen_jump_guard(size_t frame_bytes, uint64_t value);

/* The neighbour of such a frame: holds `count` words of `pattern` on the stack it is called on while `interlude(context)`
 * runs, which may switch, and looks at them again. */
struct specimen_held {
    size_t changed; /* how many words differ */
    uint64_t found; /* the last of them, or `pattern` */
};
struct specimen_held specimen_hold_words(size_t count, uint64_t pattern, void (*interlude)(void *), void *context);

/* ---- For a mutex that is bound to its runtime ---- */

/* What such a runtime keeps for its thread: `running` at 0x20 and `wake_ups` at 0x38, where Zig 0.16's Io.Evented has what
 * its mutex reads and writes, so that the crash has the address that is seen in the field. */
struct bound_runtime {
    void *ring;
    void *timers;
    void *workers;
    void *idle;
    void *running;
    void *ready_first;
    void *ready_last;
    uint64_t wake_ups;
};

/* Makes `runtime` the calling thread's, or none with NULL. */
void specimen_bind_runtime(struct bound_runtime *runtime);

/* Broken: it takes for granted that the calling thread has a runtime.
 * Looks like: on any other thread, SIGSEGV, SEGV_MAPERR at address 0x20. */
void *specimen_running_fiber(void);

/* Broken in the same way. Looks like: SIGSEGV, SEGV_MAPERR at address 0x38. */
void specimen_count_wake_up(void);
