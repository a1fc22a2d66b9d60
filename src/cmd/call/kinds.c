/*
 * kinds: what arguments can be: values, words, numbers. Kinds of things that live in the shell
 * (sockets, tasks, addresses, files …) are in kinds_live.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "cmd/call/signature.h"
#include "handsh/remark.h"

#define SHOWN 60 /* bytes of a wrong value in a message */

/* "abc", 5, nil; of all that has no literal, or a long one, only what it is. */
static void append_wrong(struct buffer *buffer, struct value value)
{
	if (value.type == TYPE_BYTES) {
		literal_format_cut(buffer, value.bytes->data, value.bytes->length, SHOWN);
	} else if (value.type <= TYPE_INT) {
		value_format(value, buffer);
	} else {
		const char *name = value_type_name(value.type);
		buffer_format(buffer, "%s %s", strchr("aeiou", *name) ? "an" : "a", name);
	}
}

bool kind_mismatch(struct call *call, const struct parameter *parameter, struct value value)
{
	struct buffer wrong = {0};
	append_wrong(&wrong, value);
	call_fail(call, "TYPE", "%s is %s, not %s", parameter->name, parameter->kind->name,
		  buffer_cstring(&wrong));
	buffer_free(&wrong);
	return false;
}

static bool has_range(const struct parameter *parameter)
{
	return parameter->least || parameter->most;
}

static bool out_of_range(struct call *call, const struct parameter *parameter, struct value value)
{
	struct buffer wrong = {0};
	if (value.type == TYPE_BYTES)
		buffer_append(&wrong, value.bytes->data,
			      value.bytes->length < SHOWN ? value.bytes->length : SHOWN);
	else
		value_format(value, &wrong);
	if (!has_range(parameter))
		call_fail(call, "RANGE", "%s is at most %" PRId64 ", not %s", parameter->name,
			  INT64_MAX, buffer_cstring(&wrong));
	else if (parameter->most == INT64_MAX)
		call_fail(call, "RANGE", "%s is at least %" PRId64 ", not %s", parameter->name,
			  parameter->least, buffer_cstring(&wrong));
	else
		call_fail(call, "RANGE", "%s is %" PRId64 " to %" PRId64 ", not %s",
			  parameter->name, parameter->least, parameter->most,
			  buffer_cstring(&wrong));
	if (value.type == TYPE_INT)
		call_hint_integer(call, value.integer);
	buffer_free(&wrong);
	return false;
}

static bool check_range(struct call *call, const struct parameter *parameter, struct value *value,
			int64_t integer)
{
	if (has_range(parameter) && (integer < parameter->least || integer > parameter->most))
		return out_of_range(call, parameter, *value);
	return value->type == TYPE_INT || replace(value, value_int(integer));
}

static bool convert_int(struct call *call, const struct parameter *parameter, struct value *value)
{
	int64_t integer;
	if (value->type == TYPE_INT)
		return check_range(call, parameter, value, value->integer);
	if (value->type != TYPE_BYTES)
		return kind_mismatch(call, parameter, *value);
	if (bytes_to_int(value->bytes, &integer))
		return check_range(call, parameter, value, integer);
	if (bytes_are_digits(value->bytes))
		return out_of_range(call, parameter, *value);
	return kind_mismatch(call, parameter, *value);
}

static bool convert_size(struct call *call, const struct parameter *parameter, struct value *value)
{
	int64_t size;
	if (value->type == TYPE_BYTES &&
	    size_parse(value->bytes->data, value->bytes->length, &size))
		return check_range(call, parameter, value, size);
	return convert_int(call, parameter, value);
}

static bool convert_duration(struct call *call, const struct parameter *parameter,
			     struct value *value)
{
	int64_t nanoseconds;
	if (value->type == TYPE_BYTES) {
		if (!duration_parse(value->bytes->data, value->bytes->length, &nanoseconds))
			return kind_mismatch(call, parameter, *value);
		return replace(value, value_int(nanoseconds));
	}
	if (value->type != TYPE_INT)
		return kind_mismatch(call, parameter, *value);
	if (value->integer < 0 || value->integer > INT64_MAX / NANOSECONDS) {
		call_fail(call, "RANGE", "%s is 0 to %" PRId64 " seconds, not %" PRId64,
			  parameter->name, INT64_MAX / NANOSECONDS, value->integer);
		return false;
	}
	return replace(value, value_int(value->integer * NANOSECONDS));
}

static bool convert_bytes(struct call *call, const struct parameter *parameter, struct value *value)
{
	if (value->type == TYPE_BYTES)
		return true;
	if (value->type == TYPE_INT)
		return replace(value, value_bytes(bytes_format("%" PRId64, value->integer)));
	kind_mismatch(call, parameter, *value);
	if (value->type == TYPE_NIL)
		error_hint(call->error, "what it was taken from gave no value: "
					"print, close and others give nil");
	else
		error_hint(call->error, "str makes bytes of any value: (str V)");
	return false;
}

static bool convert_list(struct call *call, const struct parameter *parameter, struct value *value)
{
	return value->type == TYPE_LIST || kind_mismatch(call, parameter, *value);
}

static bool convert_sequence(struct call *call, const struct parameter *parameter,
			     struct value *value)
{
	return value->type == TYPE_LIST || convert_bytes(call, parameter, value);
}

static bool convert_map(struct call *call, const struct parameter *parameter, struct value *value)
{
	return value->type == TYPE_MAP || kind_mismatch(call, parameter, *value);
}

static bool convert_switch(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	if (value->type == TYPE_BOOL)
		return true;
	if (value->type == TYPE_INT && (value->integer == 0 || value->integer == 1))
		return replace(value, value_bool(value->integer));
	if (value->type == TYPE_BYTES) {
		if (bytes_is(value->bytes, "on") || bytes_is(value->bytes, "1"))
			return replace(value, value_bool(true));
		if (bytes_is(value->bytes, "off") || bytes_is(value->bytes, "0"))
			return replace(value, value_bool(false));
	}
	return kind_mismatch(call, parameter, *value);
}

static void tell_switch(void (*tell)(void *context, const char *word, const char *text),
			void *context)
{
	tell(context, "on", NULL);
	tell(context, "off", NULL);
}

const struct kind kind_value = {.name = "a value"};
const struct kind kind_bytes = {.name = "bytes", .convert = convert_bytes};
const struct kind kind_word = {.name = "a word", .convert = convert_bytes};
const struct kind kind_int = {.name = "a number", .convert = convert_int};
const struct kind kind_size = {.name = "a number", .convert = convert_size};
const struct kind kind_duration = {.name = "a duration such as 200ms or 2s",
				   .convert = convert_duration};
const struct kind kind_list = {.name = "a list", .convert = convert_list};
const struct kind kind_sequence = {.name = "bytes or a list", .convert = convert_sequence};
const struct kind kind_map = {.name = "a map", .convert = convert_map};
const struct kind kind_switch = {.name = "on or off",
				 .convert = convert_switch,
				 .words = tell_switch,
				 .complete = complete_words};
