/*
 * replace: puts something else where a regular expression matches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/bytes/pattern.h"

enum { OPTION_COUNT = PATTERN_OPTIONS };

#define NAME_MOST 128 /* PCRE2's names are shorter by far */

/* ---- what is put there: text with $1, ${name} and $$ ---- */

/* A part of the text: bytes as they are, or a group. */
struct part {
	const char *data;
	size_t length;
	size_t group; /* SIZE_MAX: the bytes */
};

static bool fail_reference(struct call *call, const struct bytes *text, const char *place)
{
	call_fail(call, "USAGE", "byte %zu of WITH is a $ before no group of the pattern",
		  (size_t)(place - text->data));
	error_hint(call->error, "a dollar sign itself is $$");
	return false;
}

static size_t read_number(const char *data, size_t length)
{
	size_t number = 0;
	for (size_t i = 0; i < length; i++)
		number = number > UINT16_MAX ? number : 10 * number + (size_t)(data[i] - '0');
	return number;
}

static size_t digits_at(const char *data, const char *end)
{
	size_t count = 0;
	while (data + count < end && data[count] >= '0' && data[count] <= '9')
		count++;
	return count;
}

/* By number or by name; SIZE_MAX: there is none. */
static size_t group_of(const struct searching *searching, const char *data, size_t length)
{
	char name[NAME_MOST];
	if (length && digits_at(data, data + length) == length) {
		size_t number = read_number(data, length);
		return number < searching->groups ? number : SIZE_MAX;
	}
	if (!length || length >= sizeof(name))
		return SIZE_MAX;
	memcpy(name, data, length);
	name[length] = '\0';
	size_t group = pattern_named(searching, name);
	return group ? group : SIZE_MAX;
}

/* What stands after a $ at place; false: nothing that is known. */
static bool read_reference(const struct searching *searching, const char **place, const char *end,
			   struct part *part)
{
	const char *next = *place + 1;
	if (next < end && *next == '$') {
		*part = (struct part){next, 1, SIZE_MAX};
		*place = next + 1;
		return true;
	}
	if (next < end && *next == '{') {
		const char *close = memchr(next, '}', (size_t)(end - next));
		if (!close)
			return false;
		part->group = group_of(searching, next + 1, (size_t)(close - next - 1));
		*place = close + 1;
	} else {
		size_t digits = digits_at(next, end);
		part->group = group_of(searching, next, digits);
		*place = next + digits;
	}
	return part->group != SIZE_MAX;
}

/* The part at place, which is not the end, and moves after it. */
static bool read_part(struct call *call, const struct searching *searching, const char **place,
		      struct part *part)
{
	const struct bytes *text = call_argument(call, 1).bytes;
	const char *start = *place, *end = text->data + text->length;
	const bool literal = call_flags(call) & PCRE2_LITERAL;
	const char *dollar = literal ? NULL : memchr(start, '$', (size_t)(end - start));
	if (dollar == start)
		return read_reference(searching, place, end, part) ||
		       fail_reference(call, text, start);
	*place = dollar ? dollar : end;
	*part = (struct part){start, (size_t)(*place - start), SIZE_MAX};
	return true;
}

/* ---- the bytes that come of it ---- */

struct replacing {
	struct searching searching; /* first: the call's state */
	struct buffer out;          /* of bytes_begin_text */
	size_t copied;              /* of the bytes: what stands in out already, or was replaced */
	int64_t count;
};

static void destroy(struct object *object)
{
	buffer_free(&((struct replacing *)object)->out);
	searching_behaviour.destroy(object);
}

static const struct behaviour replacing_behaviour = {.destroy = destroy};

static bool append(struct call *call, struct replacing *replacing, const char *data, size_t length)
{
	if (length > BYTES_MAX - (replacing->out.length - sizeof(struct bytes))) {
		call_fail(call, "RANGE", "the result would be longer than %zu bytes", BYTES_MAX);
		error_hint(call->error, "replace in parts of the bytes");
		return false;
	}
	buffer_append(&replacing->out, data, length);
	return true;
}

/* Those before end that are not there yet. */
static bool copy_up_to(struct call *call, struct replacing *replacing, size_t end)
{
	const char *data = call_argument(call, 2).bytes->data;
	const size_t from = replacing->copied;
	if (end > from && !append(call, replacing, data + from, end - from))
		return false;
	replacing->copied = end;
	return true;
}

/* False: the call has failed. */
static bool put_text(struct call *call, struct replacing *replacing)
{
	const struct bytes *text = call_argument(call, 1).bytes;
	const char *data = call_argument(call, 2).bytes->data;
	const char *place = text->data;
	struct part part;
	while (place < text->data + text->length) {
		size_t start, end;
		if (!read_part(call, &replacing->searching, &place, &part))
			return false;
		if (part.group == SIZE_MAX) {
			if (!append(call, replacing, part.data, part.length))
				return false;
		} else if (pattern_group(&replacing->searching, part.group, &start, &end) &&
			   !append(call, replacing, data + start, end - start)) {
			return false;
		}
	}
	return true;
}

/* Every reference is right, although there may be no match. */
static bool check_text(struct call *call, const struct searching *searching)
{
	const struct bytes *text = call_argument(call, 1).bytes;
	const char *place = text->data;
	struct part part;
	while (place < text->data + text->length)
		if (!read_part(call, searching, &place, &part))
			return false;
	return true;
}

static enum run replace_match(struct call *call, struct replacing *replacing)
{
	size_t start, end;
	pattern_group(&replacing->searching, 0, &start, &end);
	if (!copy_up_to(call, replacing, start) || !put_text(call, replacing))
		return RUN_FAIL;
	replacing->copied = end;
	replacing->count++;
	pattern_go_on(&replacing->searching);
	return RUN_WAIT;
}

/* What is left is copied in pieces too. */
static enum run copy_rest(struct call *call, struct replacing *replacing)
{
	const size_t length = call_argument(call, 2).bytes->length;
	const size_t end = piece_end(replacing->copied, length, PIECE_BYTES);
	if (!copy_up_to(call, replacing, end))
		return RUN_FAIL;
	return end < length ? RUN_WAIT : RUN_DONE;
}

static enum run replace_piece(struct call *call, struct replacing *replacing)
{
	struct searching *searching = &replacing->searching;
	const struct bytes *bytes = call_argument(call, 2).bytes;
	const struct value most = call_option_value(call, OPTION_COUNT);
	bool found = false;
	if (call->phase || (most.type == TYPE_INT && replacing->count == most.integer))
		return copy_rest(call, replacing);
	enum run run = pattern_step(call, searching, bytes, &found);
	if (run == RUN_DONE && found)
		return replace_match(call, replacing);
	call->phase = run == RUN_DONE;
	const size_t sure = searching->place < bytes->length ? searching->place : bytes->length;
	if (run == RUN_FAIL || !copy_up_to(call, replacing, sure))
		return RUN_FAIL;
	return RUN_WAIT;
}

static bool begin(struct call *call, struct replacing *replacing)
{
	replacing->out = (struct buffer){0};
	replacing->copied = 0;
	replacing->count = 0;
	if (!pattern_begin(call, &replacing->searching))
		return false;
	replacing->searching.object.behaviour = &replacing_behaviour;
	if (!check_text(call, &replacing->searching)) {
		pattern_end(&replacing->searching);
		return false;
	}
	bytes_begin_text(&replacing->out);
	return true;
}

static enum run replace_exec(struct call *call)
{
	struct replacing local, *replacing = &local;
	enum run run;
	if (call->state)
		replacing = (struct replacing *)call->state;
	else if (!begin(call, replacing))
		return RUN_FAIL;
	while ((run = replace_piece(call, replacing)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, replacing, sizeof(*replacing));
	}
	struct buffer out = replacing->out;
	replacing->out = (struct buffer){0};
	if (!call->state) /* which ends with the call */
		pattern_end(&replacing->searching);
	if (run == RUN_DONE)
		return call_return(call, value_bytes(bytes_from_text(&out)));
	buffer_free(&out);
	return run;
}

static bool replace_measure(const struct call *call, struct measure *measure)
{
	const struct replacing *replacing = (const struct replacing *)call->state;
	*measure = (struct measure){replacing->copied, call_argument(call, 2).bytes->length};
	return true;
}

/* ---- the command ---- */

static const struct parameter parameters[] = {
	{"PATTERN", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "a regular expression of Perl's kind, best in '…'"},
	{"WITH", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "what is put there: $1 and ${name} are groups, $0 the whole, $$ is a $"},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "where to look for it"},
	{0},
};

static const struct parameter count_value[] = {
	{"N", &kind_int, .most = INT64_MAX, .text = "how many"},
	{0},
};

static const struct command_option options[] = {
	OPTIONS_OF_PATTERNS,
	[OPTION_COUNT] = {'c', "count", count_value, .text = "the first N matches only"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_PATTERNS,
	{0},
};

const struct command command_replace = {
	.name = "replace",
	.summary = "put something else where a regular expression matches",
	.parameters = parameters,
	.options = options,
	.result = "the bytes with every match replaced",
	.errors = errors,
	.help = "Patterns, their options and limits are those of match. With -F both PATTERN and "
		"WITH are text as it stands. A group that took no part is empty. Write WITH in '…': "
		"in \"…\" a $ is a variable's.",
	.python = "re.sub(rb'(\\w+)@', rb'\\1 at ', data)",
	.example = "expect (replace '\\s+' ' ' \"a  b\\t c\") == 'a b c'\n"
		   "expect (replace '(\\w+)=(\\w+)' '$2=${1}' 'a=b') == 'b=a'\n"
		   "expect (replace -F . ! 'a.b.c') == 'a!b!c'\n"
		   "expect (replace --count 1 a o banana) == 'bonana'\n"
		   "expect error USAGE { replace a '$1' banana }\n",
	.exec = replace_exec,
	.measure = replace_measure,
};
