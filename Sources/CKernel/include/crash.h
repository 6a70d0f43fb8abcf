/* What a process writes down of its own death. Included by CKernel.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which fiber a stack belongs to. `name` is NULL or a C string; neither it nor the label need to be readable when the
 * process crashes. */
struct crash_label {
    uint64_t number;
    const char *name;
};

/* Stacks that lie side by side: `count` slots of `stride` bytes from `low`. The first `guard` bytes of a slot are its
 * guard, into which the stack above overflows; at the slot's start + `label_offset` lies a struct crash_label, unless
 * they are stacks that threads have changed their own for (`are_threads`). */
struct crash_stacks {
    uintptr_t low;
    size_t stride;
    size_t guard;
    size_t count;
    size_t label_offset;
    bool are_threads;
};

/* Makes these stacks known to the crash handler, from any thread. 0, or −1 when the table, which has 32 entries, is
 * full; −1 too for a stride or count of 0. */
int crash_note_stacks(const struct crash_stacks *stacks);

/* Takes back what was noted for the stacks that begin at `low`, before they are unmapped. */
void crash_forget_stacks(uintptr_t low);

/* From here on SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS and SIGALRM (which stands for "it hung here")
 * write a record of lines that begin with "crash " to `descriptor`, then end the process by their default action,
 * without a core file. The format is read by CrashRecord of room Children.
 *
 * The first SIGALRM of a timer (setitimer(2)) only looks: it arms the timer for another quarter of a second, and the
 * second SIGALRM's record tells how much processor time was used in it.
 *
 * Gives the calling thread an alternate signal stack of its own, which stays until the process ends: every thread that
 * may destroy its stack calls this once. 0, or the negated errno of what failed. */
int crash_install(int descriptor);

/* The same for another signal, once `crash_install` has returned 0: SIGPIPE, say, where a write is to end this process. 0,
 * or the negated errno. */
int crash_install_for(int signal);
