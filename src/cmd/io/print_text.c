/*
 * print_text: how commands write: to the journal, whose readers show it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

void call_print(struct call *call, const void *data, size_t length)
{
	struct journal *journal = machine_journal(call_machine(call));
	if (!length || !journal_wants(journal, EVENT_PRINT))
		return;
	struct event event = {
		.kind = EVENT_PRINT,
		.flags = call_shown(call) ? EVENT_TOP : 0,
		.task = task_id(call_task(call)),
		.value = value_bytes(bytes_new(data, length)),
	};
	journal_write(journal, &event);
	value_release(event.value);
}
