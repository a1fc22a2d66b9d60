/*
 * print_text: how commands write: to the journal, whose readers show it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/pager.h"
#include "handsh/walk.h"

#define HELD ((size_t)1 << 16) /* bytes of a text that whoever shows it may hold */

static void write_event(struct call *call, enum event_kind kind, struct event_argument data,
			unsigned flags)
{
	struct journal *journal = machine_journal(call_machine(call));
	if (!journal_wants(journal, kind))
		return;
	struct event event = {
		.kind = kind,
		.flags = flags | (call_shown(call) ? EVENT_TOP : 0u),
		.task = task_id(call_task(call)),
		.value = data,
	};
	event.source = call_place(call, &event.offset);
	journal_write(journal, &event);
}

static void print(struct call *call, struct event_argument data, unsigned flags)
{
	write_event(call, EVENT_PRINT, data, flags);
}

void call_show_value(struct call *call, struct value value)
{
	if (call_shown(call))
		write_event(call, EVENT_VALUE, argument_value(value), 0);
	value_release(value);
}

void call_print(struct call *call, const void *data, size_t length)
{
	if (length)
		print(call, argument_bytes(data, length), 0);
}

static __attribute__((noinline)) void print_held(struct call *call, struct formatted *text,
						 unsigned flags)
{
	struct bytes *bytes = formatted_bytes(text);
	print(call, argument_held(bytes), flags);
	call_spare(call, bytes);
}

void call_print_formatted(struct call *call, struct formatted *text, bool raw)
{
	const size_t length = formatted_length(text);
	const unsigned flags = raw ? EVENT_RAW : 0;
	if (length > HELD) {
		print_held(call, text, flags);
		return;
	}
	if (length)
		print(call, argument_bytes(formatted_data(text), length), flags);
	formatted_end(text);
}

void print_page(struct call *call, const struct buffer *text, unsigned flags)
{
	if (text->length)
		print(call, argument_bytes(text->data, text->length), flags);
}

enum run call_page(struct call *call, struct buffer *text)
{
	if (pager_runs(call))
		return pager_run(call, NULL, 0);
	if (pager_wanted(call, text))
		return pager_run(call, text, 0);
	print_page(call, text, 0);
	buffer_free(text);
	return call_return(call, VALUE_NIL);
}

bool call_wants_rows(const struct call *call)
{
	return journal_wants(machine_journal(call_machine(call)), EVENT_TABLE);
}

void call_print_rows(struct call *call, struct value value)
{
	struct journal *journal = machine_journal(call_machine(call));
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

void call_print_table(struct call *call, const struct buffer *text)
{
	print_page(call, text, EVENT_OF_TABLE);
}

void call_print_seen(struct call *call, const struct buffer *text)
{
	print_page(call, text, EVENT_OF_TABLE | EVENT_PAGED);
}

static void print_rows_of(struct call *call, const struct exhibit *exhibit)
{
	if (call_wants_rows(call))
		call_print_rows(call, (exhibit->rows ? exhibit->rows : exhibit->value)(call));
}

/* Where exec begins anew nothing has been told yet. */
static enum run exhibit_page(struct call *call, const struct exhibit *exhibit, struct buffer *text)
{
	enum run run = pager_run(call, text, EVENT_OF_TABLE);
	if (pager_runs(call))
		print_rows_of(call, exhibit);
	return run;
}

enum run call_exhibit(struct call *call, const struct exhibit *exhibit)
{
	struct buffer text = {0};
	if (!call_dropped(call))
		return call_return(call, exhibit->value(call));
	if (exhibit->page && pager_runs(call))
		return pager_run(call, NULL, 0);
	exhibit->text(call, &text);
	if (exhibit->page && pager_wanted(call, &text))
		return exhibit_page(call, exhibit, &text);
	print_rows_of(call, exhibit);
	call_print_table(call, &text);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
}
