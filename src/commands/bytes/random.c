/*
 * random: bytes that nobody can foresee.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <sys/random.h>

#include "handsh/command.h"

#define PIECE ((size_t)1 << 20) /* about a millisecond */

static enum run random_exec(struct call *call)
{
	size_t length = (size_t)call_argument(call, 0).integer;
	if (!call->state)
		call->state = &bytes_allocate(length)->object;
	struct bytes *bytes = (struct bytes *)call->state;
	while (call->done < length) {
		size_t left = length - call->done;
		ssize_t got = getrandom(bytes->data + call->done, left < PIECE ? left : PIECE, 0);
		if (got < 0 && errno != EINTR)
			return call_errno(call, "getrandom", errno, NULL);
		call->done += got < 0 ? 0 : (uint64_t)got;
		if (call->done < length && call_overdue(call))
			return call_yield(call);
	}
	call->state = NULL;
	return call_return(call, value_bytes(bytes));
}

static const struct parameter parameters[] = {
	{"N", &kind_size, ARGUMENT_REQUIRED, .most = (int64_t)BYTES_MAX,
	 .text = "how many; 64k and 1M will do"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "N is negative, or larger than 1 GiB"},
	{0},
};

const struct command command_random = {
	.name = "random",
	.summary = "make random bytes",
	.parameters = parameters,
	.result = "N random bytes",
	.calls = "getrandom(2)",
	.errors = errors,
	.help = "For a random number below 256: ord (random 1).",
	.python = "os.urandom(n)",
	.c = "getrandom(data, n, 0);",
	.example = "expect (len (random 16)) == 16\n"
		   "expect (random 16) != (random 16)\n",
	.exec = random_exec,
	.measure = call_measure_filled,
};
