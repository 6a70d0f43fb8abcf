/* The switch on riscv64 with floating point in registers (psABI, lp64d): callee-saved are s0 (the frame pointer) to
 * s11, sp and fs0 to fs11; fcsr holds the rounding mode. Whoever calls a function has saved everything else, ra too. */
#if defined(__riscv) && __riscv_xlen == 64 && defined(__riscv_float_abi_double)

/* What a stopped fiber's stack holds, from its stack pointer up. */
#define FRAME_RA 0
#define FRAME_S0 8
#define FRAME_S1 16
#define FRAME_S2 24
#define FRAME_S3 32
#define FRAME_S4 40
#define FRAME_S5 48
#define FRAME_S6 56
#define FRAME_S7 64
#define FRAME_S8 72
#define FRAME_S9 80
#define FRAME_S10 88
#define FRAME_S11 96
#define FRAME_FS0 104
#define FRAME_FS1 112
#define FRAME_FS2 120
#define FRAME_FS3 128
#define FRAME_FS4 136
#define FRAME_FS5 144
#define FRAME_FS6 152
#define FRAME_FS7 160
#define FRAME_FS8 168
#define FRAME_FS9 176
#define FRAME_FS10 184
#define FRAME_FS11 192
#define FRAME_FCSR 200
#define FRAME_SIZE 208

    .text

/* void fiber_switch_registers(struct fiber_context *from [a0], struct fiber_context *to [a1]), which is all that
 * `fiber_switch` and `fiber_switch_last` are where no sanitizer has to hear of it. */
    .globl fiber_switch_registers
    .hidden fiber_switch_registers
    .type fiber_switch_registers, @function
    .p2align 4
fiber_switch_registers:
    .cfi_startproc
    /* Early, as what is read from there decides how soon the other fiber can go on. */
    ld t0, 0(a1)
    addi sp, sp, -FRAME_SIZE
    .cfi_adjust_cfa_offset FRAME_SIZE
    sd ra, FRAME_RA(sp)
    .cfi_rel_offset ra, FRAME_RA
    sd s0, FRAME_S0(sp)
    .cfi_rel_offset s0, FRAME_S0
    sd s1, FRAME_S1(sp)
    .cfi_rel_offset s1, FRAME_S1
    sd s2, FRAME_S2(sp)
    .cfi_rel_offset s2, FRAME_S2
    sd s3, FRAME_S3(sp)
    .cfi_rel_offset s3, FRAME_S3
    sd s4, FRAME_S4(sp)
    .cfi_rel_offset s4, FRAME_S4
    sd s5, FRAME_S5(sp)
    .cfi_rel_offset s5, FRAME_S5
    sd s6, FRAME_S6(sp)
    .cfi_rel_offset s6, FRAME_S6
    sd s7, FRAME_S7(sp)
    .cfi_rel_offset s7, FRAME_S7
    sd s8, FRAME_S8(sp)
    .cfi_rel_offset s8, FRAME_S8
    sd s9, FRAME_S9(sp)
    .cfi_rel_offset s9, FRAME_S9
    sd s10, FRAME_S10(sp)
    .cfi_rel_offset s10, FRAME_S10
    sd s11, FRAME_S11(sp)
    .cfi_rel_offset s11, FRAME_S11
    fsd fs0, FRAME_FS0(sp)
    .cfi_rel_offset fs0, FRAME_FS0
    fsd fs1, FRAME_FS1(sp)
    .cfi_rel_offset fs1, FRAME_FS1
    fsd fs2, FRAME_FS2(sp)
    .cfi_rel_offset fs2, FRAME_FS2
    fsd fs3, FRAME_FS3(sp)
    .cfi_rel_offset fs3, FRAME_FS3
    fsd fs4, FRAME_FS4(sp)
    .cfi_rel_offset fs4, FRAME_FS4
    fsd fs5, FRAME_FS5(sp)
    .cfi_rel_offset fs5, FRAME_FS5
    fsd fs6, FRAME_FS6(sp)
    .cfi_rel_offset fs6, FRAME_FS6
    fsd fs7, FRAME_FS7(sp)
    .cfi_rel_offset fs7, FRAME_FS7
    fsd fs8, FRAME_FS8(sp)
    .cfi_rel_offset fs8, FRAME_FS8
    fsd fs9, FRAME_FS9(sp)
    .cfi_rel_offset fs9, FRAME_FS9
    fsd fs10, FRAME_FS10(sp)
    .cfi_rel_offset fs10, FRAME_FS10
    fsd fs11, FRAME_FS11(sp)
    .cfi_rel_offset fs11, FRAME_FS11
    frcsr t1
    sd t1, FRAME_FCSR(sp)

    sd sp, 0(a0)
    mv sp, t0

    ld t2, FRAME_RA(sp)
    ld t3, FRAME_FCSR(sp)
    ld s0, FRAME_S0(sp)
    ld s1, FRAME_S1(sp)
    ld s2, FRAME_S2(sp)
    ld s3, FRAME_S3(sp)
    ld s4, FRAME_S4(sp)
    ld s5, FRAME_S5(sp)
    ld s6, FRAME_S6(sp)
    ld s7, FRAME_S7(sp)
    ld s8, FRAME_S8(sp)
    ld s9, FRAME_S9(sp)
    ld s10, FRAME_S10(sp)
    ld s11, FRAME_S11(sp)
    fld fs0, FRAME_FS0(sp)
    fld fs1, FRAME_FS1(sp)
    fld fs2, FRAME_FS2(sp)
    fld fs3, FRAME_FS3(sp)
    fld fs4, FRAME_FS4(sp)
    fld fs5, FRAME_FS5(sp)
    fld fs6, FRAME_FS6(sp)
    fld fs7, FRAME_FS7(sp)
    fld fs8, FRAME_FS8(sp)
    fld fs9, FRAME_FS9(sp)
    fld fs10, FRAME_FS10(sp)
    fld fs11, FRAME_FS11(sp)
    /* Writing fcsr is slow, and all fibers mostly have the same. */
    beq t3, t1, 1f
    fscsr t3
1:  addi sp, sp, FRAME_SIZE
    .cfi_def_cfa sp, 0
    .cfi_register ra, t2
    .cfi_same_value s0
    .cfi_same_value s1
    .cfi_same_value s2
    .cfi_same_value s3
    .cfi_same_value s4
    .cfi_same_value s5
    .cfi_same_value s6
    .cfi_same_value s7
    .cfi_same_value s8
    .cfi_same_value s9
    .cfi_same_value s10
    .cfi_same_value s11
    .cfi_same_value fs0
    .cfi_same_value fs1
    .cfi_same_value fs2
    .cfi_same_value fs3
    .cfi_same_value fs4
    .cfi_same_value fs5
    .cfi_same_value fs6
    .cfi_same_value fs7
    .cfi_same_value fs8
    .cfi_same_value fs9
    .cfi_same_value fs10
    .cfi_same_value fs11
    /* Not by ra, which would be a return: the processor predicts where a return goes from the calls it has seen, and a
     * switch returns elsewhere. */
    jr t2
    .cfi_endproc
    .size fiber_switch_registers, . - fiber_switch_registers

    .weak fiber_switch, fiber_switch_last
    .set fiber_switch, fiber_switch_registers
    .set fiber_switch_last, fiber_switch_registers

/* void *fiber_prepare_registers(void *top [a0], void (*entry)(void *) [a1], void *argument [a2]) */
    .globl fiber_prepare_registers
    .hidden fiber_prepare_registers
    .type fiber_prepare_registers, @function
    .p2align 4
fiber_prepare_registers:
    .cfi_startproc
    andi a0, a0, -16
    addi a0, a0, -FRAME_SIZE
    lla t0, .Lenter
    sd t0, FRAME_RA(a0)
    /* Ends walks along frame pointers. */
    sd zero, FRAME_S0(a0)
    sd a1, FRAME_S1(a0)
    sd a2, FRAME_S2(a0)
    sd zero, FRAME_S3(a0)
    sd zero, FRAME_S4(a0)
    sd zero, FRAME_S5(a0)
    sd zero, FRAME_S6(a0)
    sd zero, FRAME_S7(a0)
    sd zero, FRAME_S8(a0)
    sd zero, FRAME_S9(a0)
    sd zero, FRAME_S10(a0)
    sd zero, FRAME_S11(a0)
    sd zero, FRAME_FS0(a0)
    sd zero, FRAME_FS1(a0)
    sd zero, FRAME_FS2(a0)
    sd zero, FRAME_FS3(a0)
    sd zero, FRAME_FS4(a0)
    sd zero, FRAME_FS5(a0)
    sd zero, FRAME_FS6(a0)
    sd zero, FRAME_FS7(a0)
    sd zero, FRAME_FS8(a0)
    sd zero, FRAME_FS9(a0)
    sd zero, FRAME_FS10(a0)
    sd zero, FRAME_FS11(a0)
    frcsr t0
    sd t0, FRAME_FCSR(a0)
    ret
    .cfi_endproc
    .size fiber_prepare_registers, . - fiber_prepare_registers

    .globl fiber_start
    .hidden fiber_start
    .type fiber_start, @function
    .p2align 4
fiber_start:
    .cfi_startproc
    .cfi_undefined ra
    .cfi_undefined s0
    /* Entered after its first instruction: whoever walks a stack looks up a return address less one. */
    nop
.Lenter:
    mv a0, s2
    jalr s1
    ebreak
    .cfi_endproc
    .size fiber_start, . - fiber_start
#endif
    .section .note.GNU-stack, "", %progbits
