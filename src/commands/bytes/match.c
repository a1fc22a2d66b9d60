/*
 * match: what a regular expression finds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "commands/bytes/pattern.h"

enum { OPTION_ALL = PATTERN_OPTIONS, OPTION_NAMES };

static struct value group_value(const struct searching *searching, struct bytes *bytes,
				size_t group)
{
	size_t start, end;
	if (!pattern_group(searching, group, &start, &end))
		return VALUE_NIL;
	return value_bytes(bytes_slice(bytes, start, end - start));
}

static struct value group_list(const struct searching *searching, struct bytes *bytes)
{
	struct list *list = list_new(searching->groups);
	for (size_t i = 0; i < searching->groups; i++)
		list = list_append(list, group_value(searching, bytes, i));
	return value_object(TYPE_LIST, list);
}

/* Several groups may have one name: one that took part counts. */
static struct value group_map(const struct searching *searching, struct bytes *bytes)
{
	struct map *map = map_new();
	const char **names = pattern_names(searching);
	for (size_t i = 0; i < searching->groups; i++) {
		struct value group, before;
		if (!names[i])
			continue;
		group = group_value(searching, bytes, i);
		if (group.type == TYPE_NIL && map_get(map, names[i], strlen(names[i]), &before))
			continue;
		map = map_put_text(map, names[i], group);
	}
	free(names);
	return value_object(TYPE_MAP, map);
}

static struct value groups_of(const struct call *call, const struct searching *searching)
{
	struct bytes *bytes = call_argument(call, 1).bytes;
	return call_option(call, OPTION_NAMES) ? group_map(searching, bytes)
					       : group_list(searching, bytes);
}

/* One of them all. RUN_WAIT: another may follow. */
static enum run add_match(struct call *call, struct searching *searching)
{
	struct list *list = (struct list *)searching->made;
	if (list->count == LIST_MAX) {
		call_fail(call, "RANGE", "there are more than %zu matches", LIST_MAX);
		error_hint(call->error, "look in parts of the bytes");
		return RUN_FAIL;
	}
	searching->made = &list_append(list, groups_of(call, searching))->object;
	pattern_go_on(searching);
	return RUN_WAIT;
}

static enum run finish(struct call *call, struct searching *searching, bool found)
{
	struct object *made = searching->made;
	if (!made)
		return call_return(call, found ? groups_of(call, searching) : VALUE_NIL);
	searching->made = NULL;
	return call_return(call, value_object(TYPE_LIST, made));
}

static enum run match_piece(struct call *call, struct searching *searching)
{
	bool found = false;
	enum run run = pattern_step(call, searching, call_argument(call, 1).bytes, &found);
	if (run != RUN_DONE)
		return run;
	if (found && searching->made)
		return add_match(call, searching);
	return finish(call, searching, found);
}

static enum run match_exec(struct call *call)
{
	struct searching local, *searching = &local;
	enum run run;
	if (call->state) {
		searching = (struct searching *)call->state;
	} else if (!pattern_begin(call, searching)) {
		return RUN_FAIL;
	} else if (call_option(call, OPTION_ALL)) {
		searching->made = &list_new(0)->object;
	}
	while ((run = match_piece(call, searching)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, searching, sizeof(*searching));
	}
	if (!call->state) /* which ends with the call */
		pattern_end(searching);
	return run;
}

static bool match_measure(const struct call *call, struct measure *measure)
{
	const struct searching *searching = (const struct searching *)call->state;
	*measure = (struct measure){searching->place, call_argument(call, 1).bytes->length};
	return true;
}

static const struct parameter parameters[] = {
	{"PATTERN", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "a regular expression of Perl's kind, best in '…'"},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "where to look for it"},
	{0},
};

static const struct command_option options[] = {
	OPTIONS_OF_PATTERNS,
	[OPTION_ALL] = {'a', "all", .text = "a list of all matches, which do not overlap"},
	[OPTION_NAMES] = {'n', "names", .text = "of a match the map of its named groups"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_PATTERNS,
	{0},
};

const struct command command_match = {
	.name = "match",
	.summary = "look for a regular expression",
	.parameters = parameters,
	.options = options,
	.result = "the list of the whole match and its groups, nil for one that took no part; "
		  "nil when there is no match",
	.errors = errors,
	.help = "PCRE2 looks for it, whose language pcre2pattern(3) describes; a pattern is found "
		"anywhere unless ^ and $ bind it. Every byte is a character, NUL and those above 127 "
		"too, unless -u is given. From each place where a match could begin it may take a "
		"million steps and 16 MiB: what needs more is an error, not a shell that stands "
		"still.",
	.python = "re.search(rb'(\\w+)=(\\d+)', data).groups()",
	.c = "regexec(&re, text, 10, groups, 0);",
	.example = "[_ name port] = match '(\\w+):(\\d+)' 'host localhost:5000'\n"
		   "expect $port == '5000'\n"
		   "expect (match '^a' 'banana') == nil\n"
		   "expect (match --all 'a.' 'banana' | len) == 2\n"
		   "expect (match -n '(?<key>\\w+)=' 'a=1') == {key: 'a'}\n"
		   "expect error RANGE { match '^(a+)+$' \"${repeat a 40}!\" }\n"
		   "expect error USAGE { match '(' x }\n",
	.exec = match_exec,
	.measure = match_measure,
};
