/*
 * clock: what time it is since the start of the system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run clock_exec(struct call *call)
{
	return call_return(call, value_int(clock_now()));
}

const struct command command_clock = {
	.name = "clock",
	.summary = "read the monotonic clock",
	.result = "nanoseconds, as an int; only differences mean something",
	.calls = "clock_gettime(2)",
	.help = "The clock never goes back and is not set by anybody, "
		"so that it measures how long something takes.",
	.python = "time.monotonic_ns()",
	.c = "clock_gettime(CLOCK_MONOTONIC, &now);",
	.example = "start = clock\n"
		   "expect (clock) >= $start\n",
	.exec = clock_exec,
};
