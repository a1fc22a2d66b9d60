/*
 * sort: a list in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"

enum { OPTION_REVERSE };

static int ascending(const void *a, const void *b)
{
	return value_compare(*(const struct value *)a, *(const struct value *)b);
}

static int descending(const void *a, const void *b)
{
	return value_compare(*(const struct value *)b, *(const struct value *)a);
}

/* Ints or bytes, not both. */
static bool check_types(struct call *call, const struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		uint8_t first = list_at(list, 0).type, type = list_at(list, i).type;
		if (type == first && (type == TYPE_INT || type == TYPE_BYTES))
			continue;
		if (type == first)
			call_fail(call, "TYPE",
				  "%s has no order: only ints and bytes can be sorted",
				  value_type_name(type));
		else
			call_fail(call, "TYPE",
				  "element %zu is %s, element 0 is %s: "
				  "all must be ints, or all bytes",
				  i, value_type_name(type), value_type_name(first));
		return false;
	}
	return true;
}

static enum run sort_exec(struct call *call)
{
	const struct list *list = call_argument(call, 0).list;
	bool down = call_option(call, OPTION_REVERSE);
	if (list->range && !down)
		return call_return(call, value_retain(call_argument(call, 0)));
	if (list->count > LIST_MAX)
		return call_fail(call, "RANGE", "the list is longer than %zu", LIST_MAX);
	if (!check_types(call, list))
		return RUN_FAIL;
	struct list *sorted = list_new(list->count);
	for (size_t i = 0; i < list->count; i++)
		sorted = list_append(sorted, value_retain(list_at(list, i)));
	if (sorted->count)
		qsort(sorted->items, sorted->count, sizeof(*sorted->items),
		      down ? descending : ascending);
	return call_return(call, value_object(TYPE_LIST, sorted));
}

static const struct parameter parameters[] = {
	{"LIST", &kind_list, ARGUMENT_REQUIRED, .text = "ints, or bytes"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_REVERSE] = {'r', .text = "largest first"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "the elements are of several types, or of one that has no order"},
	{0},
};

const struct command command_sort = {
	.name = "sort",
	.summary = "put a list in order",
	.parameters = parameters,
	.options = options,
	.result = "the list, smallest element first",
	.errors = errors,
	.help = "Ints are ordered by number, bytes byte by byte, so that 'B' comes before 'a'.",
	.python = "sorted(v, reverse=False)",
	.c = "qsort(v, n, sizeof *v, compare);",
	.example = "expect (sort [10 9 -1]) == [-1 9 10]\n"
		   "expect (sort ['b' 'a' 'B']) == ['B' 'a' 'b']\n"
		   "expect (sort -r [1 3 2]) == [3 2 1]\n"
		   "expect error TYPE { sort [1 'a'] }\n",
	.exec = sort_exec,
};
