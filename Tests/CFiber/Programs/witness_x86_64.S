/* Places: rbx, rbp, r12 to r15, a word of the stack, MXCSR, the x87 control word. */
    .text
    .globl witness
    .type witness, @function
witness:
    .cfi_startproc
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    /* From the stack pointer up: `pattern`, `found`, the word, the caller's MXCSR and x87 control word. */
    subq $40, %rsp
    movq %rdi, (%rsp)
    movq %rsi, 8(%rsp)
    stmxcsr 24(%rsp)
    fnstcw 28(%rsp)
    movq %rdi, %r10
    movq %rdx, %rax
    movq %rcx, %rdi
    movq %r8, %rsi
    movq (%r10), %rbx
    movq 8(%r10), %rbp
    movq 16(%r10), %r12
    movq 24(%r10), %r13
    movq 32(%r10), %r14
    movq 40(%r10), %r15
    movq 48(%r10), %rcx
    movq %rcx, 16(%rsp)
    ldmxcsr 56(%r10)
    fldcw 64(%r10)
    callq *%rax
    movq 8(%rsp), %r10
    movq %rbx, (%r10)
    movq %rbp, 8(%r10)
    movq %r12, 16(%r10)
    movq %r13, 24(%r10)
    movq %r14, 32(%r10)
    movq %r15, 40(%r10)
    movq 16(%rsp), %rcx
    movq %rcx, 48(%r10)
    xorl %ecx, %ecx
    movq %rcx, 56(%r10)
    movq %rcx, 64(%r10)
    stmxcsr 56(%r10)
    fnstcw 64(%r10)
    ldmxcsr 24(%rsp)
    fldcw 28(%rsp)
    addq $40, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    retq
    .cfi_endproc
    .size witness, . - witness

    .globl probe_entry
    .type probe_entry, @function
probe_entry:
    .cfi_startproc
    movq %rsp, probe_stack_pointer(%rip)
    movq %rbp, probe_frame_pointer(%rip)
    jmp on_entry
    .cfi_endproc
    .size probe_entry, . - probe_entry
    .section .note.GNU-stack, "", %progbits
