/*
 * option_argument: what getsockopt and setsockopt share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

const struct command_error option_errors[] = {
	{"ENOPROTOOPT", "this kind of socket has no such option"},
	{"EOPNOTSUPP", "this kind of socket has no such option"},
	{"EPERM", "this value is for root alone"},
	{"EINVAL", "the kernel does not take the value now"},
	{"UNKNOWN", "there is no option of that name in handsh's table",
	 "help setsockopt lists the options"},
	{0},
};

static void unknown(struct call *call, const struct bytes *name, const char *text)
{
	struct nearest nearest = {.wanted = text};
	struct buffer shown = {0}, hint = {0};
	literal_format_cut(&shown, name->data, name->length, 60);
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		nearest_offer(&nearest, option->name);
		nearest_offer(&nearest, option->c_name);
	}
	nearest_format(&nearest, &hint);
	call_fail(call, "UNKNOWN", "there is no socket option %s", buffer_cstring(&shown));
	if (hint.length)
		error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&shown);
	buffer_free(&hint);
}

const struct socket_option *option_argument(struct call *call)
{
	const struct bytes *name = call_argument(call, 0).bytes;
	const struct socket_option *option = NULL;
	struct buffer text = {0};
	buffer_append(&text, name->data, name->length < 64 ? name->length : 64);
	buffer_cstring(&text);
	if (name->length < 64)
		option = socket_option_find(text.data);
	if (!option)
		unknown(call, name, text.data);
	buffer_free(&text);
	return option;
}

struct event_argument setting_argument(const struct socket_option *option,
				       const union option_setting *setting, struct buffer *text)
{
	socket_option_format(option, setting, text);
	return argument_text(text);
}
