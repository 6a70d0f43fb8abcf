/* The switch on aarch64 (AAPCS64): callee-saved are x19 to x28, x29 (the frame pointer), sp, the lower halves of v8 to
 * v15 and FPCR. Whoever calls a function has saved everything else; x18 is the platform's and is left alone. */
#if defined(__aarch64__)

/* What a stopped fiber's stack holds, from its stack pointer up. */
#define FRAME_FP 0
#define FRAME_LR 8
#define FRAME_X19 16
#define FRAME_X21 32
#define FRAME_X23 48
#define FRAME_X25 64
#define FRAME_X27 80
#define FRAME_D8 96
#define FRAME_D10 112
#define FRAME_D12 128
#define FRAME_D14 144
#define FRAME_FPCR 160
#define FRAME_SIZE 176

    /* What may be called through a pointer begins with this, which processors without branch targets pass over. */
    .macro CALL_TARGET
    hint #34 /* bti c */
    .endm

    .text

/* void fiber_switch_registers(struct fiber_context *from [x0], struct fiber_context *to [x1]), which is all that
 * `fiber_switch` and `fiber_switch_last` are where no sanitizer has to hear of it. */
    .globl fiber_switch_registers
    .hidden fiber_switch_registers
    .type fiber_switch_registers, %function
    .p2align 4
fiber_switch_registers:
    .cfi_startproc
    CALL_TARGET
    /* Early, as what is read from there decides how soon the other fiber can go on. */
    ldr x9, [x1]
    sub sp, sp, #FRAME_SIZE
    .cfi_adjust_cfa_offset FRAME_SIZE
    stp x29, x30, [sp, #FRAME_FP]
    .cfi_rel_offset x29, FRAME_FP
    .cfi_rel_offset x30, FRAME_LR
    stp x19, x20, [sp, #FRAME_X19]
    .cfi_rel_offset x19, FRAME_X19
    .cfi_rel_offset x20, FRAME_X19 + 8
    stp x21, x22, [sp, #FRAME_X21]
    .cfi_rel_offset x21, FRAME_X21
    .cfi_rel_offset x22, FRAME_X21 + 8
    stp x23, x24, [sp, #FRAME_X23]
    .cfi_rel_offset x23, FRAME_X23
    .cfi_rel_offset x24, FRAME_X23 + 8
    stp x25, x26, [sp, #FRAME_X25]
    .cfi_rel_offset x25, FRAME_X25
    .cfi_rel_offset x26, FRAME_X25 + 8
    stp x27, x28, [sp, #FRAME_X27]
    .cfi_rel_offset x27, FRAME_X27
    .cfi_rel_offset x28, FRAME_X27 + 8
    stp d8, d9, [sp, #FRAME_D8]
    .cfi_rel_offset d8, FRAME_D8
    .cfi_rel_offset d9, FRAME_D8 + 8
    stp d10, d11, [sp, #FRAME_D10]
    .cfi_rel_offset d10, FRAME_D10
    .cfi_rel_offset d11, FRAME_D10 + 8
    stp d12, d13, [sp, #FRAME_D12]
    .cfi_rel_offset d12, FRAME_D12
    .cfi_rel_offset d13, FRAME_D12 + 8
    stp d14, d15, [sp, #FRAME_D14]
    .cfi_rel_offset d14, FRAME_D14
    .cfi_rel_offset d15, FRAME_D14 + 8
    mrs x10, fpcr
    str x10, [sp, #FRAME_FPCR]

    mov x11, sp
    str x11, [x0]
    mov sp, x9

    ldr x12, [sp, #FRAME_FPCR]
    ldp x29, x30, [sp, #FRAME_FP]
    ldp x19, x20, [sp, #FRAME_X19]
    ldp x21, x22, [sp, #FRAME_X21]
    ldp x23, x24, [sp, #FRAME_X23]
    ldp x25, x26, [sp, #FRAME_X25]
    ldp x27, x28, [sp, #FRAME_X27]
    ldp d8, d9, [sp, #FRAME_D8]
    ldp d10, d11, [sp, #FRAME_D10]
    ldp d12, d13, [sp, #FRAME_D12]
    ldp d14, d15, [sp, #FRAME_D14]
    /* Writing FPCR is slow, and all fibers mostly have the same. */
    cmp x12, x10
    b.eq 1f
    msr fpcr, x12
1:  add sp, sp, #FRAME_SIZE
    .cfi_def_cfa sp, 0
    .cfi_same_value x29
    .cfi_same_value x30
    .cfi_same_value x19
    .cfi_same_value x20
    .cfi_same_value x21
    .cfi_same_value x22
    .cfi_same_value x23
    .cfi_same_value x24
    .cfi_same_value x25
    .cfi_same_value x26
    .cfi_same_value x27
    .cfi_same_value x28
    .cfi_same_value d8
    .cfi_same_value d9
    .cfi_same_value d10
    .cfi_same_value d11
    .cfi_same_value d12
    .cfi_same_value d13
    .cfi_same_value d14
    .cfi_same_value d15
#if defined(__ARM_FEATURE_BTI_DEFAULT)
    /* Where branch targets are checked, only a return may go to the middle of a function. */
    ret
#else
    /* Not `ret`: the processor predicts where a return goes from the calls it has seen, and a switch returns
     * elsewhere. */
    br x30
#endif
    .cfi_endproc
    .size fiber_switch_registers, . - fiber_switch_registers

    .weak fiber_switch, fiber_switch_last
    .set fiber_switch, fiber_switch_registers
    .set fiber_switch_last, fiber_switch_registers

/* void *fiber_prepare_registers(void *top [x0], void (*entry)(void *) [x1], void *argument [x2]) */
    .globl fiber_prepare_registers
    .hidden fiber_prepare_registers
    .type fiber_prepare_registers, %function
    .p2align 4
fiber_prepare_registers:
    .cfi_startproc
    CALL_TARGET
    and x0, x0, #-16
    sub x0, x0, #FRAME_SIZE
    adrp x9, .Lenter
    add x9, x9, :lo12:.Lenter
    /* A frame pointer of 0 ends walks along frame pointers. */
    stp xzr, x9, [x0, #FRAME_FP]
    stp x1, x2, [x0, #FRAME_X19]
    stp xzr, xzr, [x0, #FRAME_X21]
    stp xzr, xzr, [x0, #FRAME_X23]
    stp xzr, xzr, [x0, #FRAME_X25]
    stp xzr, xzr, [x0, #FRAME_X27]
    stp xzr, xzr, [x0, #FRAME_D8]
    stp xzr, xzr, [x0, #FRAME_D10]
    stp xzr, xzr, [x0, #FRAME_D12]
    stp xzr, xzr, [x0, #FRAME_D14]
    mrs x9, fpcr
    str x9, [x0, #FRAME_FPCR]
    ret
    .cfi_endproc
    .size fiber_prepare_registers, . - fiber_prepare_registers

    .globl fiber_start
    .hidden fiber_start
    .type fiber_start, %function
    .p2align 4
fiber_start:
    .cfi_startproc
    .cfi_undefined x30
    .cfi_undefined x29
    /* Entered after its first instruction: whoever walks a stack looks up a return address less one. */
    nop
.Lenter:
    mov x0, x20
    blr x19
    brk #1
    .cfi_endproc
    .size fiber_start, . - fiber_start

#if defined(__ARM_FEATURE_BTI_DEFAULT)
    /* Says that this file is fit for checked branch targets (NT_GNU_PROPERTY_TYPE_0,
     * GNU_PROPERTY_AARCH64_FEATURE_1_AND, BTI): one that does not say so turns the check off for the whole program. */
    .section .note.gnu.property, "a"
    .p2align 3
    .word 4, 16, 5
    .asciz "GNU"
    .word 0xc0000000, 4, 1, 0
#endif
#endif
    .section .note.GNU-stack, "", %progbits
