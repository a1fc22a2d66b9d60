/*
 * journal: shows the latest calls again, also those that were made inside blocks and tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

enum { OPTION_KEEP };

static void print_calls(struct call *call, const struct journal *journal, int64_t count)
{
	struct buffer text = {0};
	struct event event;
	unsigned kept = 0, calls = 0, index = 0;
	for (; journal_kept(journal, kept, &event); kept++)
		calls += event.kind == EVENT_CALL;
	for (; index < kept; index++) {
		journal_kept(journal, index, &event);
		if (event.kind != EVENT_CALL || calls-- > count)
			continue;
		call_line(&event, true, &text);
		buffer_byte(&text, '\n');
	}
	call_print(call, text.data, text.length);
	buffer_free(&text);
}

static enum run journal_exec(struct call *call)
{
	struct journal *journal = machine_journal(call_machine(call));
	if (call_option(call, OPTION_KEEP)) {
		journal_keep(journal, (unsigned)call_option_value(call, OPTION_KEEP).integer);
		return call_return(call, VALUE_NIL);
	}
	if (!journal->ring)
		return call_fail(call, "USAGE", "no calls are kept");
	print_calls(call, journal, call_argument(call, 0).integer);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"N", &kind_int, ARGUMENT_OPTIONAL, .most = 1 << 20, .fallback = "20",
	 .text = "how many at the most"},
	{0},
};

static const struct parameter kept[] = {
	{"COUNT", &kind_int, .most = 1 << 20, .text = "how many events"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_KEEP] =
		{'k', "keep", kept,
		 .text = "keep the latest COUNT events from here on, 0 none, and show nothing"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "no calls are kept",
	 "journal -k 1000 keeps the latest 1000 from here on; a prompt always does"},
	{0},
};

const struct command command_journal = {
	.name = "journal",
	.summary = "show the latest calls, also those of blocks and tasks",
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.help = "A prompt keeps the latest 1000 events; "
		"a script keeps none unless it asks for it. Bytes are kept up to 64 of them.",
	.example = "journal -k 10\n"
		   "def silent { s = socket tcp; s.close }\n"
		   "silent\n"
		   "journal 2\n"
		   "journal -k 0\n"
		   "expect error USAGE { journal }\n",
	.exec = journal_exec,
};
