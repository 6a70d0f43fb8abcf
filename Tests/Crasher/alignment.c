#define _GNU_SOURCE
#include "alignment.h"

#if defined(__x86_64__)
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct instruction {
    uint8_t bytes[8];
    int length;
};

enum { PAGE = 4096, DATA_BYTES = 16 * PAGE, LARGEST = 64 };

static sigjmp_buf after_fault;
static volatile sig_atomic_t fault;

static void note_fault(int signal, siginfo_t *information, void *context) {
    (void)context;
    /* #GP has a number of its own here. */
    fault = signal == SIGSEGV && information->si_code == SI_KERNEL ? -1 : signal;
    siglongjmp(after_fault, 1);
}

/* What executing it with rax = `operand` raises: 0 for nothing, −1 for #GP. */
static int execute(uint8_t *code, const struct instruction *instruction, uint8_t *operand) {
    static const uint8_t before[] = {0x53, 0x48, 0x89, 0xf8, 0x31, 0xdb}; /* push %rbx; mov %rdi,%rax; xor %ebx,%ebx */
    static const uint8_t after[] = {0x5b, 0xc3};                           /* pop %rbx; ret */
    memcpy(code, before, sizeof before);
    memcpy(code + sizeof before, instruction->bytes, (size_t)instruction->length);
    memcpy(code + sizeof before + (size_t)instruction->length, after, sizeof after);
    fault = 0;
    if (sigsetjmp(after_fault, 1) == 0) ((void (*)(void *))(uintptr_t)code)(operand);
    __asm__ volatile("cld; emms");
    return fault;
}

/* In a process of its own, as some change what the process needs. */
static void ask(const struct instruction *instruction) {
    fflush(stdout);
    pid_t child = fork();
    if (child != 0) {
        waitpid(child, NULL, 0);
        return;
    }
    alarm(5);
    uint8_t *code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t *data = mmap(NULL, DATA_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code == MAP_FAILED || data == MAP_FAILED) _exit(2);
    struct sigaction action = {.sa_sigaction = note_fault, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGILL, &action, NULL);
    sigaction(SIGFPE, &action, NULL);

    uint8_t *operand = data + DATA_BYTES / 2;
    int result = execute(code, instruction, operand);
    if (result == SIGILL) _exit(0);
    int alignment = result == -1 ? -1 : 0;
    for (int offset = LARGEST / 2; offset > 0 && alignment == 0; offset /= 2) {
        memset(data, 0, DATA_BYTES);
        if (execute(code, instruction, operand + offset) == -1) alignment = 2 * offset;
    }
    for (int i = 0; i < instruction->length; i++) printf("%02x", instruction->bytes[i]);
    printf(" %d\n", alignment);
    fflush(stdout);
    _exit(0);
}

/* Those with another operand or none, and those that load state or leave the function. */
static bool is_left_out(int map, int opcode, int field) {
    if (map != 1) return false;
    if (opcode <= 0x0c || opcode == 0x0e || (opcode >= 0x20 && opcode <= 0x23)) return true;
    if ((opcode >= 0x30 && opcode <= 0x3f) || opcode == 0x77 || (opcode >= 0x80 && opcode <= 0x8f)) return true;
    if ((opcode >= 0xa0 && opcode <= 0xa2) || (opcode >= 0xa8 && opcode <= 0xaa)) return true;
    if (opcode >= 0xc8 && opcode <= 0xcf) return true;
    if (opcode == 0xb2 || opcode == 0xb4 || opcode == 0xb5) return true;
    return opcode == 0xae && (field == 1 || field == 2 || field == 5);
}

static bool has_immediate(int map, int opcode) {
    if (map != 1) return map == 3;
    return (opcode >= 0x70 && opcode <= 0x73) || opcode == 0x0f || opcode == 0xa4 || opcode == 0xac || opcode == 0xba ||
           opcode == 0xc2 || (opcode >= 0xc4 && opcode <= 0xc6);
}

void print_alignments(void) {
    static const uint8_t prefixes[] = {0, 0x66, 0xf3, 0xf2};
    for (int index = 0; index < 3 * 4 * 2 * 256 * 8; index++) {
        int field = index % 8;
        int opcode = index / 8 % 256;
        bool is_wide = index / 8 / 256 % 2 != 0;
        uint8_t prefix = prefixes[index / 8 / 256 / 2 % 4];
        int map = index / 8 / 256 / 2 / 4 + 1;
        /* The field is a register's number but for these two. */
        bool is_part_of_opcode = map == 1 && (opcode == 0xae || opcode == 0xc7);
        if (is_left_out(map, opcode, field) || (field != 3 && !is_part_of_opcode)) continue;
        struct instruction instruction = {{0}, 0};
        uint8_t *next = instruction.bytes;
        if (prefix != 0) *next++ = prefix;
        if (is_wide) *next++ = 0x48;
        *next++ = 0x0f;
        if (map > 1) *next++ = map == 2 ? 0x38 : 0x3a;
        *next++ = (uint8_t)opcode;
        *next++ = (uint8_t)(field << 3); /* (%rax) */
        if (has_immediate(map, opcode)) *next++ = 0;
        instruction.length = (int)(next - instruction.bytes);
        ask(&instruction);
    }
}
#else
void print_alignments(void) {}
#endif
