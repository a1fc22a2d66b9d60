/*
 * options_table: the options of a socket, and what each is: the command options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/option/option_argument.h"
#include "handsh/show.h"

#include <inttypes.h>

/* ---- as values ---- */

static struct value options_value(struct call *call)
{
	struct map *map = map_new();
	struct option_finding finding;
	struct option_survey survey = option_survey_begin((const struct handle *)call->subject);
	while (option_survey_next(&survey, &finding)) {
		map = map_put_text(map, finding.option->name, finding.value);
		value_release(finding.usual);
	}
	option_survey_end(&survey);
	return value_object(TYPE_MAP, map);
}

static struct map *put_word(struct map *map, const char *key, const char *text)
{
	return map_put_text(map, key, text && *text ? value_bytes(bytes_text(text)) : VALUE_NIL);
}

static struct value options_rows(struct call *call)
{
	struct list *list = list_new(0);
	struct option_finding finding;
	struct option_survey survey = option_survey_begin((const struct handle *)call->subject);
	while (option_survey_next(&survey, &finding)) {
		struct map *map = put_word(map_new(), "name", finding.option->name);
		map = map_put_text(map, "value", finding.value);
		map = map_put_text(map, "default", finding.usual);
		map = put_word(map, "unit", socket_option_unit(finding.option));
		map = put_word(map, "level", finding.option->level->name);
		map = map_put_text(map, "differs", value_bool(finding.differs));
		list = list_append(list, value_object(TYPE_MAP, map));
	}
	option_survey_end(&survey);
	return value_object(TYPE_LIST, list);
}

/* ---- as a table ---- */

/* Of one level, whose name stands above. */
static const struct column columns[] = {
	{"  OPTION"}, {"VALUE", .least = 12}, {"DEFAULT", .least = 12}, {"UNIT", .rank = 3}, {NULL},
};

static void value_cell(struct table *table, struct value value)
{
	socket_option_show(value, &table->text);
	table_next(table);
}

static void add_row(struct table *table, const struct option_finding *finding)
{
	buffer_format(&table->text, "%c %s", finding->differs ? '*' : ' ', finding->option->name);
	table_next(table);
	value_cell(table, finding->value);
	value_cell(table, finding->usual);
	table_text(table, socket_option_unit(finding->option));
	value_release(finding->value);
	value_release(finding->usual);
}

static void end_level(struct call *call, struct table *table, struct buffer *text)
{
	table_fit(table, call_shell(call)->display);
	table_end(table, text);
}

static void options_text(struct call *call, struct buffer *text)
{
	struct table table;
	struct option_finding finding;
	const struct option_level *level = NULL;
	struct option_survey survey = option_survey_begin((const struct handle *)call->subject);
	while (option_survey_next(&survey, &finding)) {
		if (finding.option->level != level) {
			if (level)
				end_level(call, &table, text);
			level = finding.option->level;
			buffer_format(text, "%s%s\n", text->length ? "\n" : "", level->name);
			table_begin(&table, columns);
		}
		add_row(&table, &finding);
	}
	if (level)
		end_level(call, &table, text);
	option_survey_end(&survey);
	if (survey.fresh < 0)
		buffer_format(text, "no new socket can be made to tell the defaults: %s\n",
			      error_name(survey.number));
}

/* ---- one option ---- */

/* NULL: there is none, which hinders nobody from asking what an option is. */
static const struct handle *current_socket(struct call *call)
{
	const struct handle *handle = (const struct handle *)task_current(call_task(call));
	return handle && handle_is_socket(handle) && handle_open(handle) ? handle : NULL;
}

static const struct socket_option *option_of(struct call *call)
{
	struct option_meant meant;
	if (!option_argument(call, current_socket(call), &meant))
		return NULL;
	if (meant.next == 1 && call_given(call, 1)) {
		call_fail(call, "USAGE", "it explains one option");
		return NULL;
	}
	if (meant.option)
		return meant.option;
	const struct socket_option *option = socket_option_of(meant.level, meant.number);
	if (!option)
		call_fail(call, "UNKNOWN", "level %d has no option %d in handsh's table",
			  meant.level, meant.number);
	return option;
}

static struct value explain_value(struct call *call)
{
	const struct socket_option *option = option_of(call);
	struct buffer takes = {0};
	socket_option_takes(option, &takes);
	struct map *map = put_word(map_new(), "name", option->name);
	map = put_word(map, "c", option->c_name);
	map = put_word(map, "level", option->level->name);
	map = map_put_text(map, "number", value_int(option->number));
	map = map_put_text(map, "takes", value_bytes(bytes_from(&takes)));
	map = put_word(map, "unit", socket_option_unit(option));
	map = put_word(map, "default", option->usual);
	map = put_word(map, "since", option->since);
	return value_object(TYPE_MAP, put_word(map, "text", option->text));
}

static void explain_text(struct call *call, struct buffer *text)
{
	const struct socket_option *option = option_of(call);
	const struct handle *handle = current_socket(call);
	struct buffer setting = {0}, name = {0};
	socket_option_explain(option, text);
	if (handle && socket_option_is_state(option) && option->level->fits(handle) &&
	    socket_option_get(handle->watch.fd, option, &setting) == 0) {
		struct value value = socket_option_value(option, handle->host, &setting);
		buffer_format(text, "%s has ", handle_name(handle, &name));
		socket_option_show(value, text);
		buffer_byte(text, '\n');
		value_release(value);
	}
	buffer_free(&setting);
	buffer_free(&name);
}

static enum run options_exec(struct call *call)
{
	static const struct exhibit all = {options_value, options_rows, options_text};
	static const struct exhibit one = {.value = explain_value, .text = explain_text};
	if (call_given(call, 0))
		return option_of(call) ? call_exhibit(call, &one) : RUN_FAIL;
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	struct answer closed = answer_is("getsockopt", handle, -1, EBADF);
	return handle_open(handle) ? call_exhibit(call, &all) : call_refused(call, &closed);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_option, ARGUMENT_OPTIONAL,
	 .text = "reuseaddr, SO_REUSEADDR …, or a level; none: all that the socket has"},
	{"OPTION", &kind_value, ARGUMENT_OPTIONAL, .text = "after a level: a name or number"},
	{0},
};

static const struct command_error errors[] = {
	ERROR_CLOSED,
	{"UNKNOWN", "there is no option of that name in handsh's table",
	 "help setsockopt lists the options"},
	{0},
};

const struct command command_options = {
	.name = "options",
	.summary = "show the options of the socket, or explain one",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result =
		"where its value is taken: a map of the values, (options).rcvbuf; of one option a "
		"map of what is known of it",
	.calls =
		"getsockopt(2), and socket(2) for a new socket of the same kind, whose options are "
		"the defaults",
	.errors = errors,
	.help = "* marks what differs from the default, which is what a new socket of the same kind "
		"has on this machine now. What is only read has no default. Options that getsockopt(2) "
		"refuses, that are orders (add_membership) or that reading would take away (error) are "
		"left out.",
	.python = "s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)",
	.c = "getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &size);",
	.example = "s = socket tcp\n"
		   "s.setsockopt nodelay on\n"
		   "expect (options).nodelay\n"
		   "expect (options keepidle).unit == 'seconds'\n"
		   "options nodelay\n",
	.exec = options_exec,
};
