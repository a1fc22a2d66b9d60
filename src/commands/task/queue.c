/*
 * queue: makes a queue, by which tasks hand each other values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/queue.h"
#include "handsh/command.h"

static enum run queue_exec(struct call *call)
{
	size_t most = call_given(call, 0) ? (size_t)call_argument(call, 0).integer : LIST_MAX;
	return call_return(call, value_object(TYPE_QUEUE, queue_new(call_machine(call), most)));
}

static const struct parameter parameters[] = {
	{"N", &kind_int, ARGUMENT_OPTIONAL, .least = 1, .most = LIST_MAX,
	 .text = "put waits while so many values stand in it; left out: it holds what comes"},
	{0},
};

const struct command command_queue = {
	.name = "queue",
	.summary = "make a queue, by which tasks hand each other values",
	.parameters = parameters,
	.result = "the queue",
	.help = "put adds a value, take gives the first one, len counts them, close ends it. "
		"A queue is shared, as a socket is: all who have it have the same one. "
		"Who waits has turns in the order in which they came. "
		"A server with a queue for each client never waits for a slow one.",
	.python = "queue.Queue(n)",
	.example = "q = queue 2\n"
		   "put $q one\n"
		   "put $q [1 2]\n"
		   "expect (len $q) == 2\n"
		   "spawn { put $q three }\n"
		   "expect (take $q) == 'one'\n"
		   "close $q\n"
		   "expect (take $q) == [1 2]\n",
	.exec = queue_exec,
};
