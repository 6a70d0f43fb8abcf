/* Functions as compilers make them around a switch in inline assembly that they were told too little of. */
#if defined(__x86_64__)
#include "assembly.h"

#define RED_ZONE 128

    /* void name(struct specimen_run *run [rdi])
     *
     * A leaf function, to its compiler: it calls nothing but from inline assembly. Fills its red zone with the 16 words
     * of the first fiber's result, switches, and reads them back. */
    .macro LEAF name, step
    FUNCTION \name
    OPEN_FRAME
    pushq %rbx
    .cfi_offset rbx, -24
    pushq %r12
    .cfi_offset r12, -32
    movq RUN_FIRST_RESULT(%rdi), %rbx
    xorl %ecx, %ecx
1:  movq (%rbx,%rcx,8), %rax
    movq %rax, -RED_ZONE(%rsp,%rcx,8)
    incl %ecx
    cmpl $16, %ecx
    jne 1b

    leaq RUN_SECOND(%rdi), %rsi
    .if \step
    leaq -RED_ZONE(%rsp), %rsp
    .endif
    callq specimen_switch_complete
    .if \step
    leaq RED_ZONE(%rsp), %rsp
    .endif

    xorl %ecx, %ecx
1:  movq -RED_ZONE(%rsp,%rcx,8), %rax
    movq %rax, (%rbx,%rcx,8)
    incl %ecx
    cmpl $16, %ecx
    jne 1b
    popq %r12
    popq %rbx
    CLOSE_FRAME
    .cfi_restore rbx
    .cfi_restore r12
    retq
    END_FUNCTION \name
    .endm

    LEAF specimen_leaf_that_calls_through_red_zone, 0
    LEAF specimen_leaf_that_steps_over_red_zone, 1

    .macro LOAD_SCRATCH
    movq SCRATCH_R8(%rax), %r8
    movq SCRATCH_R9(%rax), %r9
    movq SCRATCH_R10(%rax), %r10
    movq SCRATCH_R11(%rax), %r11
    movq SCRATCH_XMM8(%rax), %xmm8
    movq SCRATCH_XMM9(%rax), %xmm9
    movq SCRATCH_XMM10(%rax), %xmm10
    movq SCRATCH_XMM11(%rax), %xmm11
    .endm

    .macro STORE_SCRATCH
    movq %r8, SCRATCH_R8(%rax)
    movq %r9, SCRATCH_R9(%rax)
    movq %r10, SCRATCH_R10(%rax)
    movq %r11, SCRATCH_R11(%rax)
    movq %xmm8, SCRATCH_XMM8(%rax)
    movq %xmm9, SCRATCH_XMM9(%rax)
    movq %xmm10, SCRATCH_XMM10(%rax)
    movq %xmm11, SCRATCH_XMM11(%rax)
    .endm

    /* What the inline assembly holds: stops at its own end and goes on at `to` [rsi], in rcx and rdx, which it names.
     * It keeps all that is callee-saved, and steps over the red zone. */
    .macro INLINE_SWITCH
    leaq -RED_ZONE-FRAME_SIZE(%rsp), %rsp
    movq %rbp, FRAME_RBP(%rsp)
    movq %rbx, FRAME_RBX(%rsp)
    movq %r12, FRAME_R12(%rsp)
    movq %r13, FRAME_R13(%rsp)
    movq %r14, FRAME_R14(%rsp)
    movq %r15, FRAME_R15(%rsp)
    stmxcsr CONTROL_SSE(%rsp)
    fnstcw CONTROL_X87(%rsp)
    leaq 1f(%rip), %rcx
    movq %rcx, FRAME_RIP(%rsp)
    movq %rsp, (%rdi)
    movq (%rsi), %rsp
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
    jmpq *%rcx
1:  leaq RED_ZONE(%rsp), %rsp
    .endm

    /* void name(struct specimen_run *run [rdi])
     *
     * Has the values of the first fiber's result in registers across the switch, or, where it knows better, on the
     * stack; then writes back what it has. */
    .macro INLINED name, declared
    FUNCTION \name
    OPEN_FRAME
    pushq %rbx
    .cfi_offset rbx, -24
    subq $72, %rsp
    movq RUN_FIRST_RESULT(%rdi), %rbx
    movq %rbx, %rax
    LOAD_SCRATCH
    .if \declared
    movq %rsp, %rax
    STORE_SCRATCH
    .endif
    leaq RUN_SECOND(%rdi), %rsi
    INLINE_SWITCH
    .if \declared
    movq %rsp, %rax
    LOAD_SCRATCH
    .endif
    movq %rbx, %rax
    STORE_SCRATCH
    addq $72, %rsp
    popq %rbx
    CLOSE_FRAME
    .cfi_restore rbx
    retq
    END_FUNCTION \name
    .endm

    INLINED specimen_inline_switch_without_clobbers, 0
    INLINED specimen_inline_switch_with_clobbers, 1

/* void specimen_second_fiber_scratch(struct specimen_run *run [rdi])
 *
 * Leaves values of its own in the registers that nobody keeps, and switches back. */
FUNCTION specimen_second_fiber_scratch
    OPEN_FRAME
    movq RUN_SECOND_RESULT(%rdi), %rax
    LOAD_SCRATCH
    leaq RUN_FIRST(%rdi), %rsi
    leaq RUN_SECOND(%rdi), %rdi
    callq specimen_switch_complete
    ud2
END_FUNCTION specimen_second_fiber_scratch

#endif
    .section .note.GNU-stack, "", %progbits
