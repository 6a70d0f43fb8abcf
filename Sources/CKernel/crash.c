/* The crash handler. It runs wherever the process broke: nothing here allocates, locks or buffers, and memory that may be
 * bad is read by the kernel (process_vm_readv(2)), which answers where a load would fault. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE "riscv64"
#else
#error "the crash handler does not know this architecture's registers"
#endif

enum {
    STACKS_LIMIT = 32,
    IMAGES_LIMIT = 64,
    FRAMES_LIMIT = 32,
    REGISTERS_LIMIT = 40,
    WORDS = 16,
    INSTRUCTION_BYTES = 16,
    NAME_BYTES = 64,
    LINE_BYTES = 4096,
    SIGNAL_STACK_BYTES = 64 * 1024,
    SIGNAL_STACK_GUARD_BYTES = 64 * 1024,
    /* How far below a thread's stack an address still counts as its overflow: what Linux keeps free there. */
    THREAD_GUARD_BYTES = 1024 * 1024,
};

/* Without sanitizers' instrumentation, which keeps accounts of the stack that crashed. */
#if defined(__has_attribute)
#if __has_attribute(disable_sanitizer_instrumentation)
#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#endif
#endif
#ifndef UNINSTRUMENTED
#define UNINSTRUMENTED
#endif

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

/* What is found out beforehand, because the handler may not ask for it. */

static struct {
    uintptr_t load_address;
    uintptr_t low;
    uintptr_t high;
    const char *path;
} images[IMAGES_LIMIT];
static int image_count;

/* The stack that a thread was given, and its stack for signals. */
struct thread_stacks {
    uintptr_t low;
    uintptr_t high;
    uintptr_t signal_low;
    uintptr_t signal_high;
};
static _Thread_local struct thread_stacks thread_stacks;

static int record_descriptor = -1;
static _Atomic int is_dying;

/* One line under construction. */
struct line {
    size_t length;
    char text[LINE_BYTES];
};

UNINSTRUMENTED static void put_character(struct line *line, char character) {
    if (line->length < LINE_BYTES - 1) line->text[line->length++] = character;
}

UNINSTRUMENTED static void put_text(struct line *line, const char *text) {
    while (*text != 0) put_character(line, *text++);
}

UNINSTRUMENTED static void put_hexadecimal(struct line *line, uint64_t value) {
    int shift = 60;
    while (shift > 0 && value >> shift == 0) shift -= 4;
    put_text(line, " 0x");
    for (; shift >= 0; shift -= 4) put_character(line, "0123456789abcdef"[value >> shift & 15]);
}

UNINSTRUMENTED static void put_decimal(struct line *line, int64_t value) {
    char digits[20];
    int count = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[count++] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    put_text(line, value < 0 ? " -" : " ");
    while (count > 0) put_character(line, digits[--count]);
}

UNINSTRUMENTED static void put_bytes(struct line *line, const uint8_t *bytes, size_t count) {
    put_character(line, ' ');
    for (size_t i = 0; i < count; i++) {
        put_character(line, "0123456789abcdef"[bytes[i] >> 4]);
        put_character(line, "0123456789abcdef"[bytes[i] & 15]);
    }
}

UNINSTRUMENTED static void begin(struct line *line, const char *key) {
    line->length = 0;
    put_text(line, "crash ");
    put_text(line, key);
}

/* Each line is handed over as soon as it is whole, so that what breaks while the next is found out costs only that. */
UNINSTRUMENTED static void end(struct line *line) {
    size_t written = 0;
    line->text[line->length++] = '\n';
    while (written < line->length) {
        ssize_t count = write(record_descriptor, line->text + written, line->length - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        written += (size_t)count;
    }
}

/* How many bytes could be read: all, those before the end of a page, or none. */
UNINSTRUMENTED static size_t read_memory(uintptr_t address, void *buffer, size_t size) {
    for (;;) {
        struct iovec here = {buffer, size};
        struct iovec there = {(void *)address, size};
        ssize_t count = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
        if (count > 0) return (size_t)count;
        size_t rest = 4096 - address % 4096;
        if (rest >= size) return 0;
        size = rest;
    }
}

/* A name from memory that may be anything: up to its end or NAME_BYTES, on one line. */
UNINSTRUMENTED static void put_name(struct line *line, const char *name) {
    char text[NAME_BYTES];
    size_t count = name == NULL ? 0 : read_memory((uintptr_t)name, text, sizeof text);
    put_character(line, ' ');
    for (size_t i = 0; i < count && text[i] != 0; i++) {
        put_character(line, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i]);
    }
    if (count == 0 || text[0] == 0) put_character(line, '-');
}

UNINSTRUMENTED static bool put_slot(struct line *line, uintptr_t address) {
    for (int row = 0; row < STACKS_LIMIT; row++) {
        if (atomic_load_explicit(&table[row].state, memory_order_acquire) != ENTRY_NOTED) continue;
        struct crash_stacks stacks = table[row].stacks;
        if (address < stacks.low || (address - stacks.low) / stacks.stride >= stacks.count) continue;
        size_t index = (address - stacks.low) / stacks.stride;
        uintptr_t low = stacks.low + index * stacks.stride;
        put_text(line, address - low < stacks.guard ? " guard" : " stack");
        put_decimal(line, row);
        put_decimal(line, (int64_t)index);
        put_hexadecimal(line, low);
        put_decimal(line, (int64_t)stacks.guard);
        put_decimal(line, (int64_t)stacks.stride);
        struct crash_label label;
        if (read_memory(low + stacks.label_offset, &label, sizeof label) == sizeof label) {
            put_decimal(line, (int64_t)label.number);
            put_name(line, label.name);
        } else {
            put_text(line, " - -");
        }
        return true;
    }
    return false;
}

UNINSTRUMENTED static void tell_place(struct line *line, const char *key, uintptr_t address) {
    begin(line, "place ");
    put_text(line, key);
    if (put_slot(line, address)) {
    } else if (address >= thread_stacks.low && address < thread_stacks.high) {
        put_text(line, " thread");
    } else if (address < thread_stacks.low && thread_stacks.low - address <= THREAD_GUARD_BYTES) {
        put_text(line, " thread-guard");
    } else if (address >= thread_stacks.signal_low && address < thread_stacks.signal_high) {
        put_text(line, " signal");
    } else {
        put_text(line, " elsewhere");
    }
    end(line);
}

/* The registers as they were, and three that have a meaning of their own. */
struct registers {
    struct {
        const char *name;
        uint64_t value;
    } all[REGISTERS_LIMIT];
    int count;
    uintptr_t program_counter;
    uintptr_t stack_pointer;
    uintptr_t frame_pointer;
};

UNINSTRUMENTED static void add(struct registers *registers, const char *name, uint64_t value) {
    registers->all[registers->count].name = name;
    registers->all[registers->count++].value = value;
}

UNINSTRUMENTED static void gather_registers(struct registers *registers, const ucontext_t *context) {
    registers->count = 0;
#if defined(__x86_64__)
    static const struct {
        const char *name;
        int index;
    } order[] = {
        {"rax", REG_RAX}, {"rbx", REG_RBX}, {"rcx", REG_RCX}, {"rdx", REG_RDX}, {"rsi", REG_RSI}, {"rdi", REG_RDI},
        {"rbp", REG_RBP}, {"rsp", REG_RSP}, {"r8", REG_R8},   {"r9", REG_R9},   {"r10", REG_R10}, {"r11", REG_R11},
        {"r12", REG_R12}, {"r13", REG_R13}, {"r14", REG_R14}, {"r15", REG_R15}, {"rip", REG_RIP}, {"rflags", REG_EFL},
    };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        add(registers, order[i].name, (uint64_t)context->uc_mcontext.gregs[order[i].index]);
    }
    if (context->uc_mcontext.fpregs != NULL) {
        add(registers, "mxcsr", context->uc_mcontext.fpregs->mxcsr);
        add(registers, "fcw", context->uc_mcontext.fpregs->cwd);
    }
    registers->program_counter = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    registers->stack_pointer = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
    registers->frame_pointer = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
#elif defined(__aarch64__)
    static const char *const names[] = {
        "x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",  "x8",  "x9",  "x10", "x11", "x12", "x13", "x14", "x15",
        "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30",
    };
    for (int i = 0; i < 31; i++) add(registers, names[i], context->uc_mcontext.regs[i]);
    add(registers, "sp", context->uc_mcontext.sp);
    add(registers, "pc", context->uc_mcontext.pc);
    add(registers, "pstate", context->uc_mcontext.pstate);
    registers->program_counter = context->uc_mcontext.pc;
    registers->stack_pointer = context->uc_mcontext.sp;
    registers->frame_pointer = context->uc_mcontext.regs[29];
#else
    static const char *const names[] = {
        "pc", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0",  "a1",  "a2", "a3", "a4", "a5",
        "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    };
    for (int i = 0; i < 32; i++) add(registers, names[i], context->uc_mcontext.__gregs[i]);
    registers->program_counter = context->uc_mcontext.__gregs[0];
    registers->stack_pointer = context->uc_mcontext.__gregs[2];
    registers->frame_pointer = context->uc_mcontext.__gregs[8];
#endif
}

/* Whether a fault of the processor raised it. What a process or a timer sent has no address: the same bytes hold who sent
 * it. */
UNINSTRUMENTED static bool is_fault(int signal, const siginfo_t *information) {
    return information->si_code > 0 && signal != SIGABRT && signal != SIGALRM && signal != SIGSYS;
}

UNINSTRUMENTED static void tell_signal(struct line *line, int signal, const siginfo_t *information,
                                       const ucontext_t *context) {
    begin(line, "signal");
    put_decimal(line, signal);
    put_decimal(line, information->si_code);
    end(line);
    if (is_fault(signal, information)) {
        begin(line, "address");
        put_hexadecimal(line, (uintptr_t)information->si_addr);
        end(line);
#if defined(__x86_64__)
        begin(line, "trap");
        put_decimal(line, context->uc_mcontext.gregs[REG_TRAPNO]);
        put_hexadecimal(line, (uint64_t)context->uc_mcontext.gregs[REG_ERR]);
        end(line);
#else
        (void)context;
#endif
    } else if (signal == SIGSYS && information->si_code > 0) {
        begin(line, "call");
        put_decimal(line, information->si_syscall);
        end(line);
    } else if (information->si_code == SI_USER || information->si_code == SI_TKILL || information->si_code == SI_QUEUE) {
        begin(line, "sender");
        put_decimal(line, information->si_pid);
        end(line);
    }
}

UNINSTRUMENTED static void tell_registers(struct line *line, const struct registers *registers) {
    begin(line, "machine " MACHINE);
    end(line);
    begin(line, "registers");
    for (int i = 0; i < registers->count; i++) {
        put_character(line, ' ');
        put_text(line, registers->all[i].name);
        put_hexadecimal(line, registers->all[i].value);
    }
    end(line);
}

UNINSTRUMENTED static void tell_memory(struct line *line, const struct registers *registers) {
    uint8_t bytes[INSTRUCTION_BYTES];
    begin(line, "instruction");
    put_bytes(line, bytes, read_memory(registers->program_counter, bytes, sizeof bytes));
    end(line);
    begin(line, "before");
    size_t count = read_memory(registers->program_counter - sizeof bytes, bytes, sizeof bytes);
    put_bytes(line, bytes, count == sizeof bytes ? count : 0);
    end(line);

    uint64_t words[WORDS];
    begin(line, "words");
    count = read_memory(registers->stack_pointer, words, sizeof words) / sizeof *words;
    for (size_t i = 0; i < count; i++) put_hexadecimal(line, words[i]);
    end(line);
}

/* Follows the frame pointers; the number of return addresses found. */
UNINSTRUMENTED static int walk_frames(uintptr_t *addresses, uintptr_t frame) {
    int count = 0;
    while (count < FRAMES_LIMIT && frame != 0 && frame % sizeof frame == 0) {
        uintptr_t saved[2];
#if defined(__riscv)
        if (read_memory(frame - sizeof saved, saved, sizeof saved) != sizeof saved) break;
#else
        if (read_memory(frame, saved, sizeof saved) != sizeof saved) break;
#endif
        addresses[count++] = saved[1];
        /* Callers lie above; anything else is no frame, or a circle. */
        if (saved[0] <= frame) break;
        frame = saved[0];
    }
    return count;
}

UNINSTRUMENTED static void tell_images(struct line *line, const uintptr_t *addresses, int count) {
    for (int image = 0; image < image_count; image++) {
        bool is_wanted = false;
        for (int i = 0; i < count; i++) {
            is_wanted = is_wanted || (addresses[i] >= images[image].low && addresses[i] < images[image].high);
        }
        if (!is_wanted) continue;
        begin(line, "image");
        put_hexadecimal(line, images[image].load_address);
        put_hexadecimal(line, images[image].low);
        put_hexadecimal(line, images[image].high);
        put_character(line, ' ');
        put_text(line, images[image].path == NULL || images[image].path[0] == 0 ? "-" : images[image].path);
        end(line);
    }
}

UNINSTRUMENTED static void tell_frames(struct line *line, const struct registers *registers) {
    /* The program counter, and what lies on top of the stack: after a call of nothing, that is where it was called. */
    uintptr_t addresses[FRAMES_LIMIT + 2] = {registers->program_counter};
    read_memory(registers->stack_pointer, &addresses[1], sizeof addresses[1]);
    int count = walk_frames(addresses + 2, registers->frame_pointer);
    begin(line, "frames");
    for (int i = 0; i < count; i++) put_hexadecimal(line, addresses[2 + i]);
    end(line);
    tell_images(line, addresses, count + 2);
}

/* Ends this process by the default action of `signal`, whatever the signal mask is. */
UNINSTRUMENTED static _Noreturn void die(int signal) {
    /* As the kernel lays out SIG_DFL without flags: all zero, on every architecture. */
    const unsigned long default_action[8] = {0};
    const uint64_t mask = (uint64_t)1 << (signal - 1);
    syscall(SYS_rt_sigaction, signal, default_action, NULL, sizeof mask);
    syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), signal);
    syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &mask, NULL, sizeof mask);
    /* The first process of a PID namespace does not die of what it sends itself. */
    for (;;) syscall(SYS_exit_group, 128 + signal);
}

/* Every signal is blocked here: the kernel ends a process at once that faults with the fault's signal blocked. */
UNINSTRUMENTED static void handle(int signal, siginfo_t *information, void *context) {
    /* No core file, and no program that the kernel would hand one to. */
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

    int expected = 0;
    if (!atomic_compare_exchange_strong(&is_dying, &expected, 1)) {
        /* Another thread is at it, and will end this one too. */
        for (;;) syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
    }
    struct line line;
    struct registers registers;
    /* What was written before may be an unfinished line. */
    line.length = 0;
    end(&line);
    tell_signal(&line, signal, information, context);
    gather_registers(&registers, context);
    tell_registers(&line, &registers);
    tell_memory(&line, &registers);
    tell_place(&line, "sp", registers.stack_pointer);
    tell_place(&line, "fp", registers.frame_pointer);
    if (is_fault(signal, information)) tell_place(&line, "address", (uintptr_t)information->si_addr);
    tell_frames(&line, &registers);
    begin(&line, "end");
    end(&line);
    die(signal);
}

static int note_image(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size, (void)unused;
    uintptr_t low = UINTPTR_MAX;
    uintptr_t high = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_LOAD) continue;
        uintptr_t start = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (start < low) low = start;
        if (start + object->dlpi_phdr[i].p_memsz > high) high = start + object->dlpi_phdr[i].p_memsz;
    }
    if (low >= high) return 0;
    images[image_count].load_address = object->dlpi_addr;
    images[image_count].low = low;
    images[image_count].high = high;
    images[image_count].path = object->dlpi_name;
    return ++image_count == IMAGES_LIMIT;
}

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

static int give_signal_stack(void) {
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

int crash_install(int descriptor) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGALRM};
    int result = give_signal_stack();
    if (result < 0) return result;

    pthread_mutex_lock(&lock);
    record_descriptor = descriptor;
    if (image_count == 0) dl_iterate_phdr(note_image, NULL);
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals && result == 0; i++) {
        if (sigaction(signals[i], &action, NULL) < 0) result = -errno;
    }
    pthread_mutex_unlock(&lock);
    return result;
}
