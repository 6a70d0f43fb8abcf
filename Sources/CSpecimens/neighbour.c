/* A function that did nothing wrong, next to one that did. */
#include "CSpecimens.h"

struct specimen_held specimen_hold_words(size_t count, uint64_t pattern, void (*interlude)(void *), void *context) {
    struct specimen_held held = {0, pattern};
    /* Volatile, as a compiler has no reason to think that anybody else writes here. */
    volatile uint64_t words[count];
    for (size_t i = 0; i < count; i++) words[i] = pattern;
    interlude(context);
    for (size_t i = 0; i < count; i++) {
        if (words[i] == pattern) continue;
        held.found = words[i];
        held.changed++;
    }
    return held;
}
