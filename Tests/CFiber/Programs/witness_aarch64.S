/* Places: x19 to x28, x29, d8 to d15, a word of the stack, FPCR. */
#define FRAME 208

    /* `operation` of each place that is a register, from `base` up. */
    .macro ALL operation, base
    .set place, 0
    .irp register, x19, x20, x21, x22, x23, x24, x25, x26, x27, x28, x29, d8, d9, d10, d11, d12, d13, d14, d15
    \operation \register, [\base, #place]
    .set place, place + 8
    .endr
    .endm
#define WORD 152
#define CONTROL 160

    .text
    .globl witness
    .type witness, %function
witness:
    .cfi_startproc
    /* From the stack pointer up: the caller's registers, the word, the caller's FPCR, x30, `found`. */
    sub sp, sp, #FRAME
    ALL str, sp
    mrs x9, fpcr
    str x9, [sp, #CONTROL]
    str x30, [sp, #CONTROL + 8]
    str x1, [sp, #CONTROL + 16]
    mov x9, x0
    mov x10, x2
    mov x0, x3
    mov x1, x4
    ldr x11, [x9, #WORD]
    str x11, [sp, #WORD]
    ldr x11, [x9, #CONTROL]
    msr fpcr, x11
    ALL ldr, x9
    blr x10
    ldr x9, [sp, #CONTROL + 16]
    ALL str, x9
    ldr x11, [sp, #WORD]
    str x11, [x9, #WORD]
    mrs x11, fpcr
    str x11, [x9, #CONTROL]
    ldr x11, [sp, #CONTROL]
    msr fpcr, x11
    ldr x30, [sp, #CONTROL + 8]
    ALL ldr, sp
    add sp, sp, #FRAME
    ret
    .cfi_endproc
    .size witness, . - witness

    .globl probe_entry
    .type probe_entry, %function
probe_entry:
    .cfi_startproc
    mov x9, sp
    adrp x10, probe_stack_pointer
    str x9, [x10, :lo12:probe_stack_pointer]
    adrp x10, probe_frame_pointer
    str x29, [x10, :lo12:probe_frame_pointer]
    b on_entry
    .cfi_endproc
    .size probe_entry, . - probe_entry
    .section .note.GNU-stack, "", %progbits
