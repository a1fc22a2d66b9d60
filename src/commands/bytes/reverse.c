/*
 * reverse: back to front.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

/* Eight bytes at a time: servers of the tutorials do little else. */
static void fill(const struct call *call, char *data, size_t start, size_t end)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	const char *from = bytes->data + bytes->length - end;
	char *to = data + end;
	size_t left = end - start;
	for (; left >= 8; left -= 8, from += 8) {
		uint64_t word;
		memcpy(&word, from, 8);
		word = __builtin_bswap64(word);
		memcpy(to -= 8, &word, 8);
	}
	while (left--)
		*--to = *from++;
}

static enum run reverse_piece(struct call *call)
{
	const struct list *list = call_argument(call, 0).list;
	struct list *result = (struct list *)call->state;
	size_t end = piece_end(result->count, list->count, PIECE_ELEMENTS);
	for (size_t i = result->count; i < end; i++)
		result = list_append(result, value_retain(list_at(list, list->count - 1 - i)));
	call->state = end < list->count ? &result->object : NULL;
	if (call->state)
		return RUN_WAIT;
	return call_return(call, value_object(TYPE_LIST, result));
}

static enum run reverse_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	if (value.type == TYPE_BYTES)
		return call_fill(call, value.bytes->length, fill);
	if (value.list->count > LIST_MAX)
		return call_fail(call, "RANGE", "the list is longer than %zu", LIST_MAX);
	if (!call->state)
		call->state = &list_new(value.list->count)->object;
	return call_pieces(call, reverse_piece);
}

static bool reverse_measure(const struct call *call, struct measure *measure)
{
	return call_argument(call, 0).type == TYPE_BYTES && call_measure_filled(call, measure);
}

static const struct parameter parameters[] = {
	{"V", &kind_sequence, ARGUMENT_REQUIRED, .text = "bytes or a list"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "V is neither bytes nor a list"},
	{0},
};

const struct command command_reverse = {
	.name = "reverse",
	.summary = "turn bytes or a list back to front",
	.parameters = parameters,
	.result = "the bytes or the elements in the opposite order",
	.errors = errors,
	.help = "Bytes are turned one by one, so a character of several bytes is no character "
		"afterwards. A number counts as its digits.",
	.python = "data[::-1]",
	.c = "for (size_t i = 0; i < n; i++)\n\tout[n - 1 - i] = in[i];",
	.example = "expect (reverse 'hello') == 'olleh'\n"
		   "expect (reverse [1 2 3]) == [3 2 1]\n",
	.exec = reverse_exec,
	.measure = reverse_measure,
};
