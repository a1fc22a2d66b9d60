/*
 * complete_line: what Tab offers at each kind of place. Which place it is, the parser says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/call/signature.h"
#include "cmd/help/argument_position.h"
#include "handsh/completion.h"
#include "handsh/help.h"

struct place {
	struct shell *shell;
	const char *text;
	struct completion *completion;
	const struct cursor *cursor;
};

/* The caller frees. */
static char *span_copy(const struct place *place, struct cursor_span span)
{
	return memory_copy(place->text + span.start, span.end - span.start);
}

static bool span_empty(struct cursor_span span)
{
	return span.start == span.end;
}

/* ---- words and names ---- */

static void offer_words(const struct place *place)
{
	for (unsigned i = 0; language_word(i).text; i++) {
		const char *word = language_word(i).text;
		const struct form *form = form_find(word);
		if (place->cursor->words >> i & 1)
			completion_describe(place->completion, word, form ? form->summary : NULL);
	}
}

/* s1. and c1. stand where a command does; Tab after the dot goes on. */
static void offer_dotted(const struct place *place)
{
	struct completion sockets = {0};
	struct buffer word = {0};
	complete_sockets(place->shell, &sockets);
	complete_places(place->shell, &sockets);
	complete_wires(place->shell, &sockets);
	for (uint32_t i = 0; i < sockets.count; i++) {
		word.length = 0;
		buffer_format(&word, "%s.", sockets.words[i].text);
		completion_offer_part(place->completion, buffer_cstring(&word),
				      sockets.words[i].about);
	}
	buffer_free(&word);
	completion_free(&sockets);
}

/* After the dot of what: COMMAND_ON_SOCKET, COMMAND_ON_HOST or COMMAND_ON_WIRE. */
struct methods {
	struct completion *completion;
	unsigned flags;
};

/* A def may do anything with its caller's current socket, or on its host. */
static void offer_method(void *context, const char *name, const struct command *command)
{
	const struct methods *methods = context;
	if (!command || (command->flags & methods->flags))
		completion_describe(methods->completion, name, command ? command->summary : NULL);
}

static void offer_variable(void *context, const char *name, struct value value)
{
	struct buffer about = {0};
	if (value.type == TYPE_UNSET)
		return;
	completion_about(value, &about);
	completion_describe(context, name, buffer_cstring(&about));
	buffer_free(&about);
}

static void offer_variables(const struct place *place)
{
	machine_each_global(place->shell->machine, offer_variable, place->completion);
	complete_sockets(place->shell, place->completion);
}

/* ---- fields ---- */

/* What $name means at the top level: a new reference, or UNSET. */
static struct value variable_value(const struct place *place, const char *name)
{
	struct value value = machine_global(place->shell->machine, name);
	return value.type == TYPE_UNSET ? socket_table_lookup(place->shell->sockets, name)
					: value_retain(value);
}

/* Keys that are no names do not stand after a dot. */
static void offer_keys(const struct place *place, const struct map *map)
{
	static const char of_names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
				       "0123456789";
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry)) {
		const struct bytes *key = map_key(entry);
		char *name = memory_copy(key->data, key->length);
		if (key->length && strspn(name, of_names) == key->length && *name > '9')
			offer_variable(place->completion, name, map_value(entry));
		free(name);
	}
}

static void offer_fields_of(const struct place *place, struct value value)
{
	if (value.type == TYPE_MAP) {
		offer_keys(place, value.map);
	} else if (value_counted(value) && value.object->behaviour->fields) {
		for (const struct field *field = value.object->behaviour->fields; field->name;
		     field++)
			completion_offer(place->completion, field->name);
	}
}

/* Only of a variable: what else stands before the dot has no value yet. */
static void offer_fields(const struct place *place)
{
	char *object = span_copy(place, place->cursor->object);
	struct value value = VALUE_UNSET;
	if (*object == '$')
		value = variable_value(place, object + 1);
	offer_fields_of(place, value);
	value_release(value);
	free(object);
}

/* ---- heads ---- */

/* What may follow the dot: by the value of that name, or else by what has it. */
static unsigned methods_of(const struct place *place, const char *name, struct value value)
{
	if (value.type == TYPE_SOCKET)
		return COMMAND_ON_SOCKET;
	if (value.type == TYPE_HOST || value.type == TYPE_WIRE)
		return value.type == TYPE_HOST ? COMMAND_ON_HOST : COMMAND_ON_WIRE;
	if (value.type != TYPE_UNSET)
		return 0;
	return shell_host(place->shell, name)       ? COMMAND_ON_HOST
	       : wire_find(place->shell->lab, name) ? COMMAND_ON_WIRE
						    : COMMAND_ON_SOCKET;
}

/* After NAME. of a call; in ${ }, where it may be a variable's field as well, that. */
static void offer_dot(const struct place *place)
{
	char *name = span_copy(place, place->cursor->socket);
	struct value value = variable_value(place, name);
	struct methods methods = {place->completion, methods_of(place, name, value)};
	if (place->cursor->variable)
		offer_fields_of(place, value);
	if (methods.flags) {
		offer_words(place);
		machine_each_command(place->shell->machine, offer_method, &methods);
	}
	value_release(value);
	free(name);
}

static void offer_heads(const struct place *place)
{
	if (!span_empty(place->cursor->socket)) {
		offer_dot(place);
		return;
	}
	offer_words(place);
	complete_commands(place->shell, place->completion);
	if (place->cursor->variable)
		offer_variables(place);
	else
		offer_dotted(place);
}

/* ---- arguments ---- */

static void offer_options(const struct place *place, const struct command *command)
{
	struct buffer word = {0};
	for (const struct command_option *option = command->options; !option_ends(option);
	     option++) {
		word.length = 0;
		if (option->name)
			buffer_format(&word, "--%s", option->name);
		else
			buffer_format(&word, "-%c", option->letter);
		completion_offer_typed(place->completion, buffer_cstring(&word), option->text);
	}
	buffer_free(&word);
}

/* Of an option whose value is being typed after its =: the word begins there. NULL: it is none. */
static const struct parameter *value_after_equals(const struct place *place,
						  const struct command *command)
{
	struct cursor *cursor = &place->completion->cursor;
	const char *typed = buffer_cstring(&cursor->typed), *equals = strchr(typed, '=');
	if (!equals || strncmp(typed, "--", 2) != 0)
		return NULL;
	const struct command_option *option = option_find(command, typed, cursor->typed.length);
	if (!option || !option->value || option_takes_several(option))
		return NULL;
	const size_t name = (size_t)(equals + 1 - typed);
	cursor->start += (uint32_t)name;
	cursor->typed.length -= name;
	memmove(cursor->typed.data, cursor->typed.data + name, cursor->typed.length);
	return option->value;
}

static void offer_arguments(const struct place *place)
{
	const struct cursor *cursor = place->cursor;
	char *name = span_copy(place, cursor->command);
	const struct command *command = machine_find(place->shell->machine, name);
	free(name);
	if (!command)
		return;
	struct argument_position position = argument_position(cursor, place->text, command);
	const bool option = cursor->bare && !position.value && !position.options_over;
	const struct parameter *equal = option ? value_after_equals(place, command) : NULL;
	const char *typed = buffer_cstring(&place->completion->cursor.typed);
	const struct parameter *parameter = equal ? equal : argument_expected(&position, command);
	if (option && !equal && *typed == '-')
		offer_options(place, command);
	else if (parameter && parameter->kind && parameter->kind->complete)
		parameter->kind->complete(place->shell, parameter, typed, place->completion);
	if (equal)
		completion_keep_bare(place->completion);
}

void complete_line(struct shell *shell, const char *text, size_t length,
		   struct completion *completion)
{
	*completion = (struct completion){0};
	cursor_read(&completion->cursor, text, length);
	completion->text = text;
	const struct cursor *cursor = &completion->cursor;
	const struct place place = {shell, text, completion, cursor};
	if (!cursor->literal ||
	    (cursor->typed.length && memchr(cursor->typed.data, '\0', cursor->typed.length)))
		return; /* no name has a NUL in it */
	switch (cursor->kind) {
	case CURSOR_HEAD:
		offer_heads(&place);
		break;
	case CURSOR_WORD:
		offer_words(&place);
		break;
	case CURSOR_ARGUMENT:
		offer_arguments(&place);
		break;
	case CURSOR_VARIABLE:
		offer_variables(&place);
		break;
	case CURSOR_FIELD:
		offer_fields(&place);
		break;
	case CURSOR_ERROR:
		complete_errors(completion);
		break;
	default:
		break;
	}
	completion->text = NULL;
	completion_finish(completion);
}
