/* What each architecture's assembly does for the test of the switch. */
#pragma once

#ifndef __ASSEMBLER__
#include <stdint.h>

/* Puts `pattern`, a value for each place, into all that a switch has to keep, calls `change(from, to)`, writes what it
 * finds there on return to `found`, and gives its caller back everything as it was. */
void witness(const uint64_t *pattern, uint64_t *found, void (*change)(void *, void *), void *from, void *to);

/* What a fiber is entered with; goes on to `on_entry(argument)`. */
void probe_entry(void *argument);
extern uintptr_t probe_stack_pointer, probe_frame_pointer;
void on_entry(void *argument);
#endif
