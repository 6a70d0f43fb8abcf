/* What the parts of the crash handler share. All of it may run in the handler but for what is said to be set up. */
#pragma once

#include "CKernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

/* Without sanitizers' instrumentation, which keeps accounts of the stack that crashed. */
#if defined(__has_attribute)
#if __has_attribute(disable_sanitizer_instrumentation)
#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#endif
#endif
#ifndef UNINSTRUMENTED
#define UNINSTRUMENTED
#endif

enum { LINE_BYTES = 4096, REGISTERS_LIMIT = 40 };

/* Where the record goes. */
extern int crash_descriptor;

/* One line under construction. */
struct crash_line {
    size_t length;
    char text[LINE_BYTES];
};

void crash_begin(struct crash_line *line, const char *key);
void crash_end(struct crash_line *line);
void crash_put_character(struct crash_line *line, char character);
void crash_put_text(struct crash_line *line, const char *text);
void crash_put_hexadecimal(struct crash_line *line, uint64_t value);
void crash_put_decimal(struct crash_line *line, int64_t value);
void crash_put_bytes(struct crash_line *line, const uint8_t *bytes, size_t count);
void crash_put_name(struct crash_line *line, const char *name);

/* How many bytes could be read: all, those before the end of a page, or none. */
size_t crash_read_memory(uintptr_t address, void *buffer, size_t size);

/* The registers as they were, and three that have a meaning of their own. */
struct crash_registers {
    struct {
        const char *name;
        uint64_t value;
    } all[REGISTERS_LIMIT];
    int count;
    uintptr_t program_counter;
    uintptr_t stack_pointer;
    uintptr_t frame_pointer;
};

void crash_gather_registers(struct crash_registers *registers, const ucontext_t *context);
void crash_tell_registers(struct crash_line *line, const struct crash_registers *registers);

void crash_tell_place(struct crash_line *line, const char *key, uintptr_t address);
/* Whether a function's frame lies there: one that returns to this program or a library. */
bool crash_is_frame(uintptr_t frame);
void crash_tell_frames(struct crash_line *line, const struct crash_registers *registers);

/* Set up: gives the calling thread a stack for signals, unless it has one. 0 or the negated errno. */
int crash_give_signal_stack(void);

/* Set up: notes where the program and its libraries lie. */
void crash_note_images(void);
