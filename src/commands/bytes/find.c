/*
 * find: where something is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"
#include "handsh/walk.h"

#define STEPS ((size_t)1 << 10) /* of a search between two looks at the time */

struct finding {
	struct object object;
	struct search search;
};

static void destroy(struct object *object)
{
	search_end(&((struct finding *)object)->search);
	free(object);
}

static const struct behaviour finding_behaviour = {.destroy = destroy};

static enum run go_on(struct call *call, struct finding *finding)
{
	struct search *search = &finding->search;
	while (!search_go_on(search, STEPS)) {
		if (call_overdue(call))
			return call_give_way(call, finding, sizeof(*finding));
	}
	int64_t place = search->found ? (int64_t)search->place : -1;
	if (!call->state) /* which ends with the call */
		search_end(search);
	return call_return(call, value_int(place));
}

static enum run find_exec(struct call *call)
{
	static const struct parameter part = {.name = "WHAT", .kind = &kind_bytes};
	struct value *arguments = call->arguments;
	struct finding finding;
	if (call->state)
		return go_on(call, (struct finding *)call->state);
	if (arguments[0].type != TYPE_LIST && !kind_bytes.convert(call, &part, &arguments[1]))
		return RUN_FAIL;
	finding.object = (struct object){&finding_behaviour, 1};
	search_begin(&finding.search, arguments[1], arguments[0],
		     (size_t)call_argument(call, 2).integer);
	return go_on(call, &finding);
}

static const struct parameter parameters[] = {
	{"IN", &kind_sequence, ARGUMENT_REQUIRED, .text = "bytes or a list to look through"},
	{"WHAT", &kind_value, ARGUMENT_REQUIRED, .text = "bytes to look for, or an element"},
	{"FROM", &kind_int, ARGUMENT_OPTIONAL, .most = INT64_MAX, .fallback = "0",
	 .text = "the index where to begin"},
	{0},
};

static const struct command_error errors[] = {
	{"TYPE", "IN is neither bytes nor a list, or bytes are to hold something else"},
	{0},
};

const struct command command_find = {
	.name = "find",
	.summary = "tell where bytes are in bytes, or a value in a list",
	.parameters = parameters,
	.result = "the index of the first one, -1 when there is none",
	.errors = errors,
	.help = "To know only whether it is there, write WHAT in IN: if 'x' in $line { … }.",
	.python = "data.find(what, start)",
	.c = "char *p = memmem(data, n, what, strlen(what));",
	.example = "expect (find \"Host: a\\r\\n\\r\\nbody\" \"\\r\\n\\r\\n\") == 7\n"
		   "expect (find 'banana' 'na' 3) == 4\n"
		   "expect (find 'abc' 'x') == -1\n"
		   "expect (find [10 20 30] 20) == 1\n",
	.exec = find_exec,
};
