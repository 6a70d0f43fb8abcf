/* What the assembly files of this target share. */
#pragma once

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

/* struct specimen_state */
#define STATE_RBX 0
#define STATE_RBP 8
#define STATE_R12 16
#define STATE_R13 24
#define STATE_R14 32
#define STATE_R15 40
#define STATE_SLOT 48
#define STATE_MXCSR 56
#define STATE_X87_CONTROL 60

/* struct specimen_observation */
#define OBSERVATION_EXPECTED 0
#define OBSERVATION_FOUND 64
#define OBSERVATION_DIFFERS 128

/* struct specimen_run */
#define RUN_FIRST 0
#define RUN_SECOND 8
#define RUN_CHANGE 16
#define RUN_FIRST_RESULT 24
#define RUN_SECOND_RESULT 32

/* struct specimen_scratch */
#define SCRATCH_R8 0
#define SCRATCH_R9 8
#define SCRATCH_R10 16
#define SCRATCH_R11 24
#define SCRATCH_XMM8 32
#define SCRATCH_XMM9 40
#define SCRATCH_XMM10 48
#define SCRATCH_XMM11 56

#ifdef __ASSEMBLER__
    .macro FUNCTION name
    .text
    .globl \name
    .hidden \name
    .type \name, @function
    .p2align 4
\name:
    .cfi_startproc
    .endm

    .macro END_FUNCTION name
    .cfi_endproc
    .size \name, . - \name
    .endm

    /* A frame with its pointer: walks along frame pointers pass through. */
    .macro OPEN_FRAME
    pushq %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register rbp
    .endm

    .macro CLOSE_FRAME
    leave
    .cfi_def_cfa rsp, 8
    .cfi_restore rbp
    .endm
#endif
