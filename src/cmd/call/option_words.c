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

/* Does the word (--name, --name=value, -n) name the option? */
static bool names(const struct command_option *option, const struct bytes *word)
{
	if (word->length == 2 && word->data[1] != '-')
		return option->letter && option->letter == word->data[1];
	if (!option->name || word->length < 3 || word->data[1] != '-')
		return false;
	size_t length = strlen(option->name), rest = word->length - 2;
	return rest >= length && memcmp(word->data + 2, option->name, length) == 0 &&
	       (rest == length || word->data[2 + length] == '=');
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

/* The value of an option: what stands behind =, or else the next argument. */
static bool take_value(struct options *options, const struct command_option *option, unsigned index)
{
	struct call *call = options->call;
	struct value *word = &call->arguments[options->next];
	const char *equals = memchr(word->bytes->data, '=', word->bytes->length);
	struct value value;
	if (equals) {
		size_t start = (size_t)(equals + 1 - word->bytes->data);
		value = value_bytes(bytes_slice(word->bytes, start, word->bytes->length - start));
	} else {
		if (options->next + 1 == options->count)
			return bind_usage(call, "%.*s wants %s", (int)word->bytes->length,
					  word->bytes->data, option->value->name);
		options->next++;
		value = call->arguments[options->next];
		value.flags = 0;
		call->arguments[options->next] = VALUE_UNSET;
	}
	value_release(options->values[index]);
	options->values[index] = value;
	clear(word);
	return true;
}

static bool take_option(struct options *options)
{
	struct call *call = options->call;
	struct value *word = &call->arguments[options->next];
	const struct command_option *option = call->command->options;
	unsigned index = 0;
	while (!option_ends(option) && !names(option, word->bytes)) {
		option++;
		index++;
	}
	if (option_ends(option))
		return unknown(call, word->bytes);
	call->options |= (uint16_t)(1u << index);
	if (option->value)
		return take_value(options, option, index);
	if (memchr(word->bytes->data, '=', word->bytes->length))
		return bind_usage(call, "--%s takes no value", option->name);
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
