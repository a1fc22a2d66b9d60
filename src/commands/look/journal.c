/*
 * journal: shows the latest calls again, also those that were made inside blocks and tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

enum { OPTION_KEEP };

/* The index of the first of the latest calls that are asked for. */
static unsigned first_of(struct call *call, const struct journal *journal)
{
	struct event event;
	unsigned kept = 0;
	while (journal_kept(journal, kept, &event))
		kept++;
	int64_t wanted = call_argument(call, 0).integer;
	while (kept && wanted) {
		journal_kept(journal, --kept, &event);
		wanted -= event.kind == EVENT_CALL;
	}
	return kept;
}

static void journal_text(struct call *call, struct buffer *text)
{
	const struct journal *journal = machine_journal(call_machine(call));
	struct event event;
	for (unsigned i = first_of(call, journal); journal_kept(journal, i, &event); i++) {
		if (event.kind != EVENT_CALL)
			continue;
		call_line(&event, true, text);
		buffer_byte(text, '\n');
	}
}

static struct value journal_value(struct call *call)
{
	const struct journal *journal = machine_journal(call_machine(call));
	struct list *list = list_new(0);
	struct event event;
	for (unsigned i = first_of(call, journal); journal_kept(journal, i, &event); i++)
		if (event.kind == EVENT_CALL)
			list = list_append(list, call_event_value(&event));
	return value_object(TYPE_LIST, list);
}

static enum run journal_exec(struct call *call)
{
	static const struct exhibit exhibit = {
		.value = journal_value, .text = journal_text, .page = true};
	struct journal *journal = machine_journal(call_machine(call));
	if (call_option(call, OPTION_KEEP)) {
		journal_keep(journal, (unsigned)call_option_value(call, OPTION_KEEP).integer);
		return call_return(call, VALUE_NIL);
	}
	if (!journal->ring)
		return call_fail(call, "USAGE", "no calls are kept");
	return call_exhibit(call, &exhibit);
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
	.result =
		"where its value is taken: a list of maps with .task, .call, .socket, .arguments, "
		".result, .error, .data and .time",
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.help = "A prompt keeps the latest 1000 events; "
		"a script keeps none unless it asks for it. Bytes are kept up to 64 of them.",
	.example = "journal -k 10\n"
		   "def silent { s = socket tcp; s.close }\n"
		   "silent\n"
		   "journal 2\n"
		   "expect (journal 1)[0].call == 'close'\n"
		   "journal -k 0\n"
		   "expect error USAGE { journal }\n",
	.exec = journal_exec,
};
