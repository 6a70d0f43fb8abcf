/* uint32_t specimen_witness(const struct specimen_state *pattern [rdi], struct specimen_state *found [rsi],
 *                           specimen_switch change [rdx], void *from [rcx], void *to [r8])
 *
 * When `change` returns, only the stack pointer is trusted. */
#if defined(__x86_64__)
#include "assembly.h"

/* The witness's frame, from its stack pointer up. */
#define SLOT 0 /* aligned to 16 */
#define PATTERN 16
#define FOUND 24
#define CALLER_R15 32
#define CALLER_R14 40
#define CALLER_R13 48
#define CALLER_R12 56
#define CALLER_RBX 64
#define CALLER_CONTROL_SSE 72
#define CALLER_CONTROL_X87 76
#define WITNESS_FRAME 80

/* MXCSR without its sticky exception flags, which nobody keeps. */
#define MXCSR_CONTROL_BITS 0xffc0

    .macro KEEP register, slot
    movq %\register, \slot(%rsp)
    .cfi_rel_offset \register, \slot
    .endm

    .macro GIVE_BACK register, slot
    movq \slot(%rsp), %\register
    .cfi_restore \register
    .endm

    /* Into eax, bit `bit`: whether the 64 or 32 bits at `place` differ. */
    .macro COMPARE place, bit, load, register
    \load \place(%r10), %\register
    xorl %r8d, %r8d
    cmp \place(%r11), %\register
    setne %r8b
    shll $\bit, %r8d
    orl %r8d, %eax
    .endm

FUNCTION specimen_witness
    OPEN_FRAME
    subq $WITNESS_FRAME, %rsp
    .cfi_def_cfa rsp, WITNESS_FRAME + 16
    /* First, while the frame pointer is one: on a misaligned stack this is where it ends. */
    movq STATE_SLOT(%rdi), %xmm0
    punpcklqdq %xmm0, %xmm0
    movaps %xmm0, SLOT(%rsp)
    movq %rdi, PATTERN(%rsp)
    movq %rsi, FOUND(%rsp)
    KEEP rbx, CALLER_RBX
    KEEP r12, CALLER_R12
    KEEP r13, CALLER_R13
    KEEP r14, CALLER_R14
    KEEP r15, CALLER_R15
    stmxcsr CALLER_CONTROL_SSE(%rsp)
    fnstcw CALLER_CONTROL_X87(%rsp)

    movq %rdi, %r10
    movq %rdx, %rax
    movq %rcx, %rdi
    movq %r8, %rsi
    ldmxcsr STATE_MXCSR(%r10)
    fldcw STATE_X87_CONTROL(%r10)
    movq STATE_RBX(%r10), %rbx
    movq STATE_R12(%r10), %r12
    movq STATE_R13(%r10), %r13
    movq STATE_R14(%r10), %r14
    movq STATE_R15(%r10), %r15
    movq STATE_RBP(%r10), %rbp
    callq *%rax

    movq FOUND(%rsp), %r10
    movq PATTERN(%rsp), %r11
    movq %rbx, STATE_RBX(%r10)
    movq %rbp, STATE_RBP(%r10)
    movq %r12, STATE_R12(%r10)
    movq %r13, STATE_R13(%r10)
    movq %r14, STATE_R14(%r10)
    movq %r15, STATE_R15(%r10)
    stmxcsr STATE_MXCSR(%r10)
    andl $MXCSR_CONTROL_BITS, STATE_MXCSR(%r10)
    movl $0, STATE_X87_CONTROL(%r10)
    fnstcw STATE_X87_CONTROL(%r10)

    ldmxcsr CALLER_CONTROL_SSE(%rsp)
    fldcw CALLER_CONTROL_X87(%rsp)
    GIVE_BACK rbx, CALLER_RBX
    GIVE_BACK r12, CALLER_R12
    GIVE_BACK r13, CALLER_R13
    GIVE_BACK r14, CALLER_R14
    GIVE_BACK r15, CALLER_R15
    leaq WITNESS_FRAME(%rsp), %rbp
    .cfi_def_cfa rbp, 16

    /* Of the slot's two halves, the one that differs is what was found. */
    movq SLOT(%rsp), %rcx
    cmpq STATE_SLOT(%r11), %rcx
    jne 1f
    movq SLOT+8(%rsp), %rcx
1:  movq %rcx, STATE_SLOT(%r10)

    xorl %eax, %eax
    COMPARE STATE_RBX, 0, movq, rcx
    COMPARE STATE_RBP, 1, movq, rcx
    COMPARE STATE_R12, 2, movq, rcx
    COMPARE STATE_R13, 3, movq, rcx
    COMPARE STATE_R14, 4, movq, rcx
    COMPARE STATE_R15, 5, movq, rcx
    COMPARE STATE_SLOT, 6, movq, rcx
    COMPARE STATE_MXCSR, 7, movl, ecx
    COMPARE STATE_X87_CONTROL, 8, movl, ecx
    CLOSE_FRAME
    retq
END_FUNCTION specimen_witness

#endif
    .section .note.GNU-stack, "", %progbits
