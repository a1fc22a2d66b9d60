/*
 * error_rows: what a command's table says about its errors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

void command_error_format(const struct command_error *row, struct buffer *buffer)
{
	buffer_text(buffer, row->meaning);
	if (row->advice)
		buffer_format(buffer, ": %s", row->advice);
}

static bool names(const struct command_error *row, const struct error *error)
{
	if (row->reason)
		return error->reason && bytes_is(error->reason, row->name);
	return strcmp(row->name, error->name) == 0;
}

static const struct command_error *row_of(const struct call *call)
{
	const struct command_error *row = call->command->errors;
	for (; row && row->name; row++)
		if (names(row, call->error) && (!row->when || row->when(call)))
			return row;
	return NULL;
}

void call_explain(struct call *call)
{
	const struct command_error *row = call->error->hint ? NULL : row_of(call);
	struct buffer text = {0};
	if (row && (row->reason || call->error->number))
		command_error_format(row, &text);
	else if (row && row->advice)
		buffer_text(&text, row->advice);
	if (text.length)
		error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&text);
}
