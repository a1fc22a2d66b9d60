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

static const struct command_error *row_of(const struct call *call)
{
	const struct command_error *row = call->command->errors;
	for (; row && row->name; row++)
		if (strcmp(row->name, call->error->name) == 0 && (!row->when || row->when(call)))
			return row;
	return NULL;
}

void call_explain(struct call *call)
{
	const struct command_error *row = call->error->hint ? NULL : row_of(call);
	struct buffer text = {0};
	if (row && call->error->number)
		command_error_format(row, &text);
	else if (row && row->advice)
		buffer_text(&text, row->advice);
	if (text.length)
		error_hint(call->error, "%s", buffer_cstring(&text));
	buffer_free(&text);
}
