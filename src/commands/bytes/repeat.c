/*
 * repeat: the same bytes many times over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

/* What is there already is copied, so that pieces become large. */
static void fill(const struct call *call, char *data, size_t start, size_t end)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	size_t offset = start % bytes->length; /* in one of them */
	for (size_t piece; start < end; start += piece) {
		bool first = start < bytes->length;
		size_t most = (first ? bytes->length : start) - offset;
		piece = end - start < most ? end - start : most;
		memcpy(data + start, (first ? bytes->data : data) + offset, piece);
		if (first)
			offset = 0;
	}
}

static enum run repeat_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	size_t times = (size_t)call_argument(call, 1).integer, whole;
	if (__builtin_mul_overflow(bytes->length, times, &whole) || whole > BYTES_MAX)
		return call_fail(call, "RANGE", "%zu bytes %zu times are more than %zu",
				 bytes->length, times, BYTES_MAX);
	return call_fill(call, whole, fill);
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to repeat"},
	{"N", &kind_size, ARGUMENT_REQUIRED, .most = INT64_MAX,
	 .text = "how often; 64k and 1M will do"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "N is negative, or the result would be larger than 1 GiB"},
	{0},
};

const struct command command_repeat = {
	.name = "repeat",
	.summary = "write the same bytes many times over",
	.parameters = parameters,
	.result = "the bytes N times",
	.errors = errors,
	.help = "Good for filling buffers: sendall (repeat 'x' 1M) to a peer that does not read "
		"shows when a send waits.",
	.python = "data * n",
	.c = "memset(data, 'x', n);",
	.example = "expect (repeat 'ab' 3) == 'ababab'\n"
		   "expect (len (repeat 'x' 64k)) == 65536\n",
	.exec = repeat_exec,
	.measure = call_measure_filled,
};
