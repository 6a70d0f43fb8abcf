/* How this program was started, and what its file says of itself. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int argument_count;
static char **arguments;
static char **inherited_environment;

extern char **environ;

int program_is_static(void) {
    return getauxval(AT_BASE) == 0;
}

/* glibc hands argc and argv to constructors, in static programs too. Swift's runtime aborts when it cannot read its own
 * path from /proc, unless SWIFT_ROOT says where it is installed; a static program, which no loader was mapped for
 * (AT_BASE), needs nothing from there and is spared the look.
 * 101 is the first priority that programs may have: before the runtime looks. */
__attribute__((constructor(101))) static void keep_arguments(int count, char **vector) {
    argument_count = count;
    arguments = vector;
    /* A variable that is added below makes another array of the environment, and leaves this one as it is. */
    inherited_environment = environ;
    if (program_is_static() || access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}

int program_argument_count(void) {
    return argument_count;
}

const char *program_argument(int index) {
    return arguments[index];
}

const char *program_executable_path(void) {
    return (const char *)getauxval(AT_EXECFN);
}

char **program_environment(void) {
    return environ;
}

/* What this program handles in a way of its own, and how it was found. */
static struct {
    int signal;
    void (*own)(int);
    void (*inherited)(int);
} dispositions[] = {
    /* A reader that went away is an answer of write(2), not a reason to die; so is a limit of file sizes. */
    {SIGPIPE, SIG_IGN, SIG_DFL},
    {SIGXFSZ, SIG_IGN, SIG_DFL},
    /* Where it is ignored, how a child ended is lost. */
    {SIGCHLD, SIG_DFL, SIG_DFL},
};

void adopt_signals(void) {
    for (size_t i = 0; i < sizeof dispositions / sizeof *dispositions; i++) {
        dispositions[i].inherited = signal(dispositions[i].signal, dispositions[i].own);
    }
}

int execute_arguments(int index) {
    for (size_t i = 0; i < sizeof dispositions / sizeof *dispositions; i++) {
        signal(dispositions[i].signal, dispositions[i].inherited);
    }
    execvpe(arguments[index], arguments + index, inherited_environment);
    int error = errno;
    for (size_t i = 0; i < sizeof dispositions / sizeof *dispositions; i++) {
        signal(dispositions[i].signal, dispositions[i].own);
    }
    return error;
}

struct build_id {
    const uint8_t *bytes;
    size_t size;
};

static int find_build_id(struct dl_phdr_info *object, size_t size, void *found) {
    (void)size;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE) continue;
        const uint8_t *note = (const uint8_t *)(object->dlpi_addr + segment->p_vaddr);
        const uint8_t *end = note + segment->p_memsz;
        while (note + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *header = (const ElfW(Nhdr) *)note;
            const uint8_t *name = note + sizeof *header;
            const uint8_t *description = name + ((header->n_namesz + 3) & ~3u);
            if (header->n_type == NT_GNU_BUILD_ID && header->n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
                *(struct build_id *)found = (struct build_id){description, header->n_descsz};
                return 1;
            }
            note = description + ((header->n_descsz + 3) & ~3u);
        }
    }
    return 1; /* the first object is the program itself; libraries have build ids of their own */
}

size_t program_build_id(uint8_t *buffer, size_t size) {
    struct build_id found = {NULL, 0};
    dl_iterate_phdr(find_build_id, &found);
    if (found.size == 0) return 0;
    memcpy(buffer, found.bytes, found.size < size ? found.size : size);
    return found.size;
}

const char *program_commit(void) {
#ifdef URINGCTL_COMMIT
    return URINGCTL_COMMIT;
#else
    return NULL;
#endif
}
