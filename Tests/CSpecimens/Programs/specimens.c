/* specimens NAME: runs one specimen, or the witness through a right switch, on stacks of its own, and says what came of
 * it in one line. Of a crash it says the signal and how the instruction begins, then line by line the program counter
 * and the return addresses, less one, that a walk along frame pointers meets.
 *
 * Exits with 0 when it came to its end, 1 when it crashed, 2 when it cannot. */
#define _GNU_SOURCE
#include "CFiber.h"
#include "CSpecimens.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { GUARD_BYTES = 65536, SMALL_GUARD_BYTES = 4096, STACK_BYTES = 65536 };

static struct specimen_stacks stacks = {.size_bytes = STACK_BYTES};
static char alternate_stack[65536];

/* From low addresses up: a guard, the second stack, a small guard, the first stack. */
static void map_stacks(void) {
    size_t size = GUARD_BYTES + STACK_BYTES + SMALL_GUARD_BYTES + STACK_BYTES;
    char *low = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (low == MAP_FAILED) {
        perror("specimens: mmap");
        exit(2);
    }
    stacks.second = low + GUARD_BYTES;
    stacks.first = low + size - STACK_BYTES;
    if (mprotect(stacks.second, STACK_BYTES, PROT_READ | PROT_WRITE) != 0
        || mprotect(stacks.first, STACK_BYTES, PROT_READ | PROT_WRITE) != 0) {
        perror("specimens: mprotect");
        exit(2);
    }
}

static const char *place_of(const void *address) {
    const char *first = stacks.first, *second = stacks.second, *place = address;
    if (place >= first && place < first + STACK_BYTES) return "first";
    if (place >= first - SMALL_GUARD_BYTES && place < first) return "first's-guard";
    if (place >= second && place < second + STACK_BYTES) return "second";
    if (place >= second - GUARD_BYTES && place < second) return "second's-guard";
    return place == NULL ? "0" : "elsewhere";
}

/* The program is over either way: what is not async-signal-safe is called on an alternate stack, from assembly. */
static void on_crash(int number, siginfo_t *information, void *context) {
    const greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    printf("SIG%s %d address %s stack %s rax %#llx bytes", sigabbrev_np(number), information->si_code,
           place_of(information->si_addr), place_of((void *)registers[REG_RSP]),
           (unsigned long long)registers[REG_RAX]);
    for (int i = 0; i < 3; i++) printf(" %02x", ((unsigned char *)registers[REG_RIP])[i]);
    printf("\n%#llx\n", (unsigned long long)registers[REG_RIP]);
    const uintptr_t *frame = (const uintptr_t *)registers[REG_RBP];
    for (int depth = 0; frame != NULL && depth < 1000; frame = (const uintptr_t *)frame[0], depth++)
        printf("%#lx\n", (unsigned long)frame[1] - 1);
    fflush(stdout);
    _exit(1);
}

static void tell_places(const char *whose, const struct specimen_observation *observation) {
    printf("%s:", whose);
    for (unsigned place = 0; place < SPECIMEN_PLACES; place++)
        if (observation->differs >> place & 1)
            printf(" %s %#llx not %#llx", specimen_place_name(place),
                   (unsigned long long)specimen_place_value(&observation->found, place),
                   (unsigned long long)specimen_place_value(&observation->expected, place));
    printf("%s", observation->differs == 0 ? " all kept" : "");
}

static void tell(const struct specimen_report *report) {
    tell_places("first", &report->first);
    tell_places("; second", &report->second);
    printf("\n");
}

/* What runs on a fiber of its own, on the first stack. */
static struct fiber_context thread, fiber;

static void overflow(void *nothing) {
    (void)nothing;
    fiber_begin(&fiber);
    specimen_overflow_stack();
}

static void jump(void *frame_bytes) {
    fiber_begin(&fiber);
    struct specimen_jump jump = specimen_jump_guard((size_t)frame_bytes, 0x4444444444444444);
    printf("wrote to %s, before %#llx, now %#llx\n", place_of(jump.address), (unsigned long long)jump.before,
           (unsigned long long)*jump.address);
    fiber_switch_last(&fiber, &thread);
}

static void on_fiber(void (*entry)(void *), void *argument) {
    fiber_adopt_thread(&thread);
    fiber_prepare(&fiber, stacks.first, (char *)stacks.first + STACK_BYTES, entry, argument);
    fiber_switch(&thread, &fiber);
}

/* ---- By name ---- */

static void between_fibers(specimen_prepare prepare, specimen_switch change) {
    struct specimen_report report;
    specimen_between_fibers(&stacks, prepare, change, &report);
    tell(&report);
}

static void right(void) { between_fibers(fiber_prepare_registers, (specimen_switch)fiber_switch_registers); }
static void complete(void) { between_fibers(specimen_prepare_stack, specimen_switch_complete); }
/* Writes into its caller's frame. */
void damage_slot(void *from, void *to);
__asm__(".text\n"
        ".globl damage_slot\n"
        "damage_slot: movq $0, 8(%rsp)\n"
        "ret");

static void damaged_slot(void) {
    struct specimen_observation seen = {.expected = {.slot = 1, .mxcsr = 0x1f80, .x87_control = 0x37f}};
    seen.differs = specimen_witness(&seen.expected, &seen.found, damage_slot, NULL, NULL);
    tell_places("witness", &seen);
    printf("\n");
}

static void stale_register(void) { specimen_stale_register(&stacks); }

static void misaligned_entry(void) {
    struct specimen_report report;
    specimen_misaligned_entry(&stacks, &report);
    tell(&report);
}

static void unsaved(enum specimen_place place) {
    struct specimen_report report;
    specimen_unsaved(place, &stacks, &report);
    tell(&report);
}
static void unsaved_rbx(void) { unsaved(SPECIMEN_RBX); }
static void unsaved_rbp(void) { unsaved(SPECIMEN_RBP); }
static void unsaved_r12(void) { unsaved(SPECIMEN_R12); }
static void unsaved_r13(void) { unsaved(SPECIMEN_R13); }
static void unsaved_r14(void) { unsaved(SPECIMEN_R14); }
static void unsaved_r15(void) { unsaved(SPECIMEN_R15); }
static void unsaved_mxcsr(void) { unsaved(SPECIMEN_MXCSR); }
static void unsaved_x87(void) { unsaved(SPECIMEN_X87_CONTROL); }

static void tell_red_zone(const struct specimen_red_zone_report *report) {
    printf("%u words lost\n%#llx\n", report->words_lost, (unsigned long long)report->found);
}
static void red_zone(void) {
    struct specimen_red_zone_report report;
    specimen_red_zone(&stacks, &report);
    tell_red_zone(&report);
}
static void red_zone_stepped_over(void) {
    struct specimen_red_zone_report report;
    specimen_red_zone_stepped_over(&stacks, &report);
    tell_red_zone(&report);
}

static void tell_clobbers(const struct specimen_clobber_report *report) {
    printf("differs %#x r8 %#llx xmm11 %#llx\n", report->differs, (unsigned long long)report->found.r8,
           (unsigned long long)report->found.xmm11);
}
static void missing_clobbers(void) {
    struct specimen_clobber_report report;
    specimen_missing_clobbers(&stacks, &report);
    tell_clobbers(&report);
}
static void declared_clobbers(void) {
    struct specimen_clobber_report report;
    specimen_declared_clobbers(&stacks, &report);
    tell_clobbers(&report);
}

static void overflow_stack(void) { on_fiber(overflow, NULL); }
static void jump_guard(void) { on_fiber(jump, (void *)(STACK_BYTES + 2 * SMALL_GUARD_BYTES)); }
static void meet_guard(void) { on_fiber(jump, (void *)STACK_BYTES); }

static const struct { const char *name; void (*run)(void); } runs[] = {
    {"right", right}, {"complete", complete}, {"damaged-slot", damaged_slot},
    {"stale-register", stale_register}, {"misaligned-entry", misaligned_entry},
    {"unsaved-rbx", unsaved_rbx}, {"unsaved-rbp", unsaved_rbp}, {"unsaved-r12", unsaved_r12},
    {"unsaved-r13", unsaved_r13}, {"unsaved-r14", unsaved_r14}, {"unsaved-r15", unsaved_r15},
    {"unsaved-mxcsr", unsaved_mxcsr}, {"unsaved-x87", unsaved_x87},
    {"red-zone", red_zone}, {"red-zone-stepped-over", red_zone_stepped_over},
    {"missing-clobbers", missing_clobbers}, {"declared-clobbers", declared_clobbers},
    {"overflow-stack", overflow_stack}, {"jump-guard", jump_guard}, {"meet-guard", meet_guard},
};

int main(int count, char **arguments) {
    map_stacks();
    stack_t alternate = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);

    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (count == 2 && strcmp(arguments[1], runs[i].name) == 0) {
            runs[i].run();
            return 0;
        }
    fprintf(stderr, "usage: specimens NAME\n");
    return 2;
}
