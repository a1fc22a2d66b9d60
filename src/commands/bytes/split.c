/*
 * split: bytes into a list of pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "commands/bytes/separator.h"
#include "handsh/command.h"

enum { OPTION_MAX = SEPARATOR_OWN };

struct splitting {
	struct object object;
	struct list *pieces;
	size_t most;  /* pieces that there may be: the last is the rest */
	size_t start; /* of the next piece */
	size_t place; /* up to which its end has been looked for */
	bool between; /* blanks: no piece has begun */
};

static void destroy(struct object *object)
{
	object_release(((struct splitting *)object)->pieces);
	free(object);
}

static const struct behaviour splitting_behaviour = {.destroy = destroy};

/* False: there would be too many. */
static bool add(struct splitting *splitting, struct bytes *bytes, size_t end)
{
	if (splitting->pieces->count == LIST_MAX)
		return false;
	struct bytes *piece = bytes_slice(bytes, splitting->start, end - splitting->start);
	splitting->pieces = list_append(splitting->pieces, value_bytes(piece));
	return true;
}

/* Is the piece that begins now the last that there may be? Then it goes to the end. */
static bool is_last(const struct splitting *splitting)
{
	return splitting->pieces->count + 1 == splitting->most;
}

/* A part of the bytes at their blanks: RUN_WAIT: there is more. RUN_FAIL: too many pieces. */
static enum run at_blanks(struct splitting *splitting, struct bytes *bytes)
{
	size_t end = piece_end(splitting->place, bytes->length, PIECE_BYTES);
	for (size_t i = splitting->place; i < end; i++) {
		if (byte_is_blank(bytes->data[i]) == splitting->between)
			continue;
		if (!splitting->between && !add(splitting, bytes, i))
			return RUN_FAIL;
		splitting->start = i;
		splitting->between = !splitting->between;
		if (!splitting->between && is_last(splitting))
			return add(splitting, bytes, bytes->length) ? RUN_DONE : RUN_FAIL;
	}
	splitting->place = end;
	if (end < bytes->length)
		return RUN_WAIT;
	return splitting->between || add(splitting, bytes, end) ? RUN_DONE : RUN_FAIL;
}

/* The same at a separator. */
static enum run at_separator(struct splitting *splitting, struct bytes *bytes,
			     const struct bytes *separator)
{
	size_t end = piece_end(splitting->place, bytes->length, PIECE_BYTES + separator->length);
	const char *found;
	while (!is_last(splitting) &&
	       (found = memmem(bytes->data + splitting->place, end - splitting->place,
			       separator->data, separator->length))) {
		size_t place = (size_t)(found - bytes->data);
		if (!add(splitting, bytes, place))
			return RUN_FAIL;
		splitting->start = splitting->place = place + separator->length;
	}
	if (end == bytes->length || is_last(splitting))
		return add(splitting, bytes, bytes->length) ? RUN_DONE : RUN_FAIL;
	if (splitting->place + separator->length <=
	    end) /* it may begin in one part, end in the next */
		splitting->place = end - separator->length + 1;
	return RUN_WAIT;
}

static enum run go_on(struct call *call, struct splitting *splitting, const struct bytes *separator)
{
	struct bytes *bytes = call_argument(call, 0).bytes;
	enum run run;
	do {
		run = separator ? at_separator(splitting, bytes, separator)
				: at_blanks(splitting, bytes);
	} while (run == RUN_WAIT && !call_overdue(call));
	if (run == RUN_WAIT)
		return call_give_way(call, splitting, sizeof(*splitting));
	struct list *pieces = splitting->pieces;
	splitting->pieces = NULL;
	if (run == RUN_DONE)
		return call_return(call, value_object(TYPE_LIST, pieces));
	object_release(pieces);
	return call_fail(call, "RANGE", "there are more than %zu pieces", LIST_MAX);
}

static enum run split_exec(struct call *call)
{
	const struct bytes *separator;
	if (!separator_argument(call, &separator))
		return RUN_FAIL;
	if (call->state)
		return go_on(call, (struct splitting *)call->state, separator);
	if (separator && !separator->length)
		return call_fail(call, "RANGE",
				 "the separator is empty: for x in $bytes { … } goes through "
				 "single bytes");
	const struct value most = call_option_value(call, OPTION_MAX);
	struct splitting splitting = {
		.object = {&splitting_behaviour, 1},
		.pieces = list_new(0),
		.most = most.type == TYPE_UNSET ? SIZE_MAX : (size_t)most.integer,
		.between = true,
	};
	return go_on(call, &splitting, separator);
}

static bool split_measure(const struct call *call, struct measure *measure)
{
	const struct splitting *splitting = (const struct splitting *)call->state;
	*measure = (struct measure){splitting->place, call_argument(call, 0).bytes->length};
	return true;
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to split"},
	{"SEPARATOR", &kind_bytes, ARGUMENT_OPTIONAL,
	 .text = "what stands between the pieces; any run of blanks when left out"},
	{0},
};

static const struct parameter most[] = {
	{"N", &kind_int, .least = 1, .most = (int64_t)LIST_MAX, .text = "how many pieces"},
	{0},
};

static const struct command_option options[] = {
	SEPARATOR_OPTION,
	[OPTION_MAX] = {0, "max", most, .text = "at most N pieces, the last of which is the rest"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the separator is empty, or there are too many pieces"},
	{0},
};

const struct command command_split = {
	.name = "split",
	.summary = "cut bytes into a list of pieces",
	.parameters = parameters,
	.options = options,
	.result = "a list of bytes",
	.errors = errors,
	.help = "Without a separator the pieces are the words, "
		"whatever blanks and line ends stand between and around them. "
		"With one, there is a piece more than separators, and pieces may be empty. "
		"With --max the last piece is the rest as it stands, whatever is in it.\n"
		"\n"
		"What comes along a pipe is the last argument, so the separator is -d there: "
		"recv | split -d ','.",
	.python = "data.split(separator)\ndata.split(separator, 1)",
	.c = "for (char *p = strtok(data, \",\"); p; p = strtok(NULL, \",\")) …",
	.example = "expect (split \" GET  / \\r\\n\") == ['GET' '/']\n"
		   "expect (split 'a,b,,c' ',') == ['a' 'b' '' 'c']\n"
		   "[name value] = split 'Host: localhost:80' ': ' --max 2\n"
		   "expect $value == 'localhost:80'\n"
		   "expect (str 'a:b' | split -d ':') == ['a' 'b']\n",
	.exec = split_exec,
	.measure = split_measure,
};
