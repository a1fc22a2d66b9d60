/*
 * real: numbers of floating point, as they stand in packets: IEEE 754 of 2, 4 and 8 bytes. The
 * language has none: here they are texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_REAL_H
#define HANDSH_COMMANDS_BYTES_REAL_H

#include "handsh/value.h"

/* 1.5, -2e9, inf, nan, and integers as digits_read knows them; TOO_MANY: larger than any. */
enum digits real_read(const struct bytes *text, double *real);
/* Its bits in so many bytes, rounded to the nearest; false: it is too large for these. */
bool real_bits(double real, unsigned size, uint64_t *bits);
/* The shortest text that gives these bits again, or one of nan. */
struct bytes *real_text(uint64_t bits, unsigned size);

#endif
