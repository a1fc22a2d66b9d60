/*
 * socket_create: sockets that commands make: their kinds, and their place in the table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

static void tell_kinds(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++)
		tell(context, kind->name, kind->text);
}

const struct kind kind_socket_kind = {
	.name = "a kind of socket", .words = tell_kinds, .complete = complete_words};

struct handle *call_create(struct call *call, int fd, enum handle_series series, int family,
			   int type, int protocol)
{
	struct handle *handle =
		handle_new(call_shell(call)->sockets, fd, series, family, type, protocol);
	handle->alias = call_target(call);
	return handle;
}
