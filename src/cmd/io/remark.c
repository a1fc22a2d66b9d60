/*
 * remark: see remark.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/remark.h"

#include <inttypes.h>

#define TEXT_LEAST 4 /* bytes */

static bool is_text(char byte)
{
	return (byte >= ' ' && byte <= '~') || byte == '\r' || byte == '\n' || byte == '\t';
}

bool integer_is_text(uint64_t bits, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		if (!is_text((char)(bits >> 8 * i)))
			return false;
	return size >= TEXT_LEAST;
}

void integer_text(uint64_t bits, unsigned size, bool big, struct buffer *out)
{
	char text[sizeof(bits)];
	for (unsigned i = 0; i < size; i++)
		text[i] = (char)(bits >> 8 * (big ? size - 1 - i : i));
	buffer_format(out, "%" PRIu64 " is the text ", bits);
	literal_format(out, text, size);
}

void call_remark(const struct call *call, const char *text)
{
	const struct task *task = call_task(call);
	struct buffer line = {0};
	struct event event = {.kind = EVENT_NOTICE, .flags = EVENT_TOP, .task = task_id(task)};
	event.source = task_statement(task, &event.offset);
	buffer_format(&line, "%s: %s", call_name(call), text);
	event.text = buffer_cstring(&line);
	journal_write(machine_journal(call_machine(call)), &event);
	buffer_free(&line);
}

static unsigned bytes_of(uint64_t bits)
{
	unsigned size = 0;
	for (; bits; bits >>= 8)
		size++;
	return size;
}

/* Its text in the order of a network; false: it is none. */
static bool text_of(int64_t integer, struct buffer *text)
{
	const uint64_t bits = (uint64_t)integer;
	const unsigned size = bytes_of(bits);
	if (!integer_is_text(bits, size))
		return false;
	integer_text(bits, size, true, text);
	return true;
}

void call_remark_length(const struct call *call, int64_t length)
{
	struct buffer text = {0};
	if (text_of(length, &text) && call_remarked(call))
		call_remark(call, buffer_cstring(&text));
	buffer_free(&text);
}

void call_hint_integer(struct call *call, int64_t integer)
{
	struct buffer text = {0};
	if (text_of(integer, &text))
		error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&text);
}
