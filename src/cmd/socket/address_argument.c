/*
 * address_argument: arguments that are addresses, and the names that are looked up for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>

#include "handsh/host_names.h"
#include "handsh/socket.h"

/* Whose names are meant: those of the socket's host, or else of the task's. */
static struct host *names_host(const struct call *call)
{
	const struct object *subject = call->subject;
	return subject && subject->behaviour == &handle_behaviour
		       ? ((const struct handle *)subject)->host
		       : call_host(call);
}

enum run call_resolve(struct call *call, struct bytes *host, struct bytes *port, int family,
		      int type, struct list **addresses)
{
	struct host *on = names_host(call);
	bool asked = true;
	enum run run =
		on ? host_resolve(call, on, host, port, family, type, addresses, &asked)
		   : resolve(call, call_shell(call)->sockets, host, port, family, type, addresses);
	if (run == RUN_WAIT || !asked || (run == RUN_FAIL && !call->error->number))
		return run; /* no call was made */
	struct answer answer =
		answer_is("getaddrinfo", NULL, 0, run == RUN_FAIL ? call->error->number : 0);
	if (run == RUN_DONE) {
		answer.gave_kind = GAVE_VALUE;
		answer.gave = argument_value((struct value){.type = TYPE_LIST, .list = *addresses});
	}
	call_journal(call, &answer, argument_bytes(host->data, host->length),
		     port ? argument_bytes(port->data, port->length) : argument_constant("NULL"));
	return run;
}

/* The first of the addresses takes the argument's place. */
static enum run resolve_endpoint(struct call *call, unsigned i, const struct endpoint *endpoint,
				 const struct socket_form *form)
{
	struct list *addresses = NULL;
	enum run run = call_resolve(call, endpoint->host, endpoint->port, form->family, form->type,
				    &addresses);
	if (run != RUN_DONE)
		return run;
	struct value first = value_retain(list_at(addresses, 0));
	object_release(addresses);
	value_release(call->arguments[i]);
	call->arguments[i] = first;
	return RUN_DONE;
}

static bool endpoint_of(struct call *call, const struct list *words, const struct socket_form *form,
			struct endpoint *endpoint)
{
	struct value first = list_at(words, 0);
	if (words->count == 1)
		return endpoint_split(form, first.bytes, call->command->name, endpoint,
				      &call->error);
	*endpoint = (struct endpoint){.host = object_retain(first.bytes),
				      .port = port_decimal(object_retain(list_at(words, 1).bytes))};
	return true;
}

enum run address_argument(struct call *call, unsigned i, const struct socket_form *form,
			  const struct address **address)
{
	struct value *argument = &call->arguments[i];
	if (argument->type == TYPE_LIST) {
		struct endpoint endpoint;
		struct address *parsed;
		if (!endpoint_of(call, argument->list, form, &endpoint))
			return RUN_FAIL;
		int known =
			address_parse(form, &endpoint, call->command->name, &parsed, &call->error);
		enum run run = known < 0 ? RUN_FAIL : RUN_DONE;
		if (known > 0) {
			value_release(*argument);
			*argument = value_object(TYPE_ADDRESS, parsed);
		} else if (known == 0) {
			run = resolve_endpoint(call, i, &endpoint, form);
		}
		endpoint_release(&endpoint);
		if (run != RUN_DONE)
			return run;
		argument = &call->arguments[i];
	}
	*address = (const struct address *)argument->object;
	return RUN_DONE;
}

static struct bytes *numeric_host(const struct address *address)
{
	char text[INET6_ADDRSTRLEN];
	const void *host = address->any.sa_family == AF_INET ? &address->in.sin_addr
			   : address->any.sa_family == AF_INET6
				   ? (const void *)&address->in6.sin6_addr
				   : NULL;
	return host && inet_ntop(address->any.sa_family, host, text, sizeof(text))
		       ? bytes_text(text)
		       : NULL;
}

struct bytes *address_host(struct call *call, unsigned i, const struct socket_form *form)
{
	struct value argument = call_argument(call, i);
	struct endpoint endpoint = {0};
	struct error *error = NULL;
	if (argument.type == TYPE_ADDRESS)
		return numeric_host((const struct address *)argument.object);
	struct value first = list_at(argument.list, 0);
	if (argument.list->count > 1)
		return object_retain(first.bytes);
	if (!endpoint_split(form, first.bytes, call->command->name, &endpoint, &error))
		object_release(error);
	struct bytes *host = endpoint.host ? object_retain(endpoint.host) : NULL;
	endpoint_release(&endpoint);
	return host;
}

enum run socket_with_address(struct call *call, const char *name, struct handle **handle,
			     const struct address **address)
{
	*handle = call_socket(call);
	if (!*handle)
		return RUN_FAIL;
	const struct socket_form form = handle_form(*handle);
	enum run run = address_argument(call, 0, &form, address);
	struct answer closed = answer_is(name, *handle, -1, EBADF);
	if (run == RUN_DONE && !handle_open(*handle))
		return call_refused(call, &closed);
	return run;
}
