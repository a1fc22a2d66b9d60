/*
 * help: what the command table and the table of the language's words say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/help.h"

enum { OPTION_LINES };

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

static enum run unknown(struct call *call, const char *name, struct buffer *text)
{
	struct search search = {.nearest = {.wanted = name}};
	machine_each_command(call_machine(call), consider, &search);
	for (const struct form *form = forms; form->name; form++)
		nearest_offer(&search.nearest, form->name);
	if (search.own) {
		buffer_format(text, "%s is a command of your own (def).\n", name);
		return RUN_DONE;
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

static enum run topic(struct call *call, unsigned width, struct buffer *text)
{
	const struct bytes *word = call_argument(call, 0).bytes;
	char *name = memory_copy(word->data, word->length);
	const struct command *command = machine_find(call_machine(call), name);
	const struct form *form = form_find(name);
	enum run run = RUN_DONE;
	if (command && !(command->flags & COMMAND_HIDDEN))
		help_command(command, width, text);
	else if (form)
		help_form(form, width, text);
	else
		run = unknown(call, name, text);
	free(name);
	return run;
}

static enum run help_exec(struct call *call)
{
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
