/* The two fibers of a specimen: how they begin, and what those do that have a witness. */
#if defined(__x86_64__)
#include "assembly.h"

#define KEPT_RBX 8
#define KEPT_R12 16
#define KEPT_R13 24
#define KEPT_R14 32
#define KEPT_R15 40
#define KEPT_CONTROL_SSE 48
#define KEPT_CONTROL_X87 52

/* void specimen_first_fiber_start(void *top [rdi], void (*entry)(void *) [rsi], void *argument [rdx])
 *
 * Calls `entry(argument)` on another stack, and returns with all that the ABI calls callee-saved as it was, whatever
 * became of it meanwhile. `top` is a multiple of 16. */
FUNCTION specimen_first_fiber_start
    OPEN_FRAME
    subq $64, %rsp
    movq %rbx, KEPT_RBX(%rsp)
    movq %r12, KEPT_R12(%rsp)
    movq %r13, KEPT_R13(%rsp)
    movq %r14, KEPT_R14(%rsp)
    movq %r15, KEPT_R15(%rsp)
    stmxcsr KEPT_CONTROL_SSE(%rsp)
    fnstcw KEPT_CONTROL_X87(%rsp)
    leaq -16(%rdi), %rdi
    movq %rsp, (%rdi)
    .cfi_remember_state
    movq %rdi, %rsp
    /* The end of the chain, by frame pointers and by CFI. */
    .cfi_undefined rip
    .cfi_undefined rbp
    xorl %ebp, %ebp
    movq %rdx, %rdi
    callq *%rsi
    movq (%rsp), %rsp
    leaq 64(%rsp), %rbp
    .cfi_restore_state
    movq KEPT_RBX(%rsp), %rbx
    movq KEPT_R12(%rsp), %r12
    movq KEPT_R13(%rsp), %r13
    movq KEPT_R14(%rsp), %r14
    movq KEPT_R15(%rsp), %r15
    ldmxcsr KEPT_CONTROL_SSE(%rsp)
    fldcw KEPT_CONTROL_X87(%rsp)
    CLOSE_FRAME
    retq
END_FUNCTION specimen_first_fiber_start

/* void *specimen_prepare_stack(void *top [rdi], void (*entry)(void *) [rsi], void *argument [rdx])
 *
 * What the start needs lies on the stack: a switch that does not keep a register would lose it there. `entry` is called
 * as the ABI wants it when `top` is a multiple of 16. */
FUNCTION specimen_prepare_stack
    movq %rsi, -16(%rdi)
    movq %rdx, -8(%rdi)
    leaq -16-FRAME_SIZE(%rdi), %rax
    movq $0, CONTROL_SSE(%rax)
    stmxcsr CONTROL_SSE(%rax)
    fnstcw CONTROL_X87(%rax)
    xorl %ecx, %ecx
    movq %rcx, FRAME_R15(%rax)
    movq %rcx, FRAME_R14(%rax)
    movq %rcx, FRAME_R13(%rax)
    movq %rcx, FRAME_R12(%rax)
    movq %rcx, FRAME_RBX(%rax)
    movq %rcx, FRAME_RBP(%rax)
    leaq .Lenter(%rip), %rcx
    movq %rcx, FRAME_RIP(%rax)
    retq
END_FUNCTION specimen_prepare_stack

FUNCTION specimen_second_fiber_start
    .cfi_undefined rip
    .cfi_undefined rbp
    /* Entered after its first instruction: whoever walks a stack looks up a return address less one. */
    nop
.Lenter:
    xorl %ebp, %ebp
    movq 8(%rsp), %rdi
    callq *(%rsp)
    ud2
END_FUNCTION specimen_second_fiber_start

/* void specimen_first_fiber(struct specimen_run *run [rdi])
 *
 * Twice, so that the second fiber comes back from a switch too. */
FUNCTION specimen_first_fiber
    OPEN_FRAME
    pushq %rbx
    .cfi_offset rbx, -24
    pushq %r12
    .cfi_offset r12, -32
    movq %rdi, %rbx
    movl $2, %r12d
1:  movq RUN_FIRST_RESULT(%rbx), %rdi
    leaq OBSERVATION_FOUND(%rdi), %rsi
    movq RUN_CHANGE(%rbx), %rdx
    leaq RUN_FIRST(%rbx), %rcx
    leaq RUN_SECOND(%rbx), %r8
    callq specimen_witness
    movq RUN_FIRST_RESULT(%rbx), %rdi
    movl %eax, OBSERVATION_DIFFERS(%rdi)
    decl %r12d
    jnz 1b
    popq %r12
    popq %rbx
    CLOSE_FRAME
    .cfi_restore rbx
    .cfi_restore r12
    retq
END_FUNCTION specimen_first_fiber

/* void specimen_second_fiber(struct specimen_run *run [rdi]), which never returns. */
FUNCTION specimen_second_fiber
    OPEN_FRAME
    pushq %rbx
    .cfi_offset rbx, -24
    pushq %r12
    .cfi_offset r12, -32
    movq %rdi, %rbx
1:  movq RUN_SECOND_RESULT(%rbx), %rdi
    leaq OBSERVATION_FOUND(%rdi), %rsi
    movq RUN_CHANGE(%rbx), %rdx
    leaq RUN_SECOND(%rbx), %rcx
    leaq RUN_FIRST(%rbx), %r8
    callq specimen_witness
    movq RUN_SECOND_RESULT(%rbx), %rdi
    movl %eax, OBSERVATION_DIFFERS(%rdi)
    jmp 1b
END_FUNCTION specimen_second_fiber

/* void specimen_first_fiber_stale(struct specimen_run *run [rdi]) */
FUNCTION specimen_first_fiber_stale
    OPEN_FRAME
    leaq RUN_SECOND(%rdi), %rsi
    callq specimen_switch_with_stale_register
    ud2
END_FUNCTION specimen_first_fiber_stale

#endif
    .section .note.GNU-stack, "", %progbits
