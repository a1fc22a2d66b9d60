/*
 * objects: a list of objects, which it holds, the latest last. A server has two for each of its
 * connections, so the first few objects need no allocation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_OBJECTS_H
#define HANDSH_RUN_OBJECTS_H

#include "handsh/value.h"

#define OBJECTS_FEW 2 /* a connection's current ones: the listener that it came by, and itself */

struct objects {
	uint32_t count, capacity;
	union {
		struct object *few[OBJECTS_FEW]; /* where they are while capacity is 0 */
		struct object **many;
	};
};

static inline struct object **objects_items(struct objects *objects)
{
	return objects->capacity ? objects->many : objects->few;
}

static inline bool objects_full(const struct objects *objects)
{
	return objects->count == (objects->capacity ? objects->capacity : OBJECTS_FEW);
}

/*
 * Retains the object. A full list is rewritten first, without those that are closed and all but the
 * latest place of each, unless it is pinned; and only if that does not free half of it, it grows.
 * So it costs what lives in it, and adding is O(1).
 */
void objects_add(struct objects *objects, struct object *object, bool pinned);
void objects_drop(struct objects *objects); /* releases the last */
void objects_free(struct objects *objects); /* releases them all; back to empty, {0} */

#endif
