/* The crash handler. It runs wherever the process broke: nothing here allocates, locks or buffers, and memory that may
 * be bad is read by the kernel (process_vm_readv(2)), which answers where a load would fault. */
#define _GNU_SOURCE
#include "crash_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 16, INSTRUCTION_BYTES = 16, LOOK_MICROSECONDS = 250000 };

static _Atomic int is_dying;

/* The processor's time that this process had used when its own time was up, and what it has used since; negative before
 * that is known. */
static _Atomic int64_t used_at_alarm = -1;
static _Atomic int64_t used_since_alarm = -1;

/* Whether a fault of the processor raised it. What a process or a timer sent has no address: the same bytes hold who
 * sent it. */
UNINSTRUMENTED static bool is_fault(int signal, const siginfo_t *information) {
    return information->si_code > 0 && signal != SIGABRT && signal != SIGALRM && signal != SIGSYS;
}

UNINSTRUMENTED static void tell_signal(struct crash_line *line, int signal, const siginfo_t *information,
                                       const ucontext_t *context) {
    crash_begin(line, "signal");
    crash_put_decimal(line, signal);
    crash_put_decimal(line, information->si_code);
    crash_end(line);
    if (is_fault(signal, information)) {
        crash_begin(line, "address");
        crash_put_hexadecimal(line, (uintptr_t)information->si_addr);
        crash_end(line);
#if defined(__x86_64__)
        crash_begin(line, "trap");
        crash_put_decimal(line, context->uc_mcontext.gregs[REG_TRAPNO]);
        crash_put_hexadecimal(line, (uint64_t)context->uc_mcontext.gregs[REG_ERR]);
        crash_end(line);
#else
        (void)context;
#endif
    } else if (signal == SIGSYS && information->si_code > 0) {
        crash_begin(line, "call");
        crash_put_decimal(line, information->si_syscall);
        crash_end(line);
    } else if (information->si_code == SI_USER || information->si_code == SI_TKILL ||
               information->si_code == SI_QUEUE) {
        crash_begin(line, "sender");
        crash_put_decimal(line, information->si_pid);
        crash_end(line);
    }
    if (signal == SIGALRM && used_since_alarm >= 0) {
        crash_begin(line, "used");
        crash_put_decimal(line, used_since_alarm);
        crash_end(line);
    }
}

UNINSTRUMENTED static void tell_memory(struct crash_line *line, const struct crash_registers *registers) {
    uint8_t bytes[INSTRUCTION_BYTES];
    crash_begin(line, "instruction");
    crash_put_bytes(line, bytes, crash_read_memory(registers->program_counter, bytes, sizeof bytes));
    crash_end(line);

    uint64_t words[WORDS];
    crash_begin(line, "words");
    size_t count = crash_read_memory(registers->stack_pointer, words, sizeof words) / sizeof *words;
    for (size_t i = 0; i < count; i++) crash_put_hexadecimal(line, words[i]);
    crash_end(line);
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
    struct crash_line line;
    struct crash_registers registers;
    /* What was written before may be an unfinished line. */
    line.length = 0;
    crash_end(&line);
    tell_signal(&line, signal, information, context);
    crash_gather_registers(&registers, context);
    crash_tell_registers(&line, &registers);
    tell_memory(&line, &registers);
    crash_tell_place(&line, "sp", registers.stack_pointer);
    /* Code without frames keeps any value in that register, also pointers into the stacks of others. */
    if (crash_is_frame(registers.frame_pointer)) crash_tell_place(&line, "fp", registers.frame_pointer);
    if (is_fault(signal, information)) crash_tell_place(&line, "address", (uintptr_t)information->si_addr);
    crash_tell_frames(&line, &registers);
    crash_begin(&line, "end");
    crash_end(&line);
    die(signal);
}

UNINSTRUMENTED static int64_t processor_nanoseconds(void) {
    struct timespec used = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

/* The clock goes on while a process is stopped, or waits for a processor: time that is up says nothing yet. What this
 * process does with a little more of it tells one that works from one that hangs. */
UNINSTRUMENTED static void handle_alarm(int signal, siginfo_t *information, void *context) {
    if (information->si_code == SI_KERNEL && used_at_alarm < 0) {
        const struct itimerval look = {.it_value = {.tv_usec = LOOK_MICROSECONDS}};
        if (syscall(SYS_setitimer, ITIMER_REAL, &look, NULL) == 0) {
            used_at_alarm = processor_nanoseconds();
            return;
        }
    }
    if (used_at_alarm >= 0) used_since_alarm = processor_nanoseconds() - used_at_alarm;
    handle(signal, information, context);
}

static int handle_signal(int signal) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
    sigfillset(&action.sa_mask);
    return sigaction(signal, &action, NULL) < 0 ? -errno : 0;
}

int crash_install_for(int signal) { return handle_signal(signal); }

int crash_install(int descriptor) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
    int result = crash_give_signal_stack();
    if (result < 0) return result;

    pthread_mutex_lock(&lock);
    crash_descriptor = descriptor;
    crash_note_images();
    for (size_t i = 0; i < sizeof signals / sizeof *signals && result == 0; i++) result = handle_signal(signals[i]);
    struct sigaction alarm_action = {.sa_sigaction = handle_alarm, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigfillset(&alarm_action.sa_mask);
    if (result == 0 && sigaction(SIGALRM, &alarm_action, NULL) < 0) result = -errno;
    pthread_mutex_unlock(&lock);
    return result;
}
