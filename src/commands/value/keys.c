/*
 * keys: what a map holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"

struct listing {
	struct object object;
	struct list *list;
	const struct map_entry *next;
};

static void destroy(struct object *object)
{
	object_release(((struct listing *)object)->list);
	free(object);
}

static const struct behaviour listing_behaviour = {.destroy = destroy};

static enum run keys_exec(struct call *call)
{
	const struct map *map = call_argument(call, 0).map;
	struct listing local, *listing = &local;
	if (call->state)
		listing = (struct listing *)call->state;
	else
		local = (struct listing){
			{&listing_behaviour, 1}, list_new(map_count(map)), map_first(map)};
	while (listing->next) {
		struct value key = value_bytes(object_retain(map_key(listing->next)));
		listing->list = list_append(listing->list, key);
		listing->next = map_next(listing->next);
		if (listing->list->count % PIECE_ELEMENTS == 0 && call_overdue(call))
			return call_give_way(call, listing, sizeof(*listing));
	}
	struct list *list = listing->list;
	listing->list = NULL;
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
