/* Who had called: the chain of frame pointers, and the files that its addresses lie in. */
#define _GNU_SOURCE
#include "crash_internal.h"

#include <link.h>

enum {
    IMAGES_LIMIT = 64,
    FRAMES_LIMIT = 32,
    SCANNED_WORDS = 512,
    FRAME_BYTES_LIMIT = 1024 * 1024,
};

/* Where the program and its libraries lie: found out beforehand, because the handler may not ask for it. */
static struct {
    uintptr_t load_address;
    uintptr_t low;
    uintptr_t high;
    const char *path;
} images[IMAGES_LIMIT];
static int image_count;

static int note_image(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size, (void)unused;
    uintptr_t low = UINTPTR_MAX;
    uintptr_t high = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_LOAD) continue;
        uintptr_t start = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (start < low) low = start;
        if (start + object->dlpi_phdr[i].p_memsz > high) high = start + object->dlpi_phdr[i].p_memsz;
    }
    if (low >= high) return 0;
    images[image_count].load_address = object->dlpi_addr;
    images[image_count].low = low;
    images[image_count].high = high;
    images[image_count].path = object->dlpi_name;
    return ++image_count == IMAGES_LIMIT;
}

void crash_note_images(void) {
    if (image_count == 0) dl_iterate_phdr(note_image, NULL);
}

UNINSTRUMENTED static bool is_in_image(uintptr_t address) {
    for (int i = 0; i < image_count; i++) {
        if (address >= images[i].low && address < images[i].high) return true;
    }
    return false;
}

/* What a function keeps of its caller: the caller's frame pointer, and where to return to. */
struct frame_record {
    uintptr_t frame;
    uintptr_t return_address;
};

/* How far below the address in the frame pointer that record lies. */
#if defined(__riscv)
#define FRAME_RECORD_DEPTH sizeof(struct frame_record)
#else
#define FRAME_RECORD_DEPTH 0
#endif

UNINSTRUMENTED static bool read_frame(uintptr_t frame, struct frame_record *record) {
    if (frame == 0 || frame % sizeof frame != 0) return false;
    return crash_read_memory(frame - FRAME_RECORD_DEPTH, record, sizeof *record) == sizeof *record;
}

UNINSTRUMENTED bool crash_is_frame(uintptr_t frame) {
    struct frame_record record;
    return read_frame(frame, &record) && is_in_image(record.return_address);
}

/* Where the chain of frames begins: at the frame pointer, unless code that uses that register for something else was
 * running, as C libraries do; then at the first words on the stack that look like two frames in a row. */
UNINSTRUMENTED static uintptr_t find_first_frame(const struct crash_registers *registers) {
    uintptr_t frame = registers->frame_pointer;
    if (crash_is_frame(frame)) return frame;

    uintptr_t words[SCANNED_WORDS];
    size_t count = crash_read_memory(registers->stack_pointer, words, sizeof words) / sizeof *words;
    for (size_t i = 0; i + 1 < count; i++) {
        uintptr_t place = registers->stack_pointer + i * sizeof *words;
        if (words[i] <= place || words[i] - place > FRAME_BYTES_LIMIT || !is_in_image(words[i + 1])) continue;
        if (crash_is_frame(words[i])) return place + FRAME_RECORD_DEPTH;
    }
    return frame;
}

/* Follows the frame pointers; the number of return addresses found. */
UNINSTRUMENTED static int walk_frames(uintptr_t *addresses, uintptr_t frame) {
    struct frame_record record;
    int count = 0;
    while (count < FRAMES_LIMIT && read_frame(frame, &record)) {
        addresses[count++] = record.return_address;
        /* Callers lie above; anything else is no frame, or a circle. */
        if (record.frame <= frame) break;
        frame = record.frame;
    }
    return count;
}

UNINSTRUMENTED static void tell_images(struct crash_line *line, const uintptr_t *addresses, int count) {
    for (int image = 0; image < image_count; image++) {
        bool is_wanted = false;
        for (int i = 0; i < count; i++) {
            is_wanted = is_wanted || (addresses[i] >= images[image].low && addresses[i] < images[image].high);
        }
        if (!is_wanted) continue;
        crash_begin(line, "image");
        crash_put_hexadecimal(line, images[image].load_address);
        crash_put_hexadecimal(line, images[image].low);
        crash_put_hexadecimal(line, images[image].high);
        crash_put_character(line, ' ');
        crash_put_text(line, images[image].path == NULL || images[image].path[0] == 0 ? "-" : images[image].path);
        crash_end(line);
    }
}

UNINSTRUMENTED void crash_tell_frames(struct crash_line *line, const struct crash_registers *registers) {
    /* The program counter, and what lies on top of the stack: after a call of nothing, that is where it was called. */
    uintptr_t addresses[FRAMES_LIMIT + 2] = {registers->program_counter};
    crash_read_memory(registers->stack_pointer, &addresses[1], sizeof addresses[1]);
    int count = walk_frames(addresses + 2, find_first_frame(registers));
    crash_begin(line, "frames");
    for (int i = 0; i < count; i++) crash_put_hexadecimal(line, addresses[2 + i]);
    crash_end(line);
    tell_images(line, addresses, count + 2);
}
