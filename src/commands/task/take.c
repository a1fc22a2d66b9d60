/*
 * take: the first value of a queue.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/queue.h"

static enum run take_exec(struct call *call)
{
	return queue_take(call, (struct queue *)call_argument(call, 0).object);
}

static const struct parameter parameters[] = {
	{"Q", &kind_queue, ARGUMENT_REQUIRED, .text = "a queue, or the name of its variable"},
	{0},
};

const struct command command_take = {
	.name = "take",
	.summary = "take the first value out of a queue",
	.parameters = parameters,
	.result = "the value; nil when the queue is closed and empty",
	.help = "It waits while the queue is empty. "
		"while (v = take $q) != nil { … } goes on to the end; "
		"without != nil an empty value would end it too.",
	.python = "q.get()",
	.example = "q = queue\n"
		   "t = spawn { sum = 0; while (n = take $q) != nil { sum = $sum + $n }; $sum }\n"
		   "for n in range 5 { put $q $n }\n"
		   "close $q\n"
		   "expect (wait $t) == 10\n",
	.exec = take_exec,
};
