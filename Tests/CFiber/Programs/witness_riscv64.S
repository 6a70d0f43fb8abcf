/* Places: s0 to s11, fs0 to fs11, a word of the stack, fcsr. */
#define FRAME 240

    /* `operation` of each place that is a register, from `base` up, `f` before it for floating point. */
    .macro ALL operation, base
    .set place, 0
    .irp register, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
    \operation \register, place(\base)
    .set place, place + 8
    .endr
    .irp register, fs0, fs1, fs2, fs3, fs4, fs5, fs6, fs7, fs8, fs9, fs10, fs11
    f\operation \register, place(\base)
    .set place, place + 8
    .endr
    .endm
#define WORD 192
#define CONTROL 200

    .text
    .globl witness
    .type witness, @function
witness:
    .cfi_startproc
    /* From the stack pointer up: the caller's registers, the word, the caller's fcsr, ra, `found`. */
    addi sp, sp, -FRAME
    ALL sd, sp
    frcsr t0
    sd t0, CONTROL(sp)
    sd ra, CONTROL+8(sp)
    sd a1, CONTROL+16(sp)
    mv t0, a0
    mv t1, a2
    mv a0, a3
    mv a1, a4
    ld t2, WORD(t0)
    sd t2, WORD(sp)
    ld t2, CONTROL(t0)
    fscsr t2
    ALL ld, t0
    jalr t1
    ld t0, CONTROL+16(sp)
    ALL sd, t0
    ld t2, WORD(sp)
    sd t2, WORD(t0)
    frcsr t2
    sd t2, CONTROL(t0)
    ld t2, CONTROL(sp)
    fscsr t2
    ld ra, CONTROL+8(sp)
    ALL ld, sp
    addi sp, sp, FRAME
    ret
    .cfi_endproc
    .size witness, . - witness

    .globl probe_entry
    .type probe_entry, @function
probe_entry:
    .cfi_startproc
    la t0, probe_stack_pointer
    sd sp, 0(t0)
    la t0, probe_frame_pointer
    sd s0, 0(t0)
    tail on_entry
    .cfi_endproc
    .size probe_entry, . - probe_entry
    .section .note.GNU-stack, "", %progbits
