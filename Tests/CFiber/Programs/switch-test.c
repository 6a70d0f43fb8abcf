/* Tests the switch on the architecture it is compiled for: a line for each test, "ok NAME" or "failed NAME: why". Exits
 * with 0 when all hold; goes no further than the first test that fails.
 *
 * switch-test stop: runs one fiber that calls `stopped_here`, for a debugger. */
#include "CFiber.h"

#include "witness.h"

#include <fenv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

/* ---- Places ---- */

#if defined(__x86_64__)
static const char *const places[] = {"rbx", "rbp", "r12", "r13", "r14", "r15", "word", "mxcsr", "x87"};
/* Rounding up and flush to zero; rounding down and denormals are zero. */
static const uint64_t controls[][2] = {{0xdf80, 0xb7f}, {0x3fc0, 0x67f}, {0x7f80, 0xe7f}};
enum { CONTROLS = 2, ENTRY_OFFSET = 8 };
#elif defined(__aarch64__)
static const char *const places[] = {"x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29",
                                     "d8",  "d9",  "d10", "d11", "d12", "d13", "d14", "d15", "word", "fpcr"};
/* Rounding up and flush to zero; rounding down and default NaNs; rounding toward zero. */
static const uint64_t controls[][1] = {{0x1400000}, {0x2800000}, {0xc00000}};
enum { CONTROLS = 1, ENTRY_OFFSET = 0 };
#elif defined(__riscv)
static const char *const places[] = {"s0",  "s1",  "s2",  "s3",  "s4",  "s5",   "s6",   "s7",  "s8",
                                     "s9",  "s10", "s11", "fs0", "fs1", "fs2",  "fs3",  "fs4", "fs5",
                                     "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "word", "fcsr"};
/* Rounding up, down, toward zero. */
static const uint64_t controls[][1] = {{3 << 5}, {2 << 5}, {1 << 5}};
enum { CONTROLS = 1, ENTRY_OFFSET = 0 };
#endif
enum { PLACES = sizeof places / sizeof *places };

/* A value for each place that no other place has and no other `whose`. */
static void make_pattern(uint64_t *pattern, unsigned whose) {
    for (unsigned place = 0; place < PLACES; place++)
        pattern[place] = place < PLACES - CONTROLS ? 0x5a00000000000000 | (uint64_t)(whose + 1) << 16 | (place + 1)
                                                   : controls[whose % 3][place - (PLACES - CONTROLS)];
}

/* ---- Results ---- */

static const char *current;
static int failures;

__attribute__((format(printf, 1, 2))) static void fail(const char *format, ...) {
    if (failures++ > 5) return;
    printf("failed %s: ", current);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    fflush(stdout);
}

#define EXPECT(condition) do { if (!(condition)) fail("line %d: not %s", __LINE__, #condition); } while (0)

/* ---- Fibers ---- */

enum { STACK_BYTES = 65536 };

struct fiber {
    struct fiber_context context;
    char *low;
    unsigned number;
};

static struct fiber_context thread;

/* Above the stack lies what a walk must not take for a frame: addresses of code. */
static void start(struct fiber *fiber, size_t size, void (*entry)(void *), void *argument) {
    if (fiber->low == NULL) {
        fiber->low = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (fiber->low == MAP_FAILED) {
            perror("switch-test: mmap");
            exit(2);
        }
        for (size_t i = 0; i < 8; i++) ((uintptr_t *)(fiber->low + size))[i] = (uintptr_t)fail;
    }
    fiber_prepare(&fiber->context, fiber->low, fiber->low + size, entry, argument);
}

static void stop(struct fiber *fiber, size_t size) {
    fiber_discard(&fiber->context);
    munmap(fiber->low, size + 4096);
    fiber->low = NULL;
}

/* Switches as `whose`, with a pattern in all places, and checks that it came back. */
static void switch_watched(unsigned whose, struct fiber_context *from, struct fiber_context *to) {
    uint64_t pattern[PLACES], found[PLACES] = {0};
    make_pattern(pattern, whose);
    witness(pattern, found, (void (*)(void *, void *))fiber_switch, from, to);
    for (unsigned place = 0; place < PLACES; place++)
        if (found[place] != pattern[place])
            fail("%u has %#llx in %s, not %#llx", whose, (unsigned long long)found[place], places[place],
                 (unsigned long long)pattern[place]);
}

/* ---- The tests ---- */

/* The thread and `count` fibers, each with a pattern of its own, switch in a ring. */
static struct { struct fiber *fibers; unsigned count, rounds; } ring;

static struct fiber_context *after(unsigned number) {
    return number + 1 < ring.count ? &ring.fibers[number + 1].context : &thread;
}

static void ring_entry(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    for (unsigned round = 0; round < ring.rounds; round++)
        switch_watched(fiber->number, &fiber->context, after(fiber->number));
    fiber_switch_last(&fiber->context, after(fiber->number));
}

static void run_ring(unsigned count, unsigned rounds, size_t stack_bytes) {
    ring.fibers = calloc(count, sizeof *ring.fibers);
    ring.count = count;
    ring.rounds = rounds;
    for (unsigned i = 0; i < count; i++) {
        ring.fibers[i].number = i;
        start(&ring.fibers[i], stack_bytes, ring_entry, &ring.fibers[i]);
    }
    for (unsigned round = 0; round <= rounds; round++) switch_watched(count, &thread, &ring.fibers[0].context);
    for (unsigned i = 0; i < count; i++) stop(&ring.fibers[i], stack_bytes);
    free(ring.fibers);
}

static void test_places(void) { run_ring(2, 3, STACK_BYTES); }
static void test_many(void) { run_ring(3000, 10, 16384); }

/* Each of many fibers starts the next from a few frames down, and goes on when that has ended. */
static struct fiber chain[2000];
enum { CHAIN = sizeof chain / sizeof *chain };
static unsigned chain_ended;
static void chain_entry(void *argument);

__attribute__((noinline)) static void descend(struct fiber *fiber, int depth) {
    volatile unsigned kept[8];
    for (unsigned i = 0; i < 8; i++) kept[i] = fiber->number * 8 + i;
    if (depth > 0) {
        descend(fiber, depth - 1);
    } else if (fiber->number + 1 < CHAIN) {
        struct fiber *next = fiber + 1;
        next->number = fiber->number + 1;
        start(next, 16384, chain_entry, next);
        fiber_switch(&fiber->context, &next->context);
    }
    for (unsigned i = 0; i < 8; i++) EXPECT(kept[i] == fiber->number * 8 + i);
}

static void chain_entry(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    descend(fiber, 5);
    chain_ended++;
    fiber_switch_last(&fiber->context, fiber->number == 0 ? &thread : &fiber[-1].context);
}

static void test_chain(void) {
    start(&chain[0], 16384, chain_entry, &chain[0]);
    fiber_switch(&thread, &chain[0].context);
    EXPECT(chain_ended == CHAIN);
    for (unsigned i = 0; i < CHAIN; i++) stop(&chain[i], 16384);
}

/* How a fiber is entered, wherever its stack's top lies. */
static struct fiber probed;
static void *probed_argument;
uintptr_t probe_stack_pointer, probe_frame_pointer;

void on_entry(void *argument) {
    fiber_begin(&probed.context);
    probed_argument = argument;
    fiber_switch_last(&probed.context, &thread);
}

static void test_entry(void) {
    for (size_t below = 0; below < 33; below++) {
        size_t size = STACK_BYTES - below;
        void *argument = (void *)(0x5a5a5a5a00000000 + below);
        probed.low = NULL;
        start(&probed, STACK_BYTES, probe_entry, NULL);
        fiber_discard(&probed.context);
        memset(probed.low, 0x5a, STACK_BYTES);
        fiber_prepare(&probed.context, probed.low, probed.low + size, probe_entry, argument);
        fiber_switch(&thread, &probed.context);
        EXPECT(probed_argument == argument);
        EXPECT((probe_stack_pointer + ENTRY_OFFSET) % 16 == 0);
        EXPECT(probe_stack_pointer + ENTRY_OFFSET <= (uintptr_t)probed.low + size);
        EXPECT(probe_stack_pointer + ENTRY_OFFSET + 64 > (uintptr_t)probed.low + size);
        EXPECT(probe_frame_pointer == 0);
        stop(&probed, STACK_BYTES);
    }
}

/* What a stack held before does not matter, nor what became of it after the last switch. */
static unsigned endings;

static void end_at_once(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    endings++;
    fiber_switch_last(&fiber->context, &thread);
}

static void test_first_and_last(void) {
    struct fiber fiber = {0};
    for (unsigned i = 0; i < 100; i++) {
        start(&fiber, STACK_BYTES, end_at_once, &fiber);
        switch_watched(i, &thread, &fiber.context);
        EXPECT(endings == i + 1);
        fiber_discard(&fiber.context);
        memset(fiber.low, (int)i, STACK_BYTES);
    }
    stop(&fiber, STACK_BYTES);
}

/* Rounding, as it shows in results: of doubles, and of what the widest type is. */
static volatile double one = 1, three = 3;
static volatile long double long_one = 1, long_three = 3;

static void expect_rounding(int mode) {
    EXPECT(fegetround() == mode);
    double nearest = 0x1.5555555555555p-2, up = 0x1.5555555555556p-2;
    EXPECT(one / three == (mode == FE_UPWARD ? up : nearest));
    EXPECT(-one / three == (mode == FE_DOWNWARD ? -up : -nearest));
    /* Rounded up, three thirds are more than the nearest to one third gives. */
    EXPECT((long_one / long_three > -(-long_one / long_three)) == (mode == FE_UPWARD));
    EXPECT((long_one / long_three < -(-long_one / long_three)) == (mode == FE_DOWNWARD));
}

static void round_down(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    /* From the thread that prepared it, whatever that has now. */
    expect_rounding(FE_TOWARDZERO);
    fesetround(FE_DOWNWARD);
    for (int i = 0; i < 3; i++) {
        expect_rounding(FE_DOWNWARD);
        fiber_switch(&fiber->context, &thread);
    }
    expect_rounding(FE_DOWNWARD);
    fiber_switch_last(&fiber->context, &thread);
}

static void test_rounding(void) {
    struct fiber fiber = {0};
    fesetround(FE_TOWARDZERO);
    start(&fiber, STACK_BYTES, round_down, &fiber);
    fesetround(FE_UPWARD);
    for (int i = 0; i < 4; i++) {
        expect_rounding(FE_UPWARD);
        fiber_switch(&thread, &fiber.context);
    }
    expect_rounding(FE_UPWARD);
    fesetround(FE_TONEAREST);
    expect_rounding(FE_TONEAREST);
    stop(&fiber, STACK_BYTES);
}

/* ---- Walks ---- */

struct walk { uintptr_t addresses[32]; int count; };

static int in_start(uintptr_t address) {
    return address > (uintptr_t)fiber_start && address <= (uintptr_t)fiber_start + 16;
}

static _Unwind_Reason_Code note(struct _Unwind_Context *context, void *argument) {
    struct walk *walk = argument;
    if (walk->count == sizeof walk->addresses / sizeof *walk->addresses) return _URC_NORMAL_STOP;
    uintptr_t address = (uintptr_t)_Unwind_GetIP(context);
    /* libgcc also tells of the end itself, as an address of 0. */
    if (address != 0) walk->addresses[walk->count++] = address;
    return _URC_NO_REASON;
}

/* By the unwind tables, which exceptions and debuggers use. */
__attribute__((noinline)) static void unwind(void) {
    struct walk walk = {.count = 0};
    int end = (int)_Unwind_Backtrace(note, &walk);
    if (end != _URC_END_OF_STACK) fail("the walk ended with %d, not with %d", end, _URC_END_OF_STACK);
    /* Here, there, where the fiber begins, and the start of it. */
    EXPECT(walk.count == 4);
    EXPECT(walk.count > 0 && in_start(walk.addresses[walk.count - 1]));
}

/* By frame pointers, which crash handlers and profilers use. */
__attribute__((noinline)) static void follow(void) {
    const uintptr_t *frame = __builtin_frame_address(0);
    uintptr_t last = 0;
    int count = 0;
    for (; frame != NULL && count < 32; count++) {
#if defined(__riscv)
        last = frame[-1];
        frame = (const uintptr_t *)frame[-2];
#else
        last = frame[1];
        frame = (const uintptr_t *)frame[0];
#endif
    }
    EXPECT(count == 3);
    EXPECT(in_start(last));
}

__attribute__((noinline)) static void walk_from_here(void) {
    unwind();
    follow();
    __asm__ volatile("");
}

static void walk_entry(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    walk_from_here();
    fiber_switch(&fiber->context, &thread);
    walk_from_here();
    fiber_switch_last(&fiber->context, &thread);
}

static void test_walks(void) {
    struct fiber fiber = {0};
    start(&fiber, STACK_BYTES, walk_entry, &fiber);
    fiber_switch(&thread, &fiber.context);
    fiber_switch(&thread, &fiber.context);
    stop(&fiber, STACK_BYTES);
}

/* ---- For a debugger ---- */

__attribute__((noinline)) void stopped_here(void) { __asm__ volatile(""); }

static void stop_entry(void *argument) {
    struct fiber *fiber = argument;
    fiber_begin(&fiber->context);
    stopped_here();
    fiber_switch_last(&fiber->context, &thread);
}

static void stop_once(void) {
    struct fiber fiber = {0};
    start(&fiber, STACK_BYTES, stop_entry, &fiber);
    fiber_switch(&thread, &fiber.context);
    stop(&fiber, STACK_BYTES);
}

static const struct { const char *name; void (*run)(void); } tests[] = {
    {"places", test_places}, {"entry", test_entry}, {"first-and-last", test_first_and_last},
    {"rounding", test_rounding}, {"walks", test_walks}, {"chain", test_chain}, {"many", test_many},
};

int main(int count, char **arguments) {
    fiber_adopt_thread(&thread);
    if (count == 2 && strcmp(arguments[1], "stop") == 0) {
        stop_once();
        return 0;
    }
    /* The end of a switch that went astray. */
    alarm(30);
    for (size_t i = 0; i < sizeof tests / sizeof *tests && failures == 0; i++) {
        current = tests[i].name;
        tests[i].run();
        if (failures == 0) printf("ok %s\n", current);
        fflush(stdout);
    }
    return failures == 0 ? 0 : 1;
}
