/*
 * kind_queue: arguments that are queues, and what can be closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "cmd/call/signature.h"
#include "handsh/completion.h"

/* Is it a queue, or the name of a variable that holds one? Then it is the queue. */
static bool find_queue(struct call *call, struct value *value)
{
	struct value found = VALUE_UNSET;
	if (value->type == TYPE_QUEUE)
		return true;
	if (value->type != TYPE_BYTES)
		return false;
	char *name = memory_copy(value->bytes->data, value->bytes->length);
	bool known = task_variable(call_task(call), name, &found) && found.type == TYPE_QUEUE;
	free(name);
	return known && replace(value, value_retain(found));
}

static bool convert_queue(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (find_queue(call, value))
		return true;
	kind_mismatch(call, parameter, *value);
	error_hint(call->error, "queue makes one: q = queue");
	return false;
}

static bool convert_closable(struct call *call, const struct parameter *parameter,
			     struct value *value)
{
	return find_queue(call, value) || find_place(call, value) ||
	       kind_socket.convert(call, parameter, value);
}

static void offer_queue(void *context, const char *name, struct value value)
{
	if (value.type == TYPE_QUEUE)
		completion_offer(context, name);
}

static void complete_queue(struct shell *shell, const struct parameter *parameter,
			   const char *prefix, struct completion *completion)
{
	(void)parameter, (void)prefix;
	machine_each_global(shell->machine, offer_queue, completion);
}

static void complete_closable(struct shell *shell, const struct parameter *parameter,
			      const char *prefix, struct completion *completion)
{
	complete_queue(shell, parameter, prefix, completion);
	complete_hosts(shell, completion);
	complete_sockets(shell, completion);
}

const struct kind kind_queue = {
	.name = "a queue", .convert = convert_queue, .complete = complete_queue};
const struct kind kind_closable = {.name = "a socket, a queue or a host",
				   .convert = convert_closable,
				   .complete = complete_closable};
