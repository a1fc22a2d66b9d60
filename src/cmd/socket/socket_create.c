/*
 * socket_create: sockets that commands make: their kinds, and their place in the table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"
#include "handsh/socket.h"

static void tell_kinds(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++)
		tell(context, kind->name, kind->text);
}

/* A family, as in C, can stand there as well: offered once it is begun, for the kinds are few. */
static void complete_kind(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	complete_words(shell, parameter, prefix, completion);
	if (*prefix)
		complete_names(&names_families, completion);
}

const struct kind kind_socket_kind = {
	.name = "a kind of socket", .words = tell_kinds, .complete = complete_kind};

struct handle *call_create(struct call *call, int fd, enum handle_series series, int family,
			   int type, int protocol)
{
	struct handle *handle =
		handle_new(call_shell(call)->sockets, fd, series, family, type, protocol);
	handle_place(handle, call_host(call));
	handle->alias = call_target(call);
	return handle;
}
