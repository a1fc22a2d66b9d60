/*
 * print_text: how commands write: to the journal, whose readers show it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void print(struct call *call, const void *data, size_t length, unsigned flags)
{
	struct journal *journal = machine_journal(call_machine(call));
	if (!length || !journal_wants(journal, EVENT_PRINT))
		return;
	struct event event = {
		.kind = EVENT_PRINT,
		.flags = flags | (call_shown(call) ? EVENT_TOP : 0u),
		.task = task_id(call_task(call)),
		.value = argument_bytes(data, length),
	};
	event.source = call_place(call, &event.offset);
	journal_write(journal, &event);
}

void call_print(struct call *call, const void *data, size_t length)
{
	print(call, data, length, 0);
}

void call_print_raw(struct call *call, const void *data, size_t length)
{
	print(call, data, length, EVENT_RAW);
}

/* As an event of its own, for whoever wants tables as values. */
static void write_table(struct call *call, const struct exhibit *exhibit)
{
	struct journal *journal = machine_journal(call_machine(call));
	if (!journal_wants(journal, EVENT_TABLE))
		return;
	struct value value = (exhibit->rows ? exhibit->rows : exhibit->value)(call);
	struct event event = {
		.kind = EVENT_TABLE,
		.flags = call_shown(call) ? EVENT_TOP : 0u,
		.task = task_id(call_task(call)),
		.table = {call->command->name, argument_value(value)},
	};
	event.source = call_place(call, &event.offset);
	journal_write(journal, &event);
	value_release(value);
}

enum run call_exhibit(struct call *call, const struct exhibit *exhibit)
{
	struct buffer text = {0};
	if (!call_dropped(call))
		return call_return(call, exhibit->value(call));
	write_table(call, exhibit);
	exhibit->text(call, &text);
	print(call, text.data, text.length, EVENT_OF_TABLE);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
}
