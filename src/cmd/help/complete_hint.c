/*
 * complete_hint: what the command at the end of a line can still be given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/help/argument_position.h"
#include "handsh/completion.h"

/* ---- as it is shown ---- */

static void put_name(struct buffer *out, const char *name, const char *fallback)
{
	buffer_text(out, "‹");
	for (; *name; name++)
		buffer_byte(out, (char)tolower((unsigned char)*name));
	if (fallback)
		buffer_format(out, "=%s", *fallback ? fallback : "''");
	buffer_text(out, "›");
}

static void put_parameter(struct buffer *out, const struct parameter *parameter)
{
	const bool bare = parameter->arity == ARGUMENT_OPTIONAL && !parameter->fallback;
	buffer_text(out, bare ? " [" : " ");
	if (parameter->kind == &kind_address)
		put_name(out, "host", NULL);
	else
		put_name(out, parameter->name, parameter->fallback);
	if (parameter->kind == &kind_address)
		put_parameter(out, &argument_port);
	if (parameter->arity == ARGUMENT_REST)
		buffer_text(out, "…");
	if (bare)
		buffer_byte(out, ']');
}

static void put_rest(struct buffer *out, const struct argument_position *position,
		     const struct command *command)
{
	const struct parameter *value = position->value;
	const struct parameter *next = argument_parameter(command, position->index);
	for (; !parameter_ends(value); value++)
		put_parameter(out, value);
	if (position->port) {
		put_parameter(out, &argument_port);
		next++;
	}
	for (; !parameter_ends(next); next++)
		if (next->arity != ARGUMENT_REST || !position->rest)
			put_parameter(out, next);
}

/* ---- of a command ---- */

static void hint_command(const struct cursor *cursor, const char *text, size_t length,
			 const struct command *command, struct buffer *out)
{
	struct argument_position position = argument_position(cursor, text, command);
	const bool begun = cursor->start < length;
	if (begun && position.value)
		position.value = parameter_ends(position.value + 1) ? NULL : position.value + 1;
	else if (begun)
		argument_pass(&position, command, text + cursor->start, length - cursor->start);
	put_rest(out, &position, command);
}

/* Of a user's own: its synopsis is "NAME host [port=80] rest...". */
static void hint_definition(const struct code *definition, uint32_t given, struct buffer *out)
{
	const char *word = strchr(definition->synopsis, ' ');
	for (; word; word = strchr(word + 1, ' ')) {
		if (given) {
			given--;
			continue;
		}
		const char *name = word + 1 + (word[1] == '[');
		buffer_text(out, " ‹");
		buffer_append(out, name, strcspn(name, " ]"));
		buffer_text(out, "›");
	}
}

static void hint_named(struct shell *shell, const char *name, const struct cursor *cursor,
		       const char *text, size_t length, struct buffer *out)
{
	const struct command *command = machine_find(shell->machine, name);
	const struct code *definition = machine_definition(shell->machine, name);
	if (definition)
		hint_definition(definition, cursor->argument_count + (cursor->start < length), out);
	else if (command)
		hint_command(cursor, text, length, command, out);
}

/* Is an option or a quote being typed, after which anything may come? */
static bool unclear(const struct cursor *cursor)
{
	const struct buffer *typed = &cursor->typed;
	return cursor->quote || (cursor->bare && typed->length && typed->data[0] == '-');
}

void complete_hint(struct shell *shell, const char *text, size_t length, struct buffer *out)
{
	struct cursor cursor;
	struct buffer hint = {0};
	cursor_read(&cursor, text, length);
	struct cursor_span name = cursor.command;
	if (cursor.kind == CURSOR_HEAD) {
		name = (struct cursor_span){cursor.start, (uint32_t)length};
		cursor.start = name.end;
	}
	bool fits =
		cursor.kind == CURSOR_HEAD || (cursor.kind == CURSOR_ARGUMENT && !unclear(&cursor));
	char *copy = memory_copy(text + name.start, name.end - name.start);
	if (fits && *copy)
		hint_named(shell, copy, &cursor, text, length, &hint);
	/* A blank that stands there already is not shown again. */
	const size_t blank = length && hint.length && strchr(" \t\n", text[length - 1]) != NULL;
	buffer_append(out, buffer_cstring(&hint) + blank, hint.length - blank);
	free(copy);
	buffer_free(&hint);
	cursor_free(&cursor);
}
