/*
 * unknown: names that stand for nothing here: a variable that is not set may be a socket of the
 * table; else the error names the nearest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <ctype.h>
#include <string.h>

#define NAME_SHOWN 200 /* bytes of a name in a message: one that a script has made may be long */

/* ---- variables ---- */

static void offer_variables(struct task *task, struct nearest *nearest)
{
	struct machine *machine = task->machine;
	for (uint32_t i = 0; i < machine->globals.count; i++)
		if (machine->global_values[i].type != TYPE_UNSET)
			nearest_offer(nearest, machine->globals.names[i]);
	for (uint32_t i = 0; i < task->code->local_count; i++)
		if (task->stack[task->base + i].type != TYPE_UNSET)
			nearest_offer(nearest, task->code->locals[i]);
	if (machine->hooks.offer)
		machine->hooks.offer(machine, nearest);
}

struct error *lookup_unset(struct task *task, const char *name, struct value *result)
{
	struct machine *machine = task->machine;
	*result = machine->hooks.lookup ? machine->hooks.lookup(machine, name) : VALUE_UNSET;
	if (result->type != TYPE_UNSET)
		return NULL;
	struct error *error = error_new("UNSET", NULL, "the variable %s is not set", name);
	if (hint_habit(task, HABIT_UNSET, error))
		return error;
	struct nearest nearest = {.wanted = name};
	offer_variables(task, &nearest);
	struct buffer text = {0};
	nearest_format(&nearest, &text);
	if (!text.length)
		buffer_format(&text, "%s = V sets it; sockets lists the names of sockets", name);
	error_hint(error, "%s", buffer_cstring(&text));
	buffer_free(&text);
	return error;
}

struct error *lookup_argument(struct machine *machine, uint32_t number, struct value *result)
{
	size_t count = machine->arguments ? machine->arguments->count : 0;
	if (number >= 1 && number <= count) {
		*result = value_retain(list_at(machine->arguments, number - 1));
		return NULL;
	}
	return error_new("UNSET", NULL, "there is no argument $%u: the script was given %zu",
			 number, count);
}

/* Where the field's dot stands in what begins with the variable: "$m.a.txt"; 0: it does not. */
static size_t dot_of(const char *text, size_t length, const struct bytes *field)
{
	size_t at = 0, end;
	while (at < length && (isalnum((unsigned char)text[at]) || strchr("_.[]$-", text[at]))) {
		end = at + 1 + field->length;
		bool here = text[at] == '.' && end <= length &&
			    memcmp(text + at + 1, field->data, field->length) == 0;
		if (here &&
		    (end == length || !(isalnum((unsigned char)text[end]) || text[end] == '_')))
			return at;
		at++;
	}
	return 0;
}

void hint_text_after(const struct task *task, const struct bytes *field, struct error *error)
{
	const struct bytes *text = task->code->source->text;
	size_t place = task->code->offsets[task->pc - task->code->words];
	place += place < text->length && text->data[place] == '$';
	size_t dot = dot_of(text->data + place, text->length - place, field);
	if (dot && !error->hint)
		error_hint(error, "text after a value stands in braces: \"${%.*s}.%.*s\"", (int)dot,
			   text->data + place, (int)field->length, field->data);
}

/* ---- commands ---- */

static void offer_command(void *nearest, const char *name, const struct command *command)
{
	(void)command;
	nearest_offer(nearest, name);
}

static bool hint_word(const char *name, struct buffer *text)
{
	for (unsigned i = 0; language_word(i).text; i++)
		if (strcmp(language_word(i).text, name) == 0)
			buffer_format(text, "%s is a word of the language: no command calls it",
				      name);
	return text->length;
}

/* A name that is no variable's may be a command's with a slip in it. */
static void hint_name(struct machine *machine, const char *name, struct buffer *text)
{
	struct nearest nearest = {.wanted = name};
	if (hint_word(name, text))
		return;
	if (machine_global(machine, name).type != TYPE_UNSET) {
		buffer_format(text, "%.*s is a variable: $%.*s is its value", NAME_SHOWN, name,
			      NAME_SHOWN, name);
		return;
	}
	machine_each_command(machine, offer_command, &nearest);
	for (unsigned i = 0; language_word(i).text; i++)
		if (language_word(i).reserved)
			nearest_offer(&nearest, language_word(i).text);
	if (machine->hooks.point && !nearest_is_same(&nearest))
		machine->hooks.point(machine, name, text);
	nearest_format(&nearest, text);
	if (!text->length)
		buffer_format(text, "'help -l' lists the commands; !%.*s runs a program",
			      NAME_SHOWN, name);
}

/* The name stands without quotes, but with its escapes. */
static struct error *no_command(const char *what, const char *name)
{
	struct buffer text = {0};
	size_t length = strnlen(name, NAME_SHOWN + 1);
	bool cut = length > NAME_SHOWN;
	literal_format(&text, name, cut ? NAME_SHOWN : length);
	struct error *error = error_new("UNKNOWN", NULL, "there is no %s %.*s%s", what,
					(int)(text.length - 2), text.data + 1, cut ? "..." : "");
	buffer_free(&text);
	return error;
}

struct error *unknown_builtin(struct machine *machine, const char *name)
{
	struct error *error = no_command("built-in command", name);
	struct nearest nearest = {.wanted = name};
	struct buffer text = {0};
	for (uint32_t i = 0; i < machine->commands.count; i++) {
		const struct command *command = machine->cells[i].command;
		if (command && !(command->flags & COMMAND_HIDDEN))
			nearest_offer(&nearest, command->name);
	}
	if (!hint_word(name, &text))
		nearest_format(&nearest, &text);
	error_hint(error, "%s",
		   text.length ? buffer_cstring(&text) : "'help -l' lists the commands");
	buffer_free(&text);
	return error;
}

bool hint_habit(struct task *task, enum habit_found found, struct error *error)
{
	const struct bytes *source = task->code->source->text;
	uint32_t place = task->code->offsets[task->pc - task->code->words];
	struct buffer text = {0};
	bool known = habit_hint(source->data, source->length, place, found, &text);
	if (known)
		error_hint(error, "%s", buffer_cstring(&text));
	buffer_free(&text);
	return known;
}

struct error *unknown_command(struct task *task, const char *name)
{
	struct error *error = no_command("command", name);
	struct buffer text = {0};
	if (hint_habit(task, HABIT_UNKNOWN, error))
		return error;
	hint_name(task->machine, name, &text);
	error_hint(error, "%s", buffer_cstring(&text));
	buffer_free(&text);
	return error;
}
