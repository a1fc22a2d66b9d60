/*
 * target: what the fuzz targets share: values made of their input, and checks that end the run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_FUZZ_TARGET_H
#define HANDSH_FUZZ_TARGET_H

#include "handsh/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void check(bool holds);
/* Nothing drives a terminal, in UTF-8 or not: of controls only those in allowed. */
void check_shown(const char *data, size_t length, bool utf8, const char *allowed);

/* ---- what is left of the input, from its beginning; zeros and nothing at its end ---- */

struct input {
	const uint8_t *data;
	size_t size;
};

unsigned take(struct input *input); /* a byte */
int64_t take_int(struct input *input);
struct bytes *take_bytes(struct input *input); /* a byte of length first */
struct bytes *take_rest(struct input *input);
struct value take_value(struct input *input); /* nil, bool, int, bytes; lists and maps of them */

#endif
