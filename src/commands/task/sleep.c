/*
 * sleep: lets time pass; other tasks go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run sleep_exec(struct call *call)
{
	if (call->timed_out)
		return call_return(call, VALUE_NIL);
	if (call->until == TIME_NEVER) {
		int64_t now = clock_now(), duration = call_argument(call, 0).integer;
		call->until = duration > TIME_NEVER - now ? TIME_NEVER - 1 : now + duration;
	}
	return call_pause(call);
}

static const struct parameter parameters[] = {
	{"DURATION", &kind_duration, ARGUMENT_REQUIRED, .text = "how long: 200ms, 2s, 1m"},
	{0},
};

const struct command command_sleep = {
	.name = "sleep",
	.summary = "wait for a time while other tasks go on",
	.parameters = parameters,
	.flags = COMMAND_PATIENT,
	.help = "A bare number is seconds. --timeout does not end a sleep; timeout { … } does.",
	.python = "time.sleep(0.01)",
	.c = "nanosleep(&duration, NULL);",
	.example = "expect took 10ms 10s { sleep 10ms }\n",
	.exec = sleep_exec,
};
