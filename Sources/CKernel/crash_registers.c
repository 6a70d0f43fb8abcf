/* The registers as a signal handler is given them, by the names of each architecture. */
#define _GNU_SOURCE
#include "crash_internal.h"

#if defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE "riscv64"
#else
#error "the crash handler does not know this architecture's registers"
#endif

UNINSTRUMENTED static void add(struct crash_registers *registers, const char *name, uint64_t value) {
    registers->all[registers->count].name = name;
    registers->all[registers->count++].value = value;
}

UNINSTRUMENTED void crash_gather_registers(struct crash_registers *registers, const ucontext_t *context) {
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

UNINSTRUMENTED void crash_tell_registers(struct crash_line *line, const struct crash_registers *registers) {
    crash_begin(line, "machine " MACHINE);
    crash_end(line);
    crash_begin(line, "registers");
    for (int i = 0; i < registers->count; i++) {
        crash_put_character(line, ' ');
        crash_put_text(line, registers->all[i].name);
        crash_put_hexadecimal(line, registers->all[i].value);
    }
    crash_end(line);
}
