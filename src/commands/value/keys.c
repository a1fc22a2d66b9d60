/*
 * keys: what a map holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static enum run keys_exec(struct call *call)
{
	const struct map *map = call_argument(call, 0).map;
	struct list *list = list_new(map_count(map));
	for (const struct map_entry *entry = map_first(map); entry; entry = map_next(entry))
		list = list_append(list, value_bytes(object_retain(map_key(entry))));
	return call_return(call, value_object(TYPE_LIST, list));
}

static const struct parameter parameters[] = {
	{"MAP", &kind_map, ARGUMENT_REQUIRED, .text = "the map"},
	{0},
};

const struct command command_keys = {
	.name = "keys",
	.summary = "list the keys of a map",
	.parameters = parameters,
	.result = "a list of bytes, in the order in which the keys were added",
	.help = "for key value in $map { … } goes through both.",
	.python = "list(m)",
	.example = "m = {b: 1 a: 2}\n"
		   "expect (keys $m) == ['b' 'a']\n",
	.exec = keys_exec,
};
