/* How this program was started, and what its file says of itself. */
#define _GNU_SOURCE
#include "CKernel.h"

#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

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

extern char **environ;

char **program_environment(void) {
    return environ;
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
