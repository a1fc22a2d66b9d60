/*
 * reverse: back to front.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

/* Eight bytes at a time: servers of the tutorials do little else. */
static struct bytes *reverse_bytes(struct call *call, const struct bytes *bytes)
{
	size_t left = bytes->length;
	struct bytes *result = call_bytes(call, left);
	const char *from = bytes->data;
	char *to = result->data + left;
	for (; left >= 8; left -= 8, from += 8) {
		uint64_t word;
		memcpy(&word, from, 8);
		word = __builtin_bswap64(word);
		memcpy(to -= 8, &word, 8);
	}
	while (left--)
		*--to = *from++;
	return result;
}

static struct list *reverse_list(const struct list *list)
{
	struct list *result = list_new(list->count);
	for (size_t i = list->count; i > 0; i--)
		result = list_append(result, value_retain(list_at(list, i - 1)));
	return result;
}

static enum run reverse_exec(struct call *call)
{
	struct value value = call_argument(call, 0);
	if (value.type == TYPE_LIST) {
		if (value.list->count > LIST_MAX)
			return call_fail(call, "RANGE", "the list is longer than %zu", LIST_MAX);
		return call_return(call, value_object(TYPE_LIST, reverse_list(value.list)));
	}
	return call_return(call, value_bytes(reverse_bytes(call, value.bytes)));
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
};
