/* Dies in the way its argument names, after installing the crash handler: for tests of what the parent makes of it.
 * With "alignments" it asks the processor instead. */
#define _GNU_SOURCE
#include "CKernel.h"
#include "alignment.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { SLOTS = 4, SLOT_BYTES = 128 * 1024, GUARD_BYTES = 64 * 1024, PAGE = 4096 };

static uint8_t *stacks;
static size_t label_offset = SLOT_BYTES - sizeof(struct crash_label);

/* Four stacks with guards, the first fiber's number being 100. */
static void make_stacks(void) {
    static const char *const names[SLOTS] = {"zero", "one", "two words", "three"};
    stacks = mmap(NULL, SLOTS * SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stacks == MAP_FAILED) exit(2);
    for (int i = 0; i < SLOTS; i++) {
        struct crash_label label = {100 + (uint64_t)i, names[i]};
        mprotect(stacks + i * SLOT_BYTES, GUARD_BYTES, PROT_NONE);
        if (label_offset != 0) memcpy(stacks + (i + 1) * SLOT_BYTES - sizeof label, &label, sizeof label);
    }
    struct crash_stacks noted = {(uintptr_t)stacks, SLOT_BYTES, GUARD_BYTES, SLOTS, label_offset, false};
    if (crash_note_stacks(&noted) != 0) exit(2);
}

static void on_stack(int slot, void (*body)(void)) {
    static ucontext_t here, there;
    make_stacks();
    getcontext(&there);
    there.uc_stack.ss_sp = stacks + slot * SLOT_BYTES + GUARD_BYTES;
    there.uc_stack.ss_size = SLOT_BYTES - GUARD_BYTES - 64;
    there.uc_link = &here;
    makecontext(&there, body, 0);
    swapcontext(&here, &there);
}

__attribute__((noinline)) static int use_up_the_stack(int depth) {
    volatile char room[512];
    room[0] = (char)depth;
    return use_up_the_stack(depth + 1) + room[0];
}

static void overflow(void) {
    use_up_the_stack(0);
}

static void read_null(void) {
    (void)*(volatile int *)8;
}

static void write_read_only(void) {
    *(volatile char *)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
}

static void call_null(void) {
    void (*volatile nothing)(void) = NULL;
    nothing();
}

static void call_data(void) {
    static uint8_t data[16] = {0xc3};
    void (*volatile function)(void) = (void (*)(void))(uintptr_t)data;
    function();
}

static void read_past_end_of_file(void) {
    int file = memfd_create("short", 0);
    (void)*(volatile char *)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
}

static void write_guard_of_another(void) {
    *(volatile char *)(stacks + 3 * SLOT_BYTES + GUARD_BYTES - 8) = 1;
}

#if defined(__x86_64__)
static void dereference_fill(void) {
    __asm__ volatile("movq $-0x5555555555555556, %%rax; movq %%rsp, (%%rax)" ::: "rax", "memory");
}

static void dereference_fill_by_frame_pointer(void) {
    __asm__ volatile("movabsq $0xdeadbeefdeadbeef, %%rbp; movl 4(%%rbp), %%eax" ::: "rax", "memory");
}

static void call_fill(void) {
    __asm__ volatile("movabsq $0x5a5a5a5a5a5a5a5a, %%rax; callq *%%rax" ::: "rax", "memory");
}

static void return_to_fill(void) {
    __asm__ volatile("movabsq $0xfefefefefefefefe, %%rax; pushq %%rax; retq" ::: "rax", "memory");
}

static void push_on_fill(void) {
    __asm__ volatile("movabsq $0xcdcdcdcdcdcdcdcd, %%rsp; pushq %%rax" ::: "memory");
}

static void index_by_text(void) {
    __asm__ volatile("movabsq $0x7274732061207369, %%rcx; movl 4(%%rbp,%%rcx), %%eax" ::: "rax", "rcx", "memory");
}

static void misalign_pointer(void) {
    static char room[64] __attribute__((aligned(16)));
    __asm__ volatile("movaps 24(%0,%1,4), %%xmm0" ::"r"(room), "r"((uintptr_t)0) : "xmm0");
}

static void misalign_stack(void) {
    __asm__ volatile("andq $-16, %%rsp; subq $72, %%rsp; movaps %%xmm0, 32(%%rsp)" ::: "memory");
}

static void execute_undefined(void) {
    __asm__ volatile("ud2");
}

static void break_point(void) {
    __asm__ volatile("int3; nop");
}

static void privileged(void) {
    __asm__ volatile("hlt");
}

static void divide(void) {
    __asm__ volatile("xorl %%ecx, %%ecx; movl $1, %%eax; cltd; idivl %%ecx" ::: "rax", "rcx", "rdx");
}

static void destroy_stack_pointer(void) {
    __asm__ volatile("movq $0x10, %%rsp; pushq %%rax" ::: "memory");
}

/* The frame begins in this stack, and what it uses lies in the one below, past the guard. */
static void jump_guard(void) {
    __asm__ volatile("leaq -131072(%%rbp), %%rsp; movl 8, %%eax" ::: "rax", "memory");
}
#endif

static void wait_for_ever(void) {
    alarm(1);
    for (;;) pause();
}

static void spin(void) {
    alarm(1);
    for (;;) __asm__ volatile("");
}

static void call_what_is_filtered(void) {
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) exit(2);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) exit(2);
    getppid();
}

static void send_to_itself(void) {
    kill(getpid(), SIGSEGV);
}

static void *crash_on_thread(void *unused) {
    (void)unused;
    if (crash_install(STDOUT_FILENO) != 0) exit(2);
    overflow();
    return NULL;
}

static void overflow_thread(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, crash_on_thread, NULL);
    pthread_join(thread, NULL);
}

/* The handler reads memory through this, which breaks it when asked to. */
static bool breaks_handler;

ssize_t process_vm_readv(pid_t process, const struct iovec *here, unsigned long here_count, const struct iovec *there,
                         unsigned long there_count, unsigned long flags) {
    if (breaks_handler) read_null();
    return syscall(SYS_process_vm_readv, process, here, here_count, there, there_count, flags);
}

static void crash_within_crash(void) {
    breaks_handler = true;
    abort();
}

/* Below a frame of its own. */
static void give_up(void) {
    abort();
}

static void overflow_fiber(void) { on_stack(2, overflow); }
static void null_in_fiber(void) { on_stack(1, read_null); }
static void null_on_forgotten_stack(void) {
    crash_forget_stacks((uintptr_t)stacks);
    read_null();
}

static void fiber_forgotten(void) { on_stack(1, null_on_forgotten_stack); }
static void fiber_without_label(void) {
    /* In the guard, which nobody can read. */
    label_offset = 0;
    on_stack(1, read_null);
}
static void guard_of_another(void) { on_stack(1, write_guard_of_another); }
#if defined(__x86_64__)
static void jump_guard_of_fiber(void) { on_stack(2, jump_guard); }
#endif

static const struct {
    const char *name;
    void (*body)(void);
} ways[] = {
    {"null", read_null},
    {"read-only", write_read_only},
    {"call-null", call_null},
    {"call-data", call_data},
    {"past-end", read_past_end_of_file},
    {"abort", abort},
    {"abort-deep", give_up},
    {"hang", wait_for_ever},
    {"spin", spin},
    {"sent", send_to_itself},
    {"thread-overflow", overflow_thread},
    {"main-overflow", overflow},
    {"within-crash", crash_within_crash},
    {"fiber-overflow", overflow_fiber},
    {"fiber-null", null_in_fiber},
    {"fiber-forgotten", fiber_forgotten},
    {"fiber-label", fiber_without_label},
    {"filtered", call_what_is_filtered},
    {"fiber-guard-of-another", guard_of_another},
#if defined(__x86_64__)
    {"non-canonical", dereference_fill},
    {"non-canonical-frame", dereference_fill_by_frame_pointer},
    {"non-canonical-call", call_fill},
    {"non-canonical-return", return_to_fill},
    {"non-canonical-stack", push_on_fill},
    {"non-canonical-index", index_by_text},
    {"misaligned-pointer", misalign_pointer},
    {"misaligned-stack", misalign_stack},
    {"ud2", execute_undefined},
    {"int3", break_point},
    {"hlt", privileged},
    {"division", divide},
    {"stack-pointer", destroy_stack_pointer},
    {"fiber-jump", jump_guard_of_fiber},
#endif
};

int main(int count, char **arguments) {
    /* A test whose process was killed leaves nothing behind. */
    set_parent_death_signal(SIGKILL);
    if (count == 2 && strcmp(arguments[1], "alignments") == 0) {
        print_alignments();
        return 0;
    }
    if (count != 2 || crash_install(STDOUT_FILENO) != 0) return 2;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].name, arguments[1]) == 0) {
            ways[i].body();
            return 0;
        }
    }
    return 2;
}
