/*
 * arguments: a call's arguments as its command's signature wants them: options taken out, their number
 * checked, each converted by its kind, what was left out filled with its default.
 *
 * On entry the stack owns arguments[0..count). When a binding ends, well or not, the machine
 * releases arguments[0..values).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/help.h"

bool bind_usage(struct call *call, const char *format, ...)
{
	struct buffer text = {0}, synopsis = {0};
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&text, format, arguments);
	va_end(arguments);
	command_synopsis(call->command, &synopsis);
	call_fail(call, "USAGE", "%s", buffer_cstring(&text));
	error_hint(call->error, "%s", buffer_cstring(&synopsis));
	buffer_free(&text);
	buffer_free(&synopsis);
	return false;
}

/* What a synopsis shows as one word may be several: ADDRESS is HOST PORT. */
static bool bind_missing(struct call *call, const struct parameter *parameter)
{
	struct buffer synopsis = {0};
	command_synopsis(call->command, &synopsis);
	if (parameter->text)
		buffer_format(&synopsis, "   %s: %s", parameter->name, parameter->text);
	if (parameter->text && parameter->listed)
		buffer_format(&synopsis, "%s help %s lists them",
			      synopsis.data[synopsis.length - 1] == ':' ? "" : ";",
			      call->command->name);
	call_fail(call, "USAGE", "%s is missing", parameter->name);
	error_hint(call->error, "%s", buffer_cstring(&synopsis));
	buffer_free(&synopsis);
	return false;
}

static bool convert_once(struct call *call, const struct command_option *option,
			 struct value *value);

/* The elements of a list: of what was given each time, or of what was given once. */
static bool convert_elements(struct call *call, const struct command_option *option,
			     struct value *value, bool times)
{
	const struct list *list = value->list;
	struct list *converted = list_new(list->count);
	bool good = true;
	for (size_t i = 0; i < list->count && good; i++) {
		struct value element = value_retain(list_at(list, i));
		good = times ? convert_once(call, option, &element)
			     : argument_convert(call, &option->value[i], &element);
		converted = list_append(converted, element);
	}
	return replace(value, value_object(TYPE_LIST, converted)) && good;
}

static bool convert_once(struct call *call, const struct command_option *option,
			 struct value *value)
{
	return option_takes_several(option) ? convert_elements(call, option, value, false)
					    : argument_convert(call, option->value, value);
}

static bool convert_option(struct call *call, const struct command_option *option,
			   struct value *value)
{
	if (value->type == TYPE_UNSET)
		return true;
	return option->again ? convert_elements(call, option, value, true)
			     : convert_once(call, option, value);
}

static bool convert_options(struct call *call)
{
	struct value *value = call->arguments + call->count;
	for (const struct command_option *option = call->command->options; !option_ends(option);
	     option++) {
		if (option->value && !convert_option(call, option, value++))
			return false;
	}
	return true;
}

static bool convert_all(struct call *call)
{
	const struct parameter *parameter = call->command->parameters;
	for (unsigned i = 0; i < call->count; i++) {
		if (!argument_convert(call, parameter, &call->arguments[i]))
			return false;
		parameter += parameter->arity != ARGUMENT_REST;
	}
	return convert_options(call);
}

/* Bytes as they are, an int as its digits: how a word was typed before it became a value. */
static struct value word_value(struct value value)
{
	if (value.type != TYPE_INT)
		return value;
	return value_bytes(bytes_format("%lld", (long long)value.integer));
}

static bool is_word(struct value value)
{
	return value.type == TYPE_BYTES || value.type == TYPE_INT;
}

/* Host and port, one argument more than there are parameters, become a list in one argument. */
static void pack_address(struct call *call, unsigned fixed, unsigned *given)
{
	const struct parameter *parameters = call->command->parameters;
	unsigned i = 0;
	while (i < fixed && parameters[i].kind != &kind_address)
		i++;
	if (i == fixed || *given != fixed + 1)
		return;
	struct value *words = call->arguments + i;
	if (!is_word(words[0]) || !is_word(words[1]))
		return;
	struct list *list = list_append(list_new(2), word_value(words[0]));
	words[0] = value_object(TYPE_LIST, list_append(list, word_value(words[1])));
	memmove(words + 1, words + 2, (*given - i - 2) * sizeof(*words));
	call->arguments[--*given] = VALUE_UNSET;
}

/* Lays out the stack as command.h says: parameters, the rest, the options' values. */
static void lay_out(struct call *call, unsigned given, unsigned fixed, const struct value *values)
{
	unsigned count = given;
	while (count < fixed)
		call->arguments[count++] = VALUE_UNSET;
	call->count = (uint16_t)count;
	const struct command_option *option = call->command->options;
	for (unsigned i = 0; !option_ends(option); option++, i++) {
		if (option->value)
			call->arguments[count++] = values[i];
	}
	call->values = (uint16_t)count;
}

static bool check_count(struct call *call, unsigned given, const struct shape *shape)
{
	if (given > shape->fixed && !shape->rest)
		return bind_usage(call,
				  shape->fixed ? "too many arguments" : "it takes no arguments");
	for (unsigned i = given; i < shape->fixed; i++) {
		const struct parameter *parameter = &call->command->parameters[i];
		if (parameter->arity == ARGUMENT_REQUIRED)
			return bind_missing(call, parameter);
	}
	return true;
}

/* The defaults are values already: they come when the others have been converted. */
static void fill_defaults(struct call *call, const struct shape *shape)
{
	const unsigned more = call->count - shape->fixed; /* what REST took */
	for (unsigned i = 0; i < call->values; i++) {
		struct value *value = &call->arguments[i];
		if (value->type == TYPE_UNSET)
			*value = value_retain(shape->defaults[i < shape->fixed ? i : i - more]);
	}
}

/* Any call at all. */
static bool bind_general(struct call *call, const struct shape *shape)
{
	struct value values[OPTIONS_MAX];
	unsigned given = call->count;
	for (unsigned i = 0; i < OPTIONS_MAX; i++)
		values[i] = VALUE_UNSET;
	bool options = !(call->command->flags & COMMAND_VERBATIM);
	if (options && !options_take(call, &given, values)) {
		for (unsigned i = 0; i < OPTIONS_MAX; i++)
			value_release(values[i]);
		return false;
	}
	pack_address(call, shape->fixed, &given);
	lay_out(call, given, shape->fixed, values);
	if (!check_count(call, given, shape) || !convert_all(call))
		return false;
	fill_defaults(call, shape);
	return true;
}

/* ---- flags, which are options without a value, in front ---- */

static bool has_option_first(const struct call *call)
{
	return call->count && call->arguments[0].flags & VALUE_OPTION;
}

/* A script's call has the same word each time: it is told by its address. */
static bool find_known(const struct shape *shape, const struct bytes *word, unsigned *option)
{
	unsigned i = 0;
	while (i < FLAGS_KNOWN && shape->flags[i].word != word)
		i++;
	*option = i < FLAGS_KNOWN ? shape->flags[i].option : 0;
	return i < FLAGS_KNOWN;
}

static void note_flag(struct shape *shape, struct bytes *word, unsigned option)
{
	struct known_flag *flag = &shape->flags[shape->flag_next++ % FLAGS_KNOWN];
	object_release(flag->word);
	*flag = (struct known_flag){object_retain(word), option};
}

/* The first word is a flag: which one. */
static bool find_flag(const struct call *call, struct shape *shape, unsigned *number)
{
	const struct command *command = call->command;
	struct bytes *word = call->arguments[0].bytes;
	if (command->flags & COMMAND_VERBATIM)
		return false;
	const struct command_option *option = option_find(command, word->data, word->length);
	if (!option || option->value || memchr(word->data, '=', word->length))
		return false;
	*number = (unsigned)(option - command->options);
	note_flag(shape, word, *number);
	return true;
}

/* Takes them out. */
static void take_flags(struct call *call, struct shape *shape)
{
	struct value *arguments = call->arguments;
	unsigned option;
	while (has_option_first(call) && (find_known(shape, arguments[0].bytes, &option) ||
					  find_flag(call, shape, &option))) {
		call->options |= (uint16_t)(1u << option);
		value_release(arguments[0]);
		call->values = --call->count;
		if (call->count) /* which is one, most often */
			arguments[0] = arguments[1];
		if (call->count > 1)
			memmove(arguments + 1, arguments + 2,
				(call->count - 1u) * sizeof(*arguments));
	}
}

/*
 * This runs for every call of every script, so that the usual one (no options, or flags in front of
 * a right number of arguments) is done here, and the rest left to bind_general.
 */
bool call_bind(struct call *call, struct shape *shape)
{
	struct value *arguments = call->arguments;
	if (has_option_first(call))
		take_flags(call, shape);
	const unsigned count = call->count;
	if (count < shape->least || (count > shape->fixed && !shape->rest))
		return bind_general(call, shape);
	for (unsigned i = 0; i < count; i++)
		if (arguments[i].flags & VALUE_OPTION)
			return bind_general(call, shape);
	const unsigned positions = count > shape->fixed ? count : shape->fixed;
	const unsigned values = positions + shape->usual;
	const unsigned more = positions - shape->fixed;
	for (unsigned i = count; i < values; i++)
		arguments[i] = value_retain(shape->defaults[i - more]);
	call->count = (uint16_t)positions;
	call->values = (uint16_t)values;
	const struct parameter *parameter = call->command->parameters;
	for (unsigned i = 0; i < count; i++) {
		if (!argument_convert(call, parameter, &arguments[i]))
			return false;
		parameter += parameter->arity != ARGUMENT_REST;
	}
	return true;
}

int call_given_flags(const struct call *call)
{
	int flags = 0;
	for (unsigned given = call->options; given; given &= given - 1)
		flags |= call->command->options[__builtin_ctz(given)].flag;
	return flags;
}

unsigned call_option_place(const struct call *call, unsigned i)
{
	const struct command_option *options = call->command->options;
	unsigned place = call->count;
	for (unsigned j = 0; j < i; j++)
		place += options[j].value != NULL;
	return place;
}

struct value call_option_value(const struct call *call, unsigned i)
{
	const unsigned place = call_option_place(call, i);
	const bool takes = call->command->options[i].value && place < call->values;
	return takes ? call->arguments[place] : VALUE_UNSET;
}
