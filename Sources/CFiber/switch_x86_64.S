/* The switch on x86-64 (System V ABI, 3.2.1): callee-saved are rbx, rbp, r12 to r15, rsp, the control bits of MXCSR and
 * the x87 control word. Whoever calls a function has saved everything else, vector registers too. */
#if defined(__x86_64__)

/* What a stopped fiber's stack holds, from its stack pointer up. */
#define CONTROL_SSE 0 /* MXCSR */
#define CONTROL_X87 4
#define FRAME_R15 8
#define FRAME_R14 16
#define FRAME_R13 24
#define FRAME_R12 32
#define FRAME_RBX 40
#define FRAME_RBP 48
#define FRAME_RIP 56
#define FRAME_SIZE 64

    .text

/* void fiber_switch_registers(struct fiber_context *from [rdi], struct fiber_context *to [rsi]), which is all that
 * `fiber_switch` and `fiber_switch_last` are where no sanitizer has to hear of it. */
    .globl fiber_switch_registers
    .hidden fiber_switch_registers
    .type fiber_switch_registers, @function
    .p2align 4
fiber_switch_registers:
    .cfi_startproc
    /* Early, as what is read from there decides how soon the other fiber can go on. */
    movq (%rsi), %r8
    leaq -FRAME_RIP(%rsp), %rsp
    .cfi_adjust_cfa_offset FRAME_RIP
    movq %rbp, FRAME_RBP(%rsp)
    .cfi_rel_offset rbp, FRAME_RBP
    movq %rbx, FRAME_RBX(%rsp)
    .cfi_rel_offset rbx, FRAME_RBX
    movq %r12, FRAME_R12(%rsp)
    .cfi_rel_offset r12, FRAME_R12
    movq %r13, FRAME_R13(%rsp)
    .cfi_rel_offset r13, FRAME_R13
    movq %r14, FRAME_R14(%rsp)
    .cfi_rel_offset r14, FRAME_R14
    movq %r15, FRAME_R15(%rsp)
    .cfi_rel_offset r15, FRAME_R15
    stmxcsr CONTROL_SSE(%rsp)
    fnstcw CONTROL_X87(%rsp)

    movq %rsp, (%rdi)
    movq %r8, %rsp

    movq FRAME_RIP(%rsp), %rcx
    ldmxcsr CONTROL_SSE(%rsp)
    fldcw CONTROL_X87(%rsp)
    movq FRAME_R15(%rsp), %r15
    movq FRAME_R14(%rsp), %r14
    movq FRAME_R13(%rsp), %r13
    movq FRAME_R12(%rsp), %r12
    movq FRAME_RBX(%rsp), %rbx
    movq FRAME_RBP(%rsp), %rbp
    leaq FRAME_SIZE(%rsp), %rsp
    .cfi_def_cfa rsp, 0
    .cfi_register rip, rcx
    .cfi_same_value rbp
    .cfi_same_value rbx
    .cfi_same_value r12
    .cfi_same_value r13
    .cfi_same_value r14
    .cfi_same_value r15
    /* Not `ret`: the processor predicts where a return goes from the calls it has seen, and a switch returns
     * elsewhere. */
    jmpq *%rcx
    .cfi_endproc
    .size fiber_switch_registers, . - fiber_switch_registers

    .weak fiber_switch, fiber_switch_last
    .set fiber_switch, fiber_switch_registers
    .set fiber_switch_last, fiber_switch_registers

/* void *fiber_prepare_registers(void *top [rdi], void (*entry)(void *) [rsi], void *argument [rdx])
 *
 * `fiber_start` is jumped to with the stack pointer a multiple of 16, so that `entry` is called as the ABI wants it. */
    .globl fiber_prepare_registers
    .hidden fiber_prepare_registers
    .type fiber_prepare_registers, @function
    .p2align 4
fiber_prepare_registers:
    .cfi_startproc
    andq $-16, %rdi
    leaq -FRAME_SIZE(%rdi), %rax
    movq $0, CONTROL_SSE(%rax)
    stmxcsr CONTROL_SSE(%rax)
    fnstcw CONTROL_X87(%rax)
    movq %rsi, FRAME_R12(%rax)
    movq %rdx, FRAME_R13(%rax)
    xorl %ecx, %ecx
    movq %rcx, FRAME_R15(%rax)
    movq %rcx, FRAME_R14(%rax)
    movq %rcx, FRAME_RBX(%rax)
    /* Ends walks along frame pointers. */
    movq %rcx, FRAME_RBP(%rax)
    leaq .Lenter(%rip), %rcx
    movq %rcx, FRAME_RIP(%rax)
    retq
    .cfi_endproc
    .size fiber_prepare_registers, . - fiber_prepare_registers

    .globl fiber_start
    .hidden fiber_start
    .type fiber_start, @function
    .p2align 4
fiber_start:
    .cfi_startproc
    .cfi_undefined rip
    .cfi_undefined rbp
    /* Entered after its first instruction: whoever walks a stack looks up a return address less one. */
    nop
.Lenter:
    movq %r13, %rdi
    callq *%r12
    ud2
    .cfi_endproc
    .size fiber_start, . - fiber_start

#endif
    .section .note.GNU-stack, "", %progbits
