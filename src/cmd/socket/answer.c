/*
 * answer: a system call that has returned is written to the journal, and ends its command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/socket.h"

struct answer answer_abandoned(const char *name, const struct handle *on, const struct error *error)
{
	bool canceled = strcmp(error->name, "ECANCELED") == 0;
	return answer_is(name, on, -1,
			 error->number > 0 ? error->number
			 : canceled        ? ECANCELED
					   : EINTR);
}

void answer_make(struct answer *answer, struct handle *made)
{
	answer->made = made;
	answer->value = value_object(TYPE_SOCKET, made);
	answer->result_kind = RESULT_DESCRIPTOR;
}

/* Of one just made it is the variable that takes it, which holds it only after the call. */
static struct event_socket socket_of(const struct call *call, const struct answer *answer)
{
	const struct handle *handle = answer->made ? answer->made : answer->on;
	const uint32_t target = answer->made ? call_target(call) : 0;
	if (!handle)
		return (struct event_socket){0};
	struct event_socket socket = handle_in_event(handle);
	if (target)
		socket.alias = machine_global_name(call_machine(call), target - 1);
	return socket;
}

static const char *host_of(const struct call *call, const struct answer *answer)
{
	const struct handle *handle = answer->made ? answer->made : answer->on;
	if (!call_shell(call)->lab)
		return NULL;
	return host_name(handle ? handle->host : call_host(call));
}

void call_write(struct call *call, const struct answer *answer,
		const struct event_argument *arguments)
{
	/* No initializer: all is set, and a server under load has two events a message. */
	struct event event;
	event.kind = EVENT_CALL;
	event.flags = (call_shown(call) ? EVENT_TOP : 0u) |
		      (call->manner & CALL_OWN ? EVENT_OWN : 0u) |
		      (answer->kept ? EVENT_KEPT : 0u) |
		      (call->manner & CALL_SERVES ? EVENT_OF_CLIENT : 0u);
	event.task = task_id(call_task(call));
	event.source = call_place(call, &event.offset);
	event.call.name = answer->name;
	event.call.socket = socket_of(call, answer);
	event.call.host = host_of(call, answer);
	event.call.begin = call->began;
	event.call.result = answer->result;
	event.call.number = answer->number;
	event.call.result_kind = answer->result_kind;
	event.call.gave_kind = answer->gave_kind;
	event.call.gave = answer->gave;
	event.call.note = answer->note;
	event.call.data = answer->data;
	event.call.left =
		answer->on && answer->result_kind == RESULT_RECEIVED ? handle_kept(answer->on) : 0;
	event.call.arguments = arguments;
	journal_write(machine_journal(call_machine(call)), &event);
}

enum run call_end(struct call *call, const struct answer *answer,
		  const struct event_argument *arguments)
{
	if (arguments)
		call_write(call, answer, arguments);
	if (answer->number)
		return call_refused(call, answer);
	return call_return(call, answer->value);
}
