/*
 * option_argument: what getsockopt, setsockopt and options share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"

#include <string.h>

#define NAME_MOST 64

/* ---- names that are not known ---- */

static bool unknown(struct call *call, const char *name)
{
	struct nearest nearest = {.wanted = name};
	struct buffer shown = {0}, hint = {0};
	literal_format_cut(&shown, name, strlen(name), 60);
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
	return false;
}

static bool unknown_at(struct call *call, int level, const char *name)
{
	const struct socket_option *other = socket_option_find(name, NULL);
	const char *level_name = name_of(&names_levels, level);
	if (!other)
		return unknown(call, name);
	if (level_name)
		call_fail(call, "UNKNOWN", "%s has no option %s", level_name, name);
	else
		call_fail(call, "UNKNOWN", "level %d has no option %s", level, name);
	error_hint(call->error, "it is one of %s: %s %s", other->level->name, call->command->name,
		   other->name);
	return false;
}

/* ---- arguments ---- */

/* Argument i as a C string, cut where it can be no name; "" where it is none. */
static const char *word_at(const struct call *call, unsigned i, struct buffer *text)
{
	struct value value = call_argument(call, i);
	text->length = 0;
	if (value.type == TYPE_INT)
		buffer_int(text, value.integer);
	if (value.type == TYPE_BYTES && !memchr(value.bytes->data, '\0', value.bytes->length))
		buffer_append(text, value.bytes->data,
			      value.bytes->length < NAME_MOST ? value.bytes->length : NAME_MOST);
	return buffer_cstring(text);
}

static bool read_number(const struct buffer *text, int *number)
{
	int64_t integer;
	if (digits_read(text->data, text->length, &integer) != DIGITS_FIT || integer < 0 ||
	    integer > INT32_MAX)
		return false;
	*number = (int)integer;
	return true;
}

/* The second of LEVEL OPTION. */
static bool read_option(struct call *call, struct option_meant *meant, struct buffer *text)
{
	if (call->count < 2 || !call_given(call, 1)) {
		call_fail(call, "USAGE", "after a level comes an option");
		error_hint(call->error, "%s SOL_SOCKET SO_REUSEADDR, or %s 1 2",
			   call->command->name, call->command->name);
		return false;
	}
	const char *name = word_at(call, 1, text);
	meant->next = 2;
	if (read_number(text, &meant->number))
		return true;
	meant->option = socket_option_at(meant->level, name);
	return meant->option || unknown_at(call, meant->level, name);
}

bool option_argument(struct call *call, const struct handle *handle, struct option_meant *meant)
{
	struct buffer text = {0};
	const char *name = word_at(call, 0, &text);
	*meant = (struct option_meant){.next = 1};
	bool good = true;
	if (read_number(&text, &meant->level) || name_number(&names_levels, name, &meant->level)) {
		good = read_option(call, meant, &text);
	} else {
		meant->option = socket_option_find(name, handle);
		good = meant->option || unknown(call, name);
	}
	if (meant->option) {
		meant->level = meant->option->level->number;
		meant->number = meant->option->number;
	}
	buffer_free(&text);
	return good;
}

/* ---- call lines ---- */

struct event_argument level_argument(const struct option_meant *meant)
{
	return meant->option ? argument_constant(meant->option->level->name)
			     : argument_named(&names_levels, meant->level);
}

struct event_argument number_argument(const struct option_meant *meant)
{
	const struct socket_option *option =
		meant->option ? meant->option : socket_option_of(meant->level, meant->number);
	return option ? argument_constant(option->c_name) : argument_int(meant->number);
}

struct event_argument setting_argument(const struct option_meant *meant, struct host *host,
				       const struct buffer *setting, struct buffer *text)
{
	int integer;
	if (meant->option)
		socket_option_format(meant->option, host, setting, text);
	else if (setting->length == sizeof(integer))
		buffer_int(text, *(const int *)memcpy(&integer, setting->data, sizeof(integer)));
	else
		literal_format_cut(text, setting->length ? setting->data : "", setting->length, 60);
	return argument_text(text);
}
