#pragma once

/* Asks the processor which instructions demand that their memory operand be aligned: executes those of the maps 0F,
 * 0F38 and 0F3A that it knows, with each mandatory prefix, on operands at offsets of every power of two. Writes for
 * each a line "BYTES ALIGNMENT": 0 is none, −1 that it is refused wherever the operand lies. */
void print_alignments(void);
