/*
 * help: what the tables of commands, words and ideas say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/help.h"
#include "handsh/program.h"

#define NAME_SHOWN 60 /* bytes of a word that nothing is known of */

enum { OPTION_KEYWORD, OPTION_LINES, OPTION_MANUAL };

static const char *const pages[] = {"handsh", "handsh-lang", "handsh-ideas", NULL};

/* The words that were typed, with blanks between. */
static void join(const struct call *call, struct buffer *words)
{
	for (unsigned i = 0; i < call->count; i++) {
		const struct bytes *word = call_argument(call, i).bytes;
		buffer_text(words, i ? " " : "");
		buffer_append(words, word->data, word->length);
	}
}

static enum run unknown(struct call *call, const char *name, const char *what)
{
	struct nearest nearest = {.wanted = name};
	struct buffer literal = {0}, hint = {0};
	literal_format_cut(&literal, name, strlen(name), NAME_SHOWN);
	enum run run =
		call_fail(call, "UNKNOWN", "there is no %s %s", what, buffer_cstring(&literal));
	help_offer(call_shell(call), &nearest);
	nearest_format(&nearest, &hint);
	if (!hint.length && !help_suggest(call_shell(call)->chapters, name, &hint))
		buffer_text(&hint, "help lists subjects, help -l all commands");
	error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&literal);
	buffer_free(&hint);
	return run;
}

static enum run topic(struct call *call, unsigned width, struct buffer *text)
{
	struct shell *shell = call_shell(call);
	struct buffer words = {0};
	enum run run = RUN_DONE;
	join(call, &words);
	const char *name = buffer_cstring(&words);
	if (call_option(call, OPTION_KEYWORD) && !words.length) {
		run = call_fail(call, "USAGE", "it wants words to look for");
	} else if (strlen(name) != words.length) {
		run = unknown(call, name, "help for a NUL byte after");
	} else if (call_option(call, OPTION_KEYWORD)) {
		if (!help_search(shell->chapters, name, width, text))
			run = unknown(call, name, "page with");
	} else if (!help_find(shell, name, width, text)) {
		run = unknown(call, name, "help for");
	}
	buffer_free(&words);
	return run;
}

/* man(1) has the terminal, as any program. */
static enum run show_page(struct call *call)
{
	const char *const *page = pages;
	while (call->count && *page && !bytes_is(call_argument(call, 0).bytes, *page))
		page++;
	if (!*page) {
		call_fail(call, "USAGE",
			  "the pages of the manual are handsh, handsh-lang and handsh-ideas");
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
	if (call->state) /* the pager runs */
		return call_page(call, NULL);
	const struct shell *shell = call_shell(call);
	const unsigned width = display_width(shell->display);
	struct buffer text = {0};
	enum run run = RUN_DONE;
	if (call->count || call_option(call, OPTION_KEYWORD))
		run = topic(call, width, &text);
	else if (call_option(call, OPTION_LINES))
		help_lines(shell->chapters, width, &text);
	else
		help_subjects_page(width, &text);
	if (run == RUN_DONE)
		return call_page(call, &text);
	buffer_free(&text);
	return run;
}

static const struct parameter parameters[] = {
	{"NAME", &kind_page, ARGUMENT_REST,
	 .text = "a command, a word of the language, an error, a state of TCP, a socket option, an "
		 "idea such as backlog or sticky packets, python or c; left out: where to begin"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_KEYWORD] = {'k', .text = "the pages in which the words stand, a line about each"},
	[OPTION_LINES] = {'l', .text = "all commands, a line about each"},
	[OPTION_MANUAL] = {'m', "man",
			   .text = "the manual itself: handsh, or the page that NAME is"},
	{0},
};

const struct command command_help = {
	.name = "help",
	.summary = "say what a command, an error or an idea is",
	.parameters = parameters,
	.options = options,
	.help = "Shows how a command is typed, its arguments, what it gives, "
		"the system calls it makes, the errors that a learner meets, "
		"and the same in Python and in C. Of errors, states and ideas it says what they "
		"mean, what to type to see it, and where to read on. python and c list the calls of "
		"those languages with the line to type for each. The ideas are handsh-ideas(7) too.",
	.python = "help(socket.socket.recv)",
	.c = "man 2 recv",
	.example = "help recv\nhelp timeout\nhelp sticky packets\nhelp -k connection refused\n"
		   "expect error UNKNOWN { help no-such-name }\n",
	.exec = help_exec,
};
