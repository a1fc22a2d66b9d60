/*
 * put: adds a value to a queue.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/queue.h"

static enum run put_exec(struct call *call)
{
	struct queue *queue = (struct queue *)call_argument(call, 0).object;
	return queue_put(call, queue, call_argument(call, 1));
}

static const struct parameter parameters[] = {
	{"Q", &kind_queue, ARGUMENT_REQUIRED, .text = "a queue, or the name of its variable"},
	{"V", &kind_value, ARGUMENT_REQUIRED, .text = "any value"},
	{0},
};

static const struct command_error errors[] = {
	{"EOF", "the queue has been closed, before or while it waited"},
	{0},
};

const struct command command_put = {
	.name = "put",
	.summary = "add a value to a queue",
	.parameters = parameters,
	.errors = errors,
	.help = "It waits while as many values stand in the queue as it was made for; "
		"a timeout block bounds that.",
	.python = "q.put(v)",
	.example = "q = queue 1\n"
		   "put $q hello\n"
		   "expect error ETIMEDOUT { timeout 10ms { put $q more } }\n"
		   "expect (take $q) == 'hello'\n",
	.exec = put_exec,
};
