/*
 * rule_line: one direction of a rule that has a rate: packets leave it one after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_RULE_LINE_H
#define HANDSH_LAB_RULE_LINE_H

#include "handsh/fate.h"

struct rule_line {
	int64_t last;     /* when the last leaves, or has left; INT64_MIN: there was none */
	int64_t *leaving; /* when those leave that have not: a ring */
	uint32_t first, count, room;
};

void rule_line_open(struct rule_line *line);
void rule_line_free(struct rule_line *line);
/* Of a packet of so many bytes that comes at *time: then that is when it has left. False: the queue is
 * full, and it is lost. */
bool rule_line_pass(struct rule_line *line, const struct line_rule *rule, size_t bytes,
		    int64_t *time);

#endif
