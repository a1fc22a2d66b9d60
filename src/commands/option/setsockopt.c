/*
 * setsockopt: sets a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

/* What was typed after the option: one value, or a list of several. A new reference. */
static struct value values_of(const struct call *call, unsigned first)
{
	if (call->count == first + 1)
		return value_retain(call_argument(call, first));
	struct list *list = list_new(call->count - first);
	for (unsigned i = first; i < call->count; i++)
		list = list_append(list, value_retain(call_argument(call, i)));
	return value_object(TYPE_LIST, list);
}

/* What is wrong with how many values there are: "VALUE is missing". */
static bool wrong_count(struct call *call, const struct option_meant *meant, const char *what)
{
	struct buffer takes = {0};
	call_fail(call, "USAGE", "%s", what);
	if (meant->option) {
		socket_option_takes(meant->option, &takes);
		error_hint(call->error, "%s takes %s", meant->option->name, buffer_cstring(&takes));
	} else {
		error_hint(call->error, "an int, or bytes as they stand: setsockopt 6 1 1");
	}
	buffer_free(&takes);
	return false;
}

static bool convert(struct call *call, const struct handle *handle,
		    const struct option_meant *meant, struct buffer *setting)
{
	struct error *error;
	const unsigned given = call->count - meant->next;
	unsigned least = 1, most = 1;
	if (meant->option)
		socket_option_counts(meant->option, &least, &most);
	if (given < least || given > most)
		return wrong_count(call, meant,
				   given < least ? "VALUE is missing"
						 : "there are too many values");
	struct value value = values_of(call, meant->next);
	bool good = meant->option
			    ? socket_option_convert(meant->option, handle, value, setting, &error)
			    : socket_option_convert_raw(value, "setsockopt", setting, &error);
	if (!good)
		call_error(call, error);
	value_release(value);
	return good;
}

static enum run setsockopt_exec(struct call *call)
{
	struct option_meant meant;
	struct buffer setting = {0}, text = {0};
	struct handle *handle = call_socket(call);
	if (!handle || !option_argument(call, handle, &meant))
		return RUN_FAIL;
	enum run run = RUN_FAIL;
	if (convert(call, handle, &meant, &setting)) {
		int number = meant.option ? socket_option_set(handle, meant.option, &setting)
					  : socket_option_set_raw(handle, meant.level, meant.number,
								  &setting);
		struct answer answer = answer_is("setsockopt", handle, 0, number);
		run = call_answered(call, &answer, level_argument(&meant), number_argument(&meant),
				    setting_argument(&meant, handle->host, &setting, &text));
	}
	buffer_free(&text);
	buffer_free(&setting);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_option, ARGUMENT_REQUIRED, .listed = true,
	 .text = "reuseaddr, rcvbuf …; SO_REUSEADDR serves too. Or a level, after which the option "
		 "comes: names or numbers"},
	{"VALUE", &kind_option_value, ARGUMENT_REST,
	 .text = "on or off, a number, a size (64k), a duration (200ms), words or a map, as the "
		 "option wants"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_OPTIONS,
	{"EINVAL", "the kernel does not take the value, or not now"},
	{"ENOENT", "the kernel has nothing of that name"},
	{"ENODEV", "there is no such interface"},
	{"EADDRINUSE", "the socket has joined that group already"},
	{"EADDRNOTAVAIL", "the socket is not in that group, or no interface has the address"},
	{"TYPE", "the value is of another kind than the option wants"},
	{0},
};

const struct command command_setsockopt = {
	.name = "setsockopt",
	.summary = "set a socket option",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "setsockopt(2)",
	.errors = errors,
	.help = "reuseaddr, before bind, lets a server start again at once although old "
		"connections of its port are in TIME_WAIT: if those had it too, as connections "
		"have from the listener that took them. It does not let two sockets listen on one "
		"port.\n"
		"A structure takes its members one after the other, or a map of them: "
		"setsockopt add_membership 239.1.2.3 lo. An interface is its name, its number or "
		"an address that it has.\n"
		"attach_filter takes the words of pcap-filter(7): setsockopt attach_filter udp port "
		"53; they are about the packet from its IP header on, whatever the socket reads of "
		"it, and names of hosts in them are looked up while everything waits.\n"
		"An option without a name is set by the numbers of its level and its own, to an int "
		"or to bytes as they stand: setsockopt 6 1 1. A name that several levels have is "
		"that of the socket's own; NAME in C, or a level in front, says which.",
	.python = "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
	.c = "int on = 1;\nsetsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);",
	.example = "s = socket tcp\n"
		   "s.setsockopt reuseaddr on\n"
		   "expect (s.getsockopt reuseaddr)\n"
		   "s.setsockopt rcvtimeo 200ms\n"
		   "expect (s.getsockopt rcvtimeo) == '200ms'\n"
		   "s.setsockopt IPPROTO_TCP TCP_NODELAY 1\n"
		   "expect (s.getsockopt nodelay)\n",
	.exec = setsockopt_exec,
};
