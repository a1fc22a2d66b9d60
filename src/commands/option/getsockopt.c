/*
 * getsockopt: reads a socket option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

#include <string.h>

/* By its numbers: as an int, or as so many bytes as were asked for. errno, or 0. */
static int read_raw(const struct handle *handle, const struct option_meant *meant, size_t size,
		    struct buffer *setting)
{
	socklen_t length = (socklen_t)size;
	char *room = memset(buffer_reserve(setting, size + 1), 0, size + 1); /* also for no bytes */
	if (getsockopt(handle->watch.fd, meant->level, meant->number, room, &length) < 0)
		return errno;
	setting->length = length < size ? length : size;
	return 0;
}

static struct value raw_value(const struct buffer *setting, bool bytes)
{
	int integer = 0;
	if (bytes)
		return value_bytes(bytes_new(setting->data, setting->length));
	memcpy(&integer, setting->data,
	       setting->length < sizeof(integer) ? setting->length : sizeof(integer));
	return value_int(integer);
}

/* A third argument is for what is read by its numbers. */
static bool check_size(struct call *call, const struct option_meant *meant, size_t *size)
{
	bool given = call_given(call, meant->next);
	*size = given ? (size_t)call_argument(call, 2).integer : sizeof(int);
	if (!given || !meant->option)
		return true;
	call_fail(call, "USAGE", "only what is read by its numbers has a size");
	error_hint(call->error, "getsockopt %s", meant->option->name);
	return false;
}

static enum run getsockopt_exec(struct call *call)
{
	struct option_meant meant;
	struct buffer setting = {0}, text = {0};
	size_t size;
	struct handle *handle = call_socket(call);
	if (!handle || !option_argument(call, handle, &meant) || !check_size(call, &meant, &size))
		return RUN_FAIL;
	if (meant.option && meant.option->access == OPTION_SET_ONLY) {
		call_fail(call, "USAGE", "%s can only be set", meant.option->name);
		return RUN_FAIL;
	}
	int number = meant.option ? socket_option_get(handle->watch.fd, meant.option, &setting)
				  : read_raw(handle, &meant, size, &setting);
	struct answer answer = answer_is("getsockopt", handle, 0, number);
	if (!number)
		answer_give(&answer,
			    meant.option ? socket_option_value(meant.option, handle->host, &setting)
					 : raw_value(&setting, call_given(call, 2)));
	if (!number && call_wanted(call)) /* the line shows what the kernel gave: 1, not true */
		answer.gave = setting_argument(&meant, handle->host, &setting, &text);
	enum run run =
		call_answered(call, &answer, level_argument(&meant), number_argument(&meant));
	buffer_free(&text);
	buffer_free(&setting);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_option, ARGUMENT_REQUIRED,
	 .text = "reuseaddr, rcvbuf …; SO_REUSEADDR serves too. Or a level: a name or number"},
	{"OPTION", &kind_value, ARGUMENT_OPTIONAL, .text = "after a level: a name or number"},
	{"SIZE", &kind_size, ARGUMENT_OPTIONAL, .least = 0, .most = 65536,
	 .text = "after two numbers: so many bytes are read, and given as bytes"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_OPTIONS,
	{"EINVAL", "this kind of socket has no such option, or not now"},
	{"ENODATA", "the socket has no such thing"},
	{0},
};

const struct command command_getsockopt = {
	.name = "getsockopt",
	.summary = "read a socket option",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result =
		"the option's value: a bool, an int, a duration such as \"200ms\", a name, a map, "
		"a list or bytes; by two numbers an int, or with SIZE bytes",
	.calls = "getsockopt(2)",
	.errors = errors,
	.help = "linger gives seconds, or \"off\". error gives the name of the error that waits, "
		"or 0, and takes it away. What it gives can be given to setsockopt again; "
		"rcvbuf and sndbuf read twice what was set, "
		"since the kernel counts its own needs too. Structures come as maps: "
		"(getsockopt tcp_info).rtt. Of a kernel that knows less of one than this program, "
		"or more, they have what came. An option without a name is read by the numbers of "
		"its level and its own. options shows all that a socket has, "
		"help setsockopt lists the options.",
	.python = "s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)",
	.c = "int value;\n"
	     "socklen_t size = sizeof value;\n"
	     "getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, &size);",
	.example = "s = socket tcp\n"
		   "expect (s.getsockopt type) == 'SOCK_STREAM'\n"
		   "expect (s.getsockopt error) == 0\n"
		   "expect (s.getsockopt tcp_info).state == 'CLOSE'\n"
		   "expect (s.getsockopt 6 1) == 0\n",
	.exec = getsockopt_exec,
};
