/* Switches that differ from a right one in one place, and the right one. */
#if defined(__x86_64__)
#include "assembly.h"

    .macro SAVE register, slot, omitted
    .ifnc \register, \omitted
    movq %\register, \slot(%rsp)
    .cfi_rel_offset \register, \slot
    .endif
    .endm

    .macro LOAD register, slot, omitted
    .ifnc \register, \omitted
    movq \slot(%rsp), %\register
    .cfi_same_value \register
    .endif
    .endm

    /* void name(void *from [rdi], void *to [rsi]): all is kept but `omitted`. */
    .macro SWITCH name, omitted
    FUNCTION \name
    leaq -FRAME_RIP(%rsp), %rsp
    .cfi_adjust_cfa_offset FRAME_RIP
    SAVE rbp, FRAME_RBP, \omitted
    SAVE rbx, FRAME_RBX, \omitted
    SAVE r12, FRAME_R12, \omitted
    SAVE r13, FRAME_R13, \omitted
    SAVE r14, FRAME_R14, \omitted
    SAVE r15, FRAME_R15, \omitted
    .ifnc mxcsr, \omitted
    stmxcsr CONTROL_SSE(%rsp)
    .endif
    .ifnc x87, \omitted
    fnstcw CONTROL_X87(%rsp)
    .endif

    movq %rsp, (%rdi)
    movq (%rsi), %rsp

    movq FRAME_RIP(%rsp), %rcx
    .ifnc mxcsr, \omitted
    ldmxcsr CONTROL_SSE(%rsp)
    .endif
    .ifnc x87, \omitted
    fldcw CONTROL_X87(%rsp)
    .endif
    LOAD r15, FRAME_R15, \omitted
    LOAD r14, FRAME_R14, \omitted
    LOAD r13, FRAME_R13, \omitted
    LOAD r12, FRAME_R12, \omitted
    LOAD rbx, FRAME_RBX, \omitted
    LOAD rbp, FRAME_RBP, \omitted
    leaq FRAME_SIZE(%rsp), %rsp
    .cfi_def_cfa rsp, 0
    .cfi_register rip, rcx
    jmpq *%rcx
    END_FUNCTION \name
    .endm

    SWITCH specimen_switch_complete, nothing
    SWITCH specimen_switch_without_rbx, rbx
    SWITCH specimen_switch_without_rbp, rbp
    SWITCH specimen_switch_without_r12, r12
    SWITCH specimen_switch_without_r13, r13
    SWITCH specimen_switch_without_r14, r14
    SWITCH specimen_switch_without_r15, r15
    SWITCH specimen_switch_without_mxcsr, mxcsr
    SWITCH specimen_switch_without_x87_control, x87

/* void specimen_switch_with_stale_register(void *from [rdi], void *to [rsi])
 *
 * As inlined into its caller: the two pointers lie in memory, whose address has to be in rsi. It is computed, into rdx;
 * the copy to rsi is what is missing, and rsi points to memory that was marked as undefined and not written since. */
FUNCTION specimen_switch_with_stale_register
    OPEN_FRAME
    subq $64, %rsp
    movq %rdi, 48(%rsp)
    movq %rsi, 56(%rsp)
    leaq 48(%rsp), %rdx
    movabsq $0xaaaaaaaaaaaaaaaa, %rax
    movq %rax, (%rsp)
    movq %rax, 8(%rsp)
    movq %rsp, %rsi

    movq (%rsi), %rax
    movq 8(%rsi), %rcx
    movq %rsp, (%rax)
    movq (%rcx), %rsp
    ud2
END_FUNCTION specimen_switch_with_stale_register

#endif
    .section .note.GNU-stack, "", %progbits
