/*
 * socket_call: what the commands that are socket calls share: the socket they work on, waiting,
 * addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#include <string.h>

#define RETRY_MOST 4 /* doublings of 1 ms */
#define MILLISECOND (NANOSECONDS / 1000)
#define NAME_ROOM 24 /* a letter, the digits of an int64_t, NUL: handle_name never needs more */

static void no_current(struct call *call)
{
	struct buffer name = {0};
	struct handle *last = socket_table_first(call_shell(call)->sockets);
	while (last && last->next)
		last = last->next;
	call_fail(call, "USAGE", "there is no current socket");
	if (last)
		error_hint(call->error, "use %s makes an open one current",
			   handle_name(last, &name));
	else
		error_hint(call->error, "socket tcp makes one");
	buffer_free(&name);
}

struct handle *call_current(struct call *call)
{
	struct handle *handle = (struct handle *)task_current(call_task(call));
	if (!handle)
		no_current(call);
	return handle;
}

struct handle *call_socket(struct call *call)
{
	if (call->subject)
		return (struct handle *)call->subject;
	struct handle *handle = call_current(call);
	if (!handle)
		return NULL;
	call_on(call, &handle->object);
	return handle;
}

struct handle *call_socket_argument(struct call *call, unsigned i)
{
	if (i >= call->count || !call_given(call, i))
		return call_socket(call);
	call_on(call, call_argument(call, i).object);
	return (struct handle *)call->subject;
}

/* ---- waiting ---- */

/* Notes that it waits, and until when: SO_RCVTIMEO, SO_SNDTIMEO. */
static void note_wait(struct call *call, const struct handle *handle, enum direction direction)
{
	call->waited = true;
	if (call->until != TIME_NEVER)
		return;
	int64_t timeout = handle_timeout(handle, direction);
	if (timeout)
		call->until = clock_now() + timeout;
}

enum run socket_wait(struct call *call, struct handle *handle, enum direction direction)
{
	note_wait(call, handle, direction);
	if (!call_turn(call, &handle->watch, direction))
		return RUN_WAIT;
	return call_wait(call, &handle->watch, direction);
}

enum run socket_retry(struct call *call, struct handle *handle)
{
	int64_t pause = MILLISECOND << call->phase;
	note_wait(call, handle, WAIT_WRITE);
	call->phase += call->phase < RETRY_MOST;
	return call_look(call, pause);
}

/* ---- the journal ---- */

struct event socket_event(const char *name, const struct handle *handle, int64_t result, int number)
{
	return (struct event){
		.kind = EVENT_CALL,
		.call = {.name = name,
			 .result = result,
			 .number = number,
			 .count = handle ? 1 : 0,
			 .arguments = {{.value = handle ? value_int(handle->watch.fd)
							: VALUE_UNSET}}},
	};
}

void event_value(struct event *event, struct value value)
{
	event->call.arguments[event->call.count++] = (struct event_argument){.value = value};
}

void event_int(struct event *event, int64_t integer)
{
	event_value(event, value_int(integer));
}

void event_address(struct event *event, const struct address *address)
{
	event_value(event, (struct value){.type = TYPE_ADDRESS,
					  .object = (struct object *)(uintptr_t)&address->object});
}

void event_word(struct event *event, const char *word)
{
	event->call.arguments[event->call.count++] = (struct event_argument){.word = word};
}

void call_journal(struct call *call, struct handle *handle, struct event *event)
{
	int number = errno;
	char room[NAME_ROOM]; /* an event of a server under load need not allocate */
	struct buffer name = {.data = room, .capacity = sizeof(room)};
	if (call_wanted(call)) {
		event->kind = EVENT_CALL;
		event->flags |= call_shown(call) ? EVENT_TOP : 0;
		event->task = task_id(call_task(call));
		if (handle && !event->call.socket)
			event->call.socket = handle_name(handle, &name);
		journal_write(machine_journal(call_machine(call)), event);
	}
	errno = number;
}

/* ---- addresses ---- */

static void journal_resolved(struct call *call, const struct endpoint *endpoint,
			     const struct list *addresses)
{
	if (!call_wanted(call))
		return;
	int number = addresses ? 0 : call->error->number;
	struct event event = socket_event("getaddrinfo", NULL, addresses ? 0 : -1, number);
	event_value(&event, (struct value){.type = TYPE_BYTES, .bytes = endpoint->host});
	event_value(&event, (struct value){.type = TYPE_BYTES, .bytes = endpoint->port});
	if (addresses)
		event.call.from = (struct value){.type = TYPE_LIST,
						 .list = (struct list *)(uintptr_t)addresses};
	call_journal(call, NULL, &event);
}

/* The first of the addresses takes the argument's place. */
static enum run resolve_endpoint(struct call *call, unsigned i, const struct endpoint *endpoint,
				 int family, int type)
{
	struct list *addresses = NULL;
	enum run run = resolve(call, call_shell(call)->sockets, endpoint->host, endpoint->port,
			       family, type, &addresses);
	if (run == RUN_WAIT)
		return run;
	journal_resolved(call, endpoint, addresses);
	if (run == RUN_FAIL)
		return run;
	struct value first = value_retain(list_at(addresses, 0));
	object_release(addresses);
	value_release(call->arguments[i]);
	call->arguments[i] = first;
	return RUN_DONE;
}

static bool endpoint_of(struct call *call, const struct list *words, int family,
			struct endpoint *endpoint)
{
	struct value first = list_at(words, 0);
	if (words->count == 1)
		return endpoint_split(family, first.bytes, call->command->name, endpoint,
				      &call->error);
	*endpoint = (struct endpoint){.host = object_retain(first.bytes),
				      .port = object_retain(list_at(words, 1).bytes)};
	return true;
}

enum run address_argument(struct call *call, unsigned i, int family, int type,
			  const struct address **address)
{
	struct value *argument = &call->arguments[i];
	if (argument->type == TYPE_LIST) {
		struct endpoint endpoint;
		struct address *parsed;
		if (!endpoint_of(call, argument->list, family, &endpoint))
			return RUN_FAIL;
		int known = address_parse(family, type, &endpoint, call->command->name, &parsed,
					  &call->error);
		enum run run = known < 0 ? RUN_FAIL : RUN_DONE;
		if (known > 0) {
			value_release(*argument);
			*argument = value_object(TYPE_ADDRESS, parsed);
		} else if (known == 0) {
			run = resolve_endpoint(call, i, &endpoint, family, type);
		}
		endpoint_release(&endpoint);
		if (run != RUN_DONE)
			return run;
		argument = &call->arguments[i];
	}
	*address = (const struct address *)argument->object;
	return RUN_DONE;
}

enum run socket_with_address(struct call *call, const char *name, struct handle **handle,
			     const struct address **address)
{
	*handle = call_socket(call);
	if (!*handle)
		return RUN_FAIL;
	enum run run = address_argument(call, 0, (*handle)->family, (*handle)->type, address);
	if (run == RUN_DONE && !handle_open(*handle))
		return socket_failed(call, *handle, name, EBADF);
	return run;
}
