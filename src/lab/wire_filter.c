/*
 * wire_filter: which packets on which wires a command has asked for, and whether any has come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "lab/table.h"

#define WORD_BITS 64

static uint64_t bit_of(const struct wire *wire)
{
	return UINT64_C(1) << wire->number % WORD_BITS;
}

void filter_open(struct wire_filter *filter, const struct lab *lab, const struct wire *wire,
		 struct packet_match *match, const char *words)
{
	*filter = (struct wire_filter){.match = match,
				       .words = words ? memory_copy(words, strlen(words)) : NULL};
	for (const struct wire *each = lab->wires; each; each = each->next)
		if (!wire || each == wire)
			filter->wires[each->number / WORD_BITS] |= bit_of(each);
}

bool filter_is_on(const struct wire_filter *filter, const struct wire *wire)
{
	return filter->wires[wire->number / WORD_BITS] & bit_of(wire);
}

bool filter_meets(struct wire_filter *filter, const struct packet *packet)
{
	if (!filter_is_on(filter, packet->wire) || !packet_matches(packet, filter->match))
		return false;
	filter->met++;
	return true;
}

bool filter_leave(struct wire_filter *filter, const struct wire *wire)
{
	uint64_t left = 0;
	for (unsigned i = 0; i < LAB_WIRES / WORD_BITS; i++) {
		if (!wire)
			filter->wires[i] = 0;
		else if (wire->number / WORD_BITS == i)
			filter->wires[i] &= ~bit_of(wire);
		left |= filter->wires[i];
	}
	return !left;
}

void filter_close(struct wire_filter *filter)
{
	packet_match_free(filter->match);
	free(filter->words);
}
