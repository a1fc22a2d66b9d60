/*
 * help: what the command table and the table of the language's words say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/forms.h"
#include "handsh/cmd.h"

enum { OPTION_LINES };

/* A page being written for a terminal of some width. */
struct page {
	struct buffer text;
	unsigned width, column;
};

/* Columns that text takes: UTF-8 characters, none of which is wide in these texts. */
static unsigned columns(const char *text, size_t length)
{
	unsigned count = 0;
	for (size_t i = 0; i < length; i++)
		count += (text[i] & 0xc0) != 0x80;
	return count;
}

static void page_indent(struct page *page, unsigned column)
{
	for (; page->column < column; page->column++)
		buffer_byte(&page->text, ' ');
}

static void page_line(struct page *page)
{
	buffer_byte(&page->text, '\n');
	page->column = 0;
}

static void page_put(struct page *page, const char *text, size_t length)
{
	buffer_append(&page->text, text, length);
	page->column += columns(text, length);
}

/* Words from the current column on, broken at the width, later lines indented. Ends the line. */
static void page_wrap(struct page *page, const char *text, unsigned indent)
{
	bool first = true;
	while (*text) {
		size_t length = strcspn(text, " \n");
		if (!first && page->column + 1 + columns(text, length) > page->width) {
			page_line(page);
			first = true;
		}
		if (first)
			page_indent(page, indent);
		else
			page_put(page, " ", 1);
		page_put(page, text, length);
		first = false;
		text += length;
		if (*text == '\n') {
			page_line(page);
			first = true;
		}
		if (*text)
			text++;
	}
	if (page->column)
		page_line(page);
}

/* A term, and what it means in a column beside it; below it where there is no room. */
static void page_entry(struct page *page, const char *term, const char *text, unsigned column)
{
	page_indent(page, 2);
	page_put(page, term, strlen(term));
	if (page->column + 2 > column || column + 16 > page->width)
		page_line(page);
	if (page->column == 0 && column + 16 > page->width)
		column = 6;
	page_indent(page, column);
	page_wrap(page, text, column);
}

static void page_title(struct page *page, const char *title)
{
	if (page->text.length)
		page_line(page);
	page_put(page, title, strlen(title));
	page_line(page);
}

/* Lines as they stand, each indented. */
static void page_code(struct page *page, const char *title, const char *code)
{
	if (!code)
		return;
	page_title(page, title);
	while (*code) {
		size_t length = strcspn(code, "\n");
		page_indent(page, 2);
		page_put(page, code, length);
		page_line(page);
		code += length + (code[length] == '\n');
	}
}

static void page_prose(struct page *page, const char *title, const char *text)
{
	if (!text)
		return;
	page_title(page, title);
	page_wrap(page, text, 2);
}

static enum run page_end(struct page *page, struct call *call)
{
	call_print(call, page->text.data, page->text.length);
	buffer_free(&page->text);
	return call_return(call, VALUE_NIL);
}

/* ---- the list ---- */

#define NAMES_COLUMN 10 /* of the short list */

static bool listed(const struct command *command, const char *group)
{
	return !(command->flags & COMMAND_HIDDEN) && command->group &&
	       strcmp(command->group, group) == 0;
}

static unsigned name_column(const struct command *const *table)
{
	size_t longest = 0;
	for (; *table; table++) {
		size_t length = strlen((*table)->name);
		if (!((*table)->flags & COMMAND_HIDDEN) && length > longest)
			longest = length;
	}
	return (unsigned)longest + 4;
}

/* A line for each command. */
static void list_group(struct page *page, const struct shell *shell, const char *group)
{
	unsigned column = name_column(shell->commands);
	page_title(page, group);
	for (const struct command *const *command = shell->commands; *command; command++) {
		if (listed(*command, group))
			page_entry(page, (*command)->name, (*command)->summary, column);
	}
}

static void page_names(struct page *page, const char *title, struct buffer *names)
{
	page_put(page, title, strlen(title));
	page_put(page, " ", 1);
	page_indent(page, NAMES_COLUMN);
	page_wrap(page, buffer_cstring(names), NAMES_COLUMN);
	buffer_free(names);
}

/* The names alone: all of them fit one screen. */
static void name_group(struct page *page, const struct shell *shell, const char *group)
{
	struct buffer names = {0};
	for (const struct command *const *command = shell->commands; *command; command++) {
		if (listed(*command, group))
			buffer_format(&names, "%s%s", names.length ? " " : "", (*command)->name);
	}
	page_names(page, group, &names);
}

/* Groups come in the order of the first of their commands; sockets lead. */
static void each_group(struct page *page, const struct shell *shell,
		       void (*list)(struct page *, const struct shell *, const char *))
{
	const struct command *const *table = shell->commands;
	list(page, shell, "sockets");
	for (size_t i = 0; table[i]; i++) {
		bool seen = !table[i]->group || (table[i]->flags & COMMAND_HIDDEN) ||
			    strcmp(table[i]->group, "sockets") == 0;
		for (size_t j = 0; j < i && !seen; j++)
			seen = listed(table[j], table[i]->group);
		if (!seen)
			list(page, shell, table[i]->group);
	}
}

static void name_forms(struct page *page)
{
	struct buffer words = {0};
	for (const struct form *form = forms; form->name; form++)
		buffer_format(&words, "%s%s", form == forms ? "" : " ", form->name);
	page_names(page, "language", &words);
}

static enum run help_list(struct call *call, struct page *page)
{
	const struct shell *shell = call_shell(call);
	bool lines = call_option(call, OPTION_LINES);
	each_group(page, shell, lines ? list_group : name_group);
	if (lines) {
		page_title(page, "language");
		for (const struct form *form = forms; form->name; form++)
			page_entry(page, form->name, form->summary, name_column(shell->commands));
	} else {
		name_forms(page);
	}
	page_line(page);
	page_wrap(page,
		  lines ? "help NAME says all about one of them."
			: "help NAME says all about one of them (signs in quotes: help '&'), "
			  "help -l a line about each.",
		  0);
	return page_end(page, call);
}

/* ---- one command ---- */

/* Bounds that are only those of the type say nothing. */
static void describe_bounds(struct buffer *line, const struct parameter *parameter)
{
	bool least = parameter->least > INT_MIN, most = parameter->most < INT64_MAX;
	if (!parameter->least && !parameter->most)
		return;
	if (least && most)
		buffer_format(line, "; %" PRId64 " to %" PRId64, parameter->least, parameter->most);
	else if (least)
		buffer_format(line, "; %" PRId64 " or more", parameter->least);
}

static void parameter_line(struct page *page, const char *term, const struct parameter *parameter,
			   const char *text)
{
	struct buffer line = {0};
	buffer_text(&line, text ? text : parameter ? parameter->kind->name : "");
	if (parameter)
		describe_bounds(&line, parameter);
	if (parameter && parameter->fallback)
		buffer_format(&line, "; %s when left out", parameter->fallback);
	page_entry(page, term, buffer_cstring(&line), 14);
	buffer_free(&line);
}

static void describe_arguments(struct page *page, const struct command *command)
{
	const struct parameter *parameter = command->parameters;
	if (parameter && parameter->name)
		page_title(page, "arguments");
	for (; parameter && parameter->name; parameter++)
		parameter_line(page, parameter->name, parameter, parameter->text);
	const struct command_option *option = command->options;
	if (option && (option->letter || option->name))
		page_title(page, "options");
	for (; option && (option->letter || option->name); option++) {
		struct buffer term = {0};
		if (option->letter)
			buffer_format(&term, "-%c%s", option->letter, option->name ? ", " : "");
		if (option->name)
			buffer_format(&term, "--%s", option->name);
		if (option->value)
			buffer_format(&term, " %s", option->value->name);
		parameter_line(page, buffer_cstring(&term), option->value, option->text);
		buffer_free(&term);
	}
}

static enum run help_command(struct call *call, struct page *page, const struct command *command)
{
	struct buffer synopsis = {0};
	command_synopsis(command, &synopsis);
	page_wrap(page, buffer_cstring(&synopsis), 0);
	buffer_free(&synopsis);
	page_wrap(page, command->summary, 2);
	describe_arguments(page, command);
	page_prose(page, "result", command->result);
	page_prose(page, "calls", command->calls);
	const struct command_error *error = command->errors;
	if (error && error->name)
		page_title(page, "errors");
	for (; error && error->name; error++)
		page_entry(page, error->name, error->text, 17);
	page_prose(page, "more", command->help);
	page_code(page, "in Python", command->python);
	page_code(page, "in C", command->c);
	page_code(page, "example", command->example);
	return page_end(page, call);
}

static enum run help_form(struct call *call, struct page *page, const struct form *form)
{
	page_wrap(page, form->synopsis, 0);
	page_wrap(page, form->summary, 2);
	page_prose(page, "more", form->help);
	page_code(page, "example", form->example);
	return page_end(page, call);
}

/* ---- which ---- */

/* A name that is looked for among all commands, the user's own too. */
struct search {
	struct nearest nearest;
	bool own;
};

static void consider(void *context, const char *name, const struct command *command)
{
	struct search *search = context;
	if (command && (command->flags & COMMAND_HIDDEN))
		return;
	if (!command && strcmp(name, search->nearest.wanted) == 0)
		search->own = true;
	nearest_offer(&search->nearest, name);
}

static enum run help_unknown(struct call *call, struct page *page, const char *name)
{
	struct search search = {.nearest = {.wanted = name}};
	machine_each_command(call_machine(call), consider, &search);
	for (const struct form *form = forms; form->name; form++)
		nearest_offer(&search.nearest, form->name);
	if (search.own) {
		buffer_format(&page->text, "%s is a command of your own (def).\n", name);
		return page_end(page, call);
	}
	struct buffer literal = {0}, hint = {0};
	literal_format(&literal, name, strlen(name));
	enum run run =
		call_fail(call, "UNKNOWN", "there is no help for %s", buffer_cstring(&literal));
	nearest_format(&search.nearest, &hint);
	error_hint(call->error, "%s", hint.length ? buffer_cstring(&hint) : "help lists all names");
	buffer_free(&literal);
	buffer_free(&hint);
	return run;
}

static enum run help_exec(struct call *call)
{
	struct page page = {.width = display_width(call_shell(call)->display)};
	if (!call_given(call, 0))
		return help_list(call, &page);
	const struct bytes *word = call_argument(call, 0).bytes;
	char *name = memory_copy(word->data, word->length);
	const struct command *command = machine_find(call_machine(call), name);
	const struct form *form = form_find(name);
	enum run run;
	if (command && !(command->flags & COMMAND_HIDDEN))
		run = help_command(call, &page, command);
	else if (form)
		run = help_form(call, &page, form);
	else
		run = help_unknown(call, &page, name);
	free(name);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_command, ARGUMENT_OPTIONAL,
	 .text = "a command or a word of the language; left out: the list of all"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_LINES] = {'l', NULL, NULL, "the list with a line about each"},
	{0},
};

const struct command command_help = {
	.name = "help",
	.group = "shell",
	.summary = "say what a command or a word of the language does",
	.parameters = parameters,
	.options = options,
	.help = "Shows how a command is typed, its arguments, what it gives, the system calls it "
		"makes, "
		"the errors that a learner meets, and the same in Python and in C.",
	.python = "help(socket.socket.recv)",
	.c = "man 2 recv",
	.example = "help recv\nhelp timeout\n",
	.exec = help_exec,
};
