/*
 * fuzz_commands: the commands that make values of values take any, or refuse them with an error;
 * of some what they make is compared with what it must be. The first line of the input is the
 * command's name, what follows are the values: a byte that says how many, and theirs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"
#include "trial.h"

/* ---- what must come out ---- */

/* Of unhex and unbits: the digits again, without what may stand between them. */
static void check_digits(struct bytes *digits, const struct bytes *made, unsigned bits)
{
	const char *const letters = "0123456789abcdef";
	size_t next = 0;
	for (size_t i = 0; i < digits->length; i++) {
		char digit = digits->data[i];
		if (digit == ':' || byte_is_blank(digit))
			continue;
		unsigned byte = (unsigned char)made->data[next * bits / 8];
		unsigned shift = 8 - bits - next * bits % 8;
		check(letters[byte >> shift & ((1u << bits) - 1)] == (digit | 0x20));
		next++;
	}
	check(next * bits == made->length * 8);
}

/* A pattern that is one number's conversion, without #, which C's is not quite like. */
static bool is_number_pattern(const char *pattern)
{
	const char *next = pattern + 1;
	if (*pattern != '%')
		return false;
	next += strspn(next, "-+ 0");
	next += strspn(next, "0123456789");
	if (*next == '.')
		next += 1 + strspn(next + 1, "0123456789");
	return *next && strchr("dxXou", *next) && !next[1] && next - pattern < 12;
}

/* format as printf(3) has it. */
static void check_number(const char *pattern, int64_t integer, const struct bytes *made)
{
	char same[32], *shown;
	size_t length = strlen(pattern);
	snprintf(same, sizeof(same), "%.*sll%c", (int)length - 1, pattern, pattern[length - 1]);
	check(asprintf(&shown, same, (long long)integer) >= 0);
	check(bytes_is(made, shown));
	free(shown);
}

static void check_result(const struct trial *trial, struct value result)
{
	struct value first = trial->arguments[0];
	if (trial->count == 0 || first.type != TYPE_BYTES || result.type != TYPE_BYTES)
		return;
	if (strcmp(trial->name, "unhex") == 0)
		check_digits(first.bytes, result.bytes, 4);
	if (strcmp(trial->name, "unbits") == 0)
		check_digits(first.bytes, result.bytes, 1);
	if (strcmp(trial->name, "format") != 0 || trial->count != 2 ||
	    trial->arguments[1].type != TYPE_INT)
		return;
	char *pattern = memory_copy(first.bytes->data, first.bytes->length);
	if (is_number_pattern(pattern))
		check_number(pattern, trial->arguments[1].integer, result.bytes);
	free(pattern);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = memchr(data, '\n', size);
	char *name = memory_copy((const char *)data, newline ? (size_t)(newline - data) : 0);
	struct trial trial = {.name = name};
	struct input input = {newline, newline ? size - (size_t)(newline - data) : 0};
	take(&input); /* the newline */
	if (*name && trial_knows(name)) {
		trial.count = take(&input) % (TRIAL_MOST + 1);
		for (unsigned i = 0; i < trial.count; i++)
			trial.arguments[i] = take_value(&input);
		struct value result = trial_run(&trial);
		check_result(&trial, result);
		value_release(result);
		for (unsigned i = 0; i < trial.count; i++)
			value_release(trial.arguments[i]);
	}
	free(name);
	return 0;
}
