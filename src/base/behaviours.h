/*
 * behaviours: what the built-in kinds of objects share inside this layer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BASE_BEHAVIOURS_H
#define HANDSH_BASE_BEHAVIOURS_H

#include "handsh/value.h"

extern const struct behaviour bytes_behaviour, list_behaviour, map_behaviour, error_behaviour;

/* Of lists and maps. */
void container_format(struct value container, struct buffer *buffer);
bool container_equal(struct value a, struct value b);

/* A depth that is only a bound, and cheap to keep, is measured from here on. */
#define DEPTH_BOUND 64

/* The depth of a container that held elements of one depth and gets one of another. */
static inline uint16_t container_depth(uint16_t depth, struct value element)
{
	if (element.type != TYPE_LIST && element.type != TYPE_MAP)
		return depth;
	unsigned deeper = 1 + value_depth(element);
	return deeper <= depth ? depth : deeper < UINT16_MAX ? (uint16_t)deeper : UINT16_MAX;
}

#endif
