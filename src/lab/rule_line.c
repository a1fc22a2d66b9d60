/*
 * rule_line: see rule_line.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/rule_line.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/grow.h"

void rule_line_open(struct rule_line *line)
{
	*line = (struct rule_line){.last = INT64_MIN};
}

void rule_line_free(struct rule_line *line)
{
	free(line->leaving);
}

/* Those that have left by then are forgotten. */
static void forget(struct rule_line *line, int64_t now)
{
	while (line->count && line->leaving[line->first] <= now) {
		line->first = (line->first + 1) % line->room;
		line->count--;
	}
}

/* The oldest stays the first: what stands before it moves to the end of the larger ring. */
static void make_room(struct rule_line *line)
{
	const uint32_t before = line->room;
	if (line->count < before)
		return;
	line->leaving =
		grow_array(line->leaving, line->count, &line->room, 16, sizeof(*line->leaving));
	const uint32_t wrapped = line->first, tail = before - wrapped;
	memmove(line->leaving + line->room - tail, line->leaving + wrapped,
		tail * sizeof(*line->leaving));
	line->first = before ? line->room - tail : 0;
}

bool rule_line_pass(struct rule_line *line, const struct line_rule *rule, size_t bytes,
		    int64_t *time)
{
	if (!rule->rate)
		return true;
	forget(line, *time);
	if (!line_departure(rule, line->last, line->count, *time, bytes, &line->last))
		return false;
	make_room(line);
	line->leaving[(line->first + line->count++) % line->room] = line->last;
	*time = line->last;
	return true;
}
