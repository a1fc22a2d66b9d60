/*
 * help: what the command table and the table of the language's words say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "commands/shell/running.h"
#include "handsh/command.h"
#include "handsh/help.h"

#define NAME_SHOWN 60 /* bytes of a word that nothing is known of */

enum { OPTION_LINES, OPTION_MANUAL };

static const char *const pages[] = {"handsh", "handsh-lang", NULL};

static void consider(void *nearest, const char *name, const struct command *command)
{
	if (!command || !(command->flags & COMMAND_HIDDEN))
		nearest_offer(nearest, name);
}

static enum run unknown(struct call *call, const char *name)
{
	struct nearest nearest = {.wanted = name};
	machine_each_command(call_machine(call), consider, &nearest);
	for (const struct form *form = forms; form->name; form++)
		nearest_offer(&nearest, form->name);
	struct buffer literal = {0}, hint = {0};
	literal_format_cut(&literal, name, strlen(name), NAME_SHOWN);
	enum run run =
		call_fail(call, "UNKNOWN", "there is no help for %s", buffer_cstring(&literal));
	if (!help_ideas(call_shell(call)->chapters, name, &hint))
		nearest_format(&nearest, &hint);
	error_hint(call->error, "%s", hint.length ? buffer_cstring(&hint) : "help lists all names");
	buffer_free(&literal);
	buffer_free(&hint);
	return run;
}

/* A def, and that it stands before a built-in command. */
static void describe_own(const struct code *definition, bool replaces, struct buffer *text)
{
	buffer_format(text, "%s\n  a command of your own (def)", definition->synopsis);
	if (replaces)
		buffer_format(text, "; builtin %s is this:\n", definition->name);
	buffer_byte(text, '\n');
}

static enum run topic(struct call *call, unsigned width, struct buffer *text)
{
	const struct bytes *word = call_argument(call, 0).bytes;
	char *name = memory_copy(word->data, word->length);
	const struct command *command = machine_find(call_machine(call), name);
	const struct code *own = machine_definition(call_machine(call), name);
	const struct form *form = form_find(name);
	enum run run = RUN_DONE;
	if (command && command->flags & COMMAND_HIDDEN)
		command = NULL;
	if (own)
		describe_own(own, command, text);
	if (command)
		help_command(command, width, text);
	else if (form)
		help_form(form, width, text);
	else if (!own)
		run = unknown(call, name);
	free(name);
	return run;
}

/* man(1) has the terminal, as any program. */
static enum run show_page(struct call *call)
{
	const char *const *page = pages;
	while (call_given(call, 0) && *page && !bytes_is(call_argument(call, 0).bytes, *page))
		page++;
	if (!*page) {
		call_fail(call, "USAGE", "the pages of the manual are handsh and handsh-lang");
		error_hint(call->error, "help NAME says everything about a command");
		return RUN_FAIL;
	}
	struct bytes *text = bytes_format("man %s", *page);
	enum run run = program_run(call, text, VALUE_UNSET);
	object_release(text);
	return run;
}

static enum run help_exec(struct call *call)
{
	if (call_option(call, OPTION_MANUAL))
		return show_page(call);
	const struct shell *shell = call_shell(call);
	const unsigned width = display_width(shell->display);
	struct buffer text = {0};
	enum run run = RUN_DONE;
	if (call_given(call, 0))
		run = topic(call, width, &text);
	else if (call_option(call, OPTION_LINES))
		help_lines(shell->chapters, width, &text);
	else
		help_names(shell->chapters, width, &text);
	call_print(call, text.data, text.length);
	buffer_free(&text);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_command, ARGUMENT_OPTIONAL,
	 .text = "a command or a word of the language; left out: the list of all"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_LINES] = {'l', .text = "the list with a line about each"},
	[OPTION_MANUAL] = {'m', "man",
			   .text = "the manual itself: handsh, or the page that NAME is"},
	{0},
};

const struct command command_help = {
	.name = "help",
	.summary = "say what a command or a word of the language does",
	.parameters = parameters,
	.options = options,
	.help = "Shows how a command is typed, its arguments, what it gives, "
		"the system calls it makes, the errors that a learner meets, "
		"and the same in Python and in C.",
	.python = "help(socket.socket.recv)",
	.c = "man 2 recv",
	.example = "help recv\nhelp timeout\nexpect error UNKNOWN { help no-such-name }\n",
	.exec = help_exec,
};
