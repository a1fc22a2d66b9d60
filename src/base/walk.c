/*
 * walk: a way through containers that can be left and gone on with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/walk.h"

#include <stdlib.h>

#include "handsh/grow.h"

struct walk_level *walk_enter(struct walk *walk, struct value container)
{
	if (walk->count >= WALK_FEW)
		walk->more = grow_array(walk->more, walk->count - WALK_FEW, &walk->capacity,
					WALK_FEW, sizeof(*walk->more));
	walk->count++;
	struct walk_level *level = walk_inmost(walk);
	level->container = container;
	level->index = 0;
	level->entry = container.type == TYPE_MAP ? map_first(container.map) : NULL;
	return level;
}

void walk_end(struct walk *walk)
{
	free(walk->more);
}
