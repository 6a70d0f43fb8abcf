/* Functions that use the stack they are called on in a way that no optimiser changes. */
#if defined(__x86_64__)
#include "assembly.h"

/* Less than a page, which the smallest guard has. */
#define OVERFLOW_FRAME 1024

/* void specimen_overflow_stack(void) */
FUNCTION specimen_overflow_stack
    OPEN_FRAME
    subq $OVERFLOW_FRAME - 16, %rsp
    /* Where the call would put its return address, so that this and not the call is what meets the guard. */
    movq $0, -8(%rsp)
    callq specimen_overflow_stack
    ud2
END_FUNCTION specimen_overflow_stack

/* struct specimen_jump specimen_jump_guard(size_t frame_bytes [rdi], uint64_t value [rsi]), returned in rax and rdx */
FUNCTION specimen_jump_guard
    OPEN_FRAME
    addq $15, %rdi
    andq $-16, %rdi
    subq %rdi, %rsp
    movq (%rsp), %rdx
    movq %rsi, (%rsp)
    movq %rsp, %rax
    CLOSE_FRAME
    retq
END_FUNCTION specimen_jump_guard

#endif
    .section .note.GNU-stack, "", %progbits
