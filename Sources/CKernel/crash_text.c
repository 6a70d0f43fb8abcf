/* The lines of a crash record, and the memory that they tell of. */
#define _GNU_SOURCE
#include "crash_internal.h"

#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NAME_BYTES = 64 };

int crash_descriptor = -1;

UNINSTRUMENTED void crash_put_character(struct crash_line *line, char character) {
    if (line->length < LINE_BYTES - 1) line->text[line->length++] = character;
}

UNINSTRUMENTED void crash_put_text(struct crash_line *line, const char *text) {
    while (*text != 0) crash_put_character(line, *text++);
}

UNINSTRUMENTED void crash_put_hexadecimal(struct crash_line *line, uint64_t value) {
    int shift = 60;
    while (shift > 0 && value >> shift == 0) shift -= 4;
    crash_put_text(line, " 0x");
    for (; shift >= 0; shift -= 4) crash_put_character(line, "0123456789abcdef"[value >> shift & 15]);
}

UNINSTRUMENTED void crash_put_decimal(struct crash_line *line, int64_t value) {
    char digits[20];
    int count = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[count++] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    crash_put_text(line, value < 0 ? " -" : " ");
    while (count > 0) crash_put_character(line, digits[--count]);
}

UNINSTRUMENTED void crash_put_bytes(struct crash_line *line, const uint8_t *bytes, size_t count) {
    crash_put_character(line, ' ');
    for (size_t i = 0; i < count; i++) {
        crash_put_character(line, "0123456789abcdef"[bytes[i] >> 4]);
        crash_put_character(line, "0123456789abcdef"[bytes[i] & 15]);
    }
}

UNINSTRUMENTED void crash_begin(struct crash_line *line, const char *key) {
    line->length = 0;
    crash_put_text(line, "crash ");
    crash_put_text(line, key);
}

/* Each line is handed over as soon as it is whole, so that what breaks while the next is found out costs only that. */
UNINSTRUMENTED void crash_end(struct crash_line *line) {
    size_t written = 0;
    line->text[line->length++] = '\n';
    while (written < line->length) {
        ssize_t count = write(crash_descriptor, line->text + written, line->length - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        written += (size_t)count;
    }
}

UNINSTRUMENTED size_t crash_read_memory(uintptr_t address, void *buffer, size_t size) {
    for (;;) {
        struct iovec here = {buffer, size};
        struct iovec there = {(void *)address, size};
        ssize_t count = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
        if (count > 0) return (size_t)count;
        size_t rest = 4096 - address % 4096;
        if (rest >= size) return 0;
        size = rest;
    }
}

/* A name from memory that may be anything: up to its end or NAME_BYTES, on one line. */
UNINSTRUMENTED void crash_put_name(struct crash_line *line, const char *name) {
    char text[NAME_BYTES];
    size_t count = name == NULL ? 0 : crash_read_memory((uintptr_t)name, text, sizeof text);
    crash_put_character(line, ' ');
    for (size_t i = 0; i < count && text[i] != 0; i++) {
        crash_put_character(line, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i]);
    }
    if (count == 0 || text[0] == 0) crash_put_character(line, '-');
}
