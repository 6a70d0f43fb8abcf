/* Sets the specimens up: what runs on their fibers' stacks is assembly. */
#include "CSpecimens.h"

#include "assembly.h"

const char *specimen_place_name(unsigned place) {
    static const char *const names[SPECIMEN_PLACES] = {
        [SPECIMEN_RBX] = "rbx",   [SPECIMEN_RBP] = "rbp",     [SPECIMEN_R12] = "r12",
        [SPECIMEN_R13] = "r13",   [SPECIMEN_R14] = "r14",     [SPECIMEN_R15] = "r15",
        [SPECIMEN_SLOT] = "slot", [SPECIMEN_MXCSR] = "mxcsr", [SPECIMEN_X87_CONTROL] = "x87",
    };
    return place < SPECIMEN_PLACES ? names[place] : NULL;
}

uint64_t specimen_place_value(const struct specimen_state *state, unsigned place) {
    switch (place) {
    case SPECIMEN_RBX: return state->rbx;
    case SPECIMEN_RBP: return state->rbp;
    case SPECIMEN_R12: return state->r12;
    case SPECIMEN_R13: return state->r13;
    case SPECIMEN_R14: return state->r14;
    case SPECIMEN_R15: return state->r15;
    case SPECIMEN_SLOT: return state->slot;
    case SPECIMEN_MXCSR: return state->mxcsr;
    case SPECIMEN_X87_CONTROL: return state->x87_control;
    default: return 0;
    }
}

#if defined(__x86_64__)

/* What the two fibers know of each other. */
struct specimen_run {
    void *first;  /* the stack pointer of the first fiber while it is stopped */
    void *second;
    specimen_switch change;
    void *first_result;  /* what the first fiber reads its values from, and writes what it found to */
    void *second_result;
};

#define AT(type, member, offset) _Static_assert(offsetof(struct type, member) == (offset), #type "." #member)
AT(specimen_run, first, RUN_FIRST);
AT(specimen_run, second, RUN_SECOND);
AT(specimen_run, change, RUN_CHANGE);
AT(specimen_run, first_result, RUN_FIRST_RESULT);
AT(specimen_run, second_result, RUN_SECOND_RESULT);
AT(specimen_observation, expected, OBSERVATION_EXPECTED);
AT(specimen_observation, found, OBSERVATION_FOUND);
AT(specimen_observation, differs, OBSERVATION_DIFFERS);
AT(specimen_state, rbx, STATE_RBX);
AT(specimen_state, rbp, STATE_RBP);
AT(specimen_state, r12, STATE_R12);
AT(specimen_state, r13, STATE_R13);
AT(specimen_state, r14, STATE_R14);
AT(specimen_state, r15, STATE_R15);
AT(specimen_state, slot, STATE_SLOT);
AT(specimen_state, mxcsr, STATE_MXCSR);
AT(specimen_state, x87_control, STATE_X87_CONTROL);
AT(specimen_scratch, r8, SCRATCH_R8);
AT(specimen_scratch, r9, SCRATCH_R9);
AT(specimen_scratch, r10, SCRATCH_R10);
AT(specimen_scratch, r11, SCRATCH_R11);
AT(specimen_scratch, xmm8, SCRATCH_XMM8);
AT(specimen_scratch, xmm9, SCRATCH_XMM9);
AT(specimen_scratch, xmm10, SCRATCH_XMM10);
AT(specimen_scratch, xmm11, SCRATCH_XMM11);

/* fibers_x86_64.S */
void specimen_first_fiber_start(void *top, void (*entry)(void *), void *argument);
void specimen_first_fiber(void *run);
void specimen_first_fiber_stale(void *run);
void specimen_second_fiber(void *run);

/* switches_x86_64.S */
void specimen_switch_without_rbx(void *from, void *to);
void specimen_switch_without_rbp(void *from, void *to);
void specimen_switch_without_r12(void *from, void *to);
void specimen_switch_without_r13(void *from, void *to);
void specimen_switch_without_r14(void *from, void *to);
void specimen_switch_without_r15(void *from, void *to);
void specimen_switch_without_mxcsr(void *from, void *to);
void specimen_switch_without_x87_control(void *from, void *to);

/* inline_x86_64.S */
void specimen_leaf_that_calls_through_red_zone(void *run);
void specimen_leaf_that_steps_over_red_zone(void *run);
void specimen_inline_switch_without_clobbers(void *run);
void specimen_inline_switch_with_clobbers(void *run);
void specimen_second_fiber_scratch(void *run);

int specimens_available(void) { return 1; }

/* A multiple of 16 */
static char *top(void *low, const struct specimen_stacks *stacks) {
    return (char *)(((uintptr_t)low + stacks->size_bytes) & ~(uintptr_t)15);
}

/* Runs `first` on the first stack, and `second` on the second one when it is switched to. */
static void run(const struct specimen_stacks *stacks, specimen_prepare prepare, struct specimen_run *both,
                void (*first)(void *), void (*second)(void *)) {
    both->second = prepare(top(stacks->second, stacks), second, both);
    specimen_first_fiber_start(top(stacks->first, stacks), first, both);
}

/* Values that differ from each other and from the other fiber's, and say whose they are. In MXCSR 0x4000 rounds up and
 * 0x8000 flushes to zero, 0x2000 rounds down and 0x40 takes denormals for zero; in the x87 control word 0x800 rounds up
 * and 0x400 down, 0x300 and 0x200 are precisions. All exceptions are masked. */
static const struct specimen_state first_pattern = {
    .rbx = 0x1111111111110001, .rbp = 0x1111111111110002, .r12 = 0x111111111111000c, .r13 = 0x111111111111000d,
    .r14 = 0x111111111111000e, .r15 = 0x111111111111000f, .slot = 0x1111111111110010,
    .mxcsr = 0x1f80 | 0x4000 | 0x8000, .x87_control = 0x7f | 0x800 | 0x300,
};
static const struct specimen_state second_pattern = {
    .rbx = 0x2222222222220001, .rbp = 0x2222222222220002, .r12 = 0x222222222222000c, .r13 = 0x222222222222000d,
    .r14 = 0x222222222222000e, .r15 = 0x222222222222000f, .slot = 0x2222222222220010,
    .mxcsr = 0x1f80 | 0x2000 | 0x40, .x87_control = 0x7f | 0x400 | 0x200,
};

void specimen_between_fibers(const struct specimen_stacks *stacks, specimen_prepare prepare, specimen_switch change,
                             struct specimen_report *report) {
    *report = (struct specimen_report){.first.expected = first_pattern, .second.expected = second_pattern};
    struct specimen_run both = {
        .change = change, .first_result = &report->first, .second_result = &report->second};
    run(stacks, prepare, &both, specimen_first_fiber, specimen_second_fiber);
}

void specimen_stale_register(const struct specimen_stacks *stacks) {
    struct specimen_run both = {0};
    run(stacks, specimen_prepare_stack, &both, specimen_first_fiber_stale, specimen_second_fiber_scratch);
}

static void *prepare_misaligned(void *top, void (*entry)(void *), void *argument) {
    return specimen_prepare_stack((char *)top - 8, entry, argument);
}

void specimen_misaligned_entry(const struct specimen_stacks *stacks, struct specimen_report *report) {
    specimen_between_fibers(stacks, prepare_misaligned, specimen_switch_complete, report);
}

void specimen_unsaved(enum specimen_place place, const struct specimen_stacks *stacks, struct specimen_report *report) {
    static const specimen_switch switches[SPECIMEN_PLACES] = {
        [SPECIMEN_RBX] = specimen_switch_without_rbx,     [SPECIMEN_RBP] = specimen_switch_without_rbp,
        [SPECIMEN_R12] = specimen_switch_without_r12,     [SPECIMEN_R13] = specimen_switch_without_r13,
        [SPECIMEN_R14] = specimen_switch_without_r14,     [SPECIMEN_R15] = specimen_switch_without_r15,
        [SPECIMEN_MXCSR] = specimen_switch_without_mxcsr, [SPECIMEN_X87_CONTROL] = specimen_switch_without_x87_control,
    };
    if ((unsigned)place >= SPECIMEN_PLACES || switches[place] == NULL) __builtin_trap();
    specimen_between_fibers(stacks, specimen_prepare_stack, switches[place], report);
}

enum { RED_ZONE_WORDS = 16 };

static uint64_t red_zone_word(unsigned index) { return 0x3333333333330000 + index; }

static void keep_in_red_zone(const struct specimen_stacks *stacks, void (*leaf)(void *),
                             struct specimen_red_zone_report *report) {
    uint64_t words[RED_ZONE_WORDS];
    for (unsigned i = 0; i < RED_ZONE_WORDS; i++) words[i] = red_zone_word(i);
    struct specimen_scratch unused = {0};
    struct specimen_run both = {.first_result = words, .second_result = &unused};
    run(stacks, specimen_prepare_stack, &both, leaf, specimen_second_fiber_scratch);

    *report = (struct specimen_red_zone_report){
        .expected = red_zone_word(RED_ZONE_WORDS - 1), .found = words[RED_ZONE_WORDS - 1]};
    for (unsigned i = 0; i < RED_ZONE_WORDS; i++) report->words_lost += words[i] != red_zone_word(i);
}

void specimen_red_zone(const struct specimen_stacks *stacks, struct specimen_red_zone_report *report) {
    keep_in_red_zone(stacks, specimen_leaf_that_calls_through_red_zone, report);
}

void specimen_red_zone_stepped_over(const struct specimen_stacks *stacks, struct specimen_red_zone_report *report) {
    keep_in_red_zone(stacks, specimen_leaf_that_steps_over_red_zone, report);
}

static void keep_in_scratch(const struct specimen_stacks *stacks, void (*function)(void *),
                            struct specimen_clobber_report *report) {
    report->expected = (struct specimen_scratch){
        .r8 = 0x1111111111110008, .r9 = 0x1111111111110009, .r10 = 0x111111111111000a, .r11 = 0x111111111111000b,
        .xmm8 = 0x1111111111110108, .xmm9 = 0x1111111111110109, .xmm10 = 0x111111111111010a,
        .xmm11 = 0x111111111111010b};
    report->found = report->expected;
    struct specimen_scratch others = {
        .r8 = 0x2222222222220008, .r9 = 0x2222222222220009, .r10 = 0x222222222222000a, .r11 = 0x222222222222000b,
        .xmm8 = 0x2222222222220108, .xmm9 = 0x2222222222220109, .xmm10 = 0x222222222222010a,
        .xmm11 = 0x222222222222010b};
    struct specimen_run both = {.first_result = &report->found, .second_result = &others};
    run(stacks, specimen_prepare_stack, &both, function, specimen_second_fiber_scratch);

    const struct specimen_scratch *expected = &report->expected, *found = &report->found;
    report->differs = (uint32_t)(expected->r8 != found->r8) | (uint32_t)(expected->r9 != found->r9) << 1
        | (uint32_t)(expected->r10 != found->r10) << 2 | (uint32_t)(expected->r11 != found->r11) << 3
        | (uint32_t)(expected->xmm8 != found->xmm8) << 4 | (uint32_t)(expected->xmm9 != found->xmm9) << 5
        | (uint32_t)(expected->xmm10 != found->xmm10) << 6 | (uint32_t)(expected->xmm11 != found->xmm11) << 7;
}

void specimen_missing_clobbers(const struct specimen_stacks *stacks, struct specimen_clobber_report *report) {
    keep_in_scratch(stacks, specimen_inline_switch_without_clobbers, report);
}

void specimen_declared_clobbers(const struct specimen_stacks *stacks, struct specimen_clobber_report *report) {
    keep_in_scratch(stacks, specimen_inline_switch_with_clobbers, report);
}

#else

int specimens_available(void) { return 0; }

#define ABSENT(type, name, ...) type name(__VA_ARGS__) { __builtin_trap(); }
ABSENT(uint32_t, specimen_witness, const struct specimen_state *pattern, struct specimen_state *found,
       specimen_switch change, void *from, void *to)
ABSENT(void, specimen_between_fibers, const struct specimen_stacks *stacks, specimen_prepare prepare,
       specimen_switch change, struct specimen_report *report)
ABSENT(void, specimen_switch_complete, void *from, void *to)
ABSENT(void *, specimen_prepare_stack, void *top, void (*entry)(void *), void *argument)
ABSENT(void, specimen_stale_register, const struct specimen_stacks *stacks)
ABSENT(void, specimen_misaligned_entry, const struct specimen_stacks *stacks, struct specimen_report *report)
ABSENT(void, specimen_unsaved, enum specimen_place place, const struct specimen_stacks *stacks,
       struct specimen_report *report)
ABSENT(void, specimen_red_zone, const struct specimen_stacks *stacks, struct specimen_red_zone_report *report)
ABSENT(void, specimen_red_zone_stepped_over, const struct specimen_stacks *stacks,
       struct specimen_red_zone_report *report)
ABSENT(void, specimen_missing_clobbers, const struct specimen_stacks *stacks, struct specimen_clobber_report *report)
ABSENT(void, specimen_declared_clobbers, const struct specimen_stacks *stacks, struct specimen_clobber_report *report)
ABSENT(void, specimen_overflow_stack, void)
ABSENT(struct specimen_jump, specimen_jump_guard, size_t frame_bytes, uint64_t value)

#endif
