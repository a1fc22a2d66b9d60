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
