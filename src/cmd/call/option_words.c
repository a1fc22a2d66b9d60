/*
 * option_words: the words like -n and --name value among a call's arguments.
 *
 * A word that was taken leaves UNSET in its place, so that at every moment the stack and the array
 * of option values own each value exactly once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/help.h"

struct options {
	struct call *call;
	struct value *values;
	unsigned count; /* of arguments, options included */
	unsigned next;  /* the argument to read */
};

static void clear(struct value *value)
{
	value_release(*value);
	*value = VALUE_UNSET;
}

/* Is it the option's long name, alone or with a value after =? */
static bool is_name(const char *name, const char *word, size_t length)
{
	size_t i = 0;
	while (name && i < length && name[i] == word[i])
		i++;
	return name && !name[i] && (i == length || word[i] == '=');
}

const struct command_option *option_find(const struct command *command, const char *word,
					 size_t length)
{
	const struct command_option *option = command->options;
	const bool is_long = length > 2 && word[1] == '-';
	const char letter = length == 2 && word[1] != '-' ? word[1] : '\0';
	while (!option_ends(option)) {
		if (is_long ? is_name(option->name, word + 2, length - 2)
			    : letter && option->letter == letter)
			return option;
		option++;
	}
	return NULL;
}

static bool unknown(struct call *call, const struct bytes *word)
{
	struct buffer text = {0}, wanted = {0}, hint = {0};
	literal_format_cut(&text, word->data, word->length, 40);
	if (word->length > 2)
		buffer_append(&wanted, word->data + 2, word->length < 40 ? word->length - 2 : 38);
	struct nearest nearest = {.wanted = buffer_cstring(&wanted)};
	for (const struct command_option *option = call->command->options; !option_ends(option);
	     option++) {
		if (option->name)
			nearest_offer(&nearest, option->name);
	}
	nearest_format(&nearest, &hint);
	if (hint.length)
		buffer_byte(&hint, '\n');
	command_synopsis(call->command, &hint);
	call_fail(call, "USAGE", "there is no option %s", buffer_cstring(&text));
	error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&text);
	buffer_free(&wanted);
	buffer_free(&hint);
	return false;
}

/* The next argument, as the option's value for a parameter. UNSET: call->error. */
static struct value take_next(struct options *options, const struct bytes *word,
			      const struct parameter *parameter)
{
	struct call *call = options->call;
	if (options->next + 1 == options->count) {
		bind_usage(call, "%.*s wants %s", (int)word->length, word->data, parameter->name);
		return VALUE_UNSET;
	}
	struct value *next = &call->arguments[++options->next], value = *next;
	value.flags = 0;
	*next = VALUE_UNSET;
	return value;
}

/* A value for each of the parameters, as a list. UNSET: call->error. */
static struct value take_several(struct options *options, const struct bytes *word,
				 const struct parameter *parameter)
{
	struct list *list = list_new(0);
	for (; !parameter_ends(parameter); parameter++) {
		struct value value = take_next(options, word, parameter);
		if (value.type == TYPE_UNSET) {
			object_release(list);
			return value;
		}
		list = list_append(list, value);
	}
	return value_object(TYPE_LIST, list);
}

/* What stands after = in the option's word, or else the arguments after it. UNSET: call->error. */
static struct value take_value(struct options *options, const struct command_option *option)
{
	struct bytes *word = options->call->arguments[options->next].bytes;
	const char *equals = memchr(word->data, '=', word->length);
	if (option_takes_several(option))
		return take_several(options, word, option->value);
	if (!equals)
		return take_next(options, word, option->value);
	size_t start = (size_t)(equals + 1 - word->data);
	return value_bytes(bytes_slice(word, start, word->length - start));
}

/* The latest value holds; of an option that may be given again all of them, as a list. */
static void keep_value(struct value *kept, const struct command_option *option, struct value value)
{
	if (option->again) {
		struct list *list = kept->type == TYPE_UNSET ? list_new(0) : kept->list;
		*kept = value_object(TYPE_LIST, list_append(list, value));
		return;
	}
	value_release(*kept);
	*kept = value;
}

static bool take_option(struct options *options)
{
	struct call *call = options->call;
	struct value *word = &call->arguments[options->next];
	const struct command_option *option =
		option_find(call->command, word->bytes->data, word->bytes->length);
	if (!option)
		return unknown(call, word->bytes);
	unsigned index = (unsigned)(option - call->command->options);
	call->options |= (uint16_t)(1u << index);
	bool equals = memchr(word->bytes->data, '=', word->bytes->length);
	if (equals && !option->value)
		return bind_usage(call, "--%s takes no value", option->name);
	if (equals && option_takes_several(option))
		return bind_usage(call,
				  "what --%s takes stands after it, not after =", option->name);
	if (option->value) {
		struct value value = take_value(options, option);
		if (value.type == TYPE_UNSET)
			return false;
		keep_value(&options->values[index], option, value);
	}
	clear(word);
	return true;
}

bool options_take(struct call *call, unsigned *given, struct value values[OPTIONS_MAX])
{
	struct options options = {.call = call, .values = values, .count = *given};
	bool ended = false;
	unsigned kept = 0;
	for (; options.next < options.count; options.next++) {
		struct value *argument = &call->arguments[options.next];
		bool option = argument->type == TYPE_BYTES && (argument->flags & VALUE_OPTION);
		if (option && !ended && bytes_is(argument->bytes, "--")) {
			ended = true;
			clear(argument);
		} else if (option && !ended) {
			if (!take_option(&options))
				return false;
		} else {
			struct value value = *argument;
			value.flags = 0;
			*argument = VALUE_UNSET;
			call->arguments[kept++] = value;
		}
	}
	*given = kept;
	return true;
}
