/*
 * range: ascending numbers, which cost no memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run range_exec(struct call *call)
{
	int64_t start = 0, end = call_argument(call, 0).integer, count;
	if (call_given(call, 1)) {
		start = end;
		end = call_argument(call, 1).integer;
	}
	if (end < start)
		end = start;
	if (__builtin_sub_overflow(end, start, &count))
		return call_fail(call, "RANGE", "that is more numbers than can be counted");
	return call_return(call, value_object(TYPE_LIST, list_range(start, (size_t)count)));
}

static const struct parameter parameters[] = {
	{"A", &kind_int, ARGUMENT_REQUIRED, .text = "the first number; the end, when it is alone"},
	{"B", &kind_int, ARGUMENT_OPTIONAL, .text = "the end, which is not part of it"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the numbers do not fit 64 bits"},
	{0},
};

const struct command command_range = {
	.name = "range",
	.summary = "count from A up to, but without B",
	.parameters = parameters,
	.result = "a list of ints: A, A + 1 … B - 1; from 0 on when only the end is given",
	.errors = errors,
	.help = "The list costs no memory however long it is, until it is changed. "
		"It is empty when the end is not above A.",
	.python = "range(a, b)",
	.c = "for (int i = a; i < b; i++) …",
	.example = "expect (range 3) == [0 1 2]\n"
		   "expect (range 2 5) == [2 3 4]\n"
		   "n = 0\n"
		   "for i in range 10 20 { n = $n + $i }\n"
		   "expect $n == 145\n",
	.exec = range_exec,
};
