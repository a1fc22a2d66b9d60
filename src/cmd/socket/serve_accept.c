/*
 * serve: the accept of serve, which runs it again and again and starts a task for each connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#define PATIENCE (NANOSECONDS / 20) /* until a descriptor may be free again */

/* The error is shown, and serve goes on. */
static void report(struct call *call)
{
	struct journal *journal = machine_journal(call_machine(call));
	struct event event = {.kind = EVENT_ERROR, .task = task_id(call_task(call))};
	call_explain(call);
	event.error = call->error;
	if (journal_wants(journal, EVENT_ERROR))
		journal_write(journal, &event);
	object_release(call->error);
	call->result = VALUE_NIL;
}

/* The connection stays in the kernel's queue. Nothing tells when a descriptor is free, so a timer
 * looks; what is lacking is said once. */
static enum run wait_for_descriptor(struct call *call, struct handle *listener, int number)
{
	if (call->phase == 0) {
		accept_failed(call, listener, number);
		report(call);
		call->phase = 1;
	}
	return call_look(call, PATIENCE);
}

static struct handle *listener_of(struct call *call)
{
	if (call->arguments[0].type != TYPE_SOCKET) {
		call_fail(call, "USAGE", "there is no current socket to accept from");
		error_hint(call->error, "socket tcp, bind '' 5000 and listen make one");
		return NULL;
	}
	call_on(call, call->arguments[0].object);
	return (struct handle *)call->subject;
}

static enum run serve_accept_exec(struct call *call)
{
	struct handle *listener = listener_of(call), *accepted = NULL;
	if (!listener)
		return RUN_FAIL;
	for (;;) {
		int number = socket_ready(call, listener, WAIT_READ, true);
		if (!number)
			number = accept_connection(call, listener, &accepted);
		switch (number) {
		case 0:
			return call_return(call, value_object(TYPE_SOCKET, accepted));
		case EAGAIN:
			call->waited = true;
			if (!call_turn(call, &listener->watch, WAIT_READ))
				return RUN_WAIT;
			return call_wait(call, &listener->watch, WAIT_READ);
		case ECONNABORTED:
		case EPROTO:
			accept_failed(call, listener, number);
			report(call);
			continue;
		case EMFILE:
		case ENFILE:
			return wait_for_descriptor(call, listener, number);
		default:
			return accept_failed(call, listener, number);
		}
	}
}

const struct command command_serve_accept = {
	.name = "serve",
	.summary = "accept for ever, with a task for each connection",
	.flags = COMMAND_RAW | COMMAND_HIDDEN,
	.result = "the next connection, to the machine",
	.calls = "accept4(2)",
	.errors = accept_errors,
	.help = "See serve in handsh-lang(7).",
	.exec = serve_accept_exec,
};
