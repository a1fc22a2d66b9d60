/*
 * packet_draft: a frame that is being made: its parts, each of which may become longer or shorter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_DRAFT_H
#define HANDSH_LAB_PACKET_DRAFT_H

#include "lab/packet/packet_key.h"

struct draft {
	const struct packet_wish *wish;
	struct error **error;
	struct buffer part[PARTS];
	uint16_t ether_type;
	uint8_t version, protocol;
	bool fragment, later_fragment;
};

/* The parts as they are now, until one of them changes. */
void draft_parts(const struct draft *draft, struct frame_parts *parts);
void draft_free(struct draft *draft);
/* False, with an error about the key. */
bool draft_refuse(struct draft *draft, const char *name, const char *key, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* What the frame, or the map where there is none, is at first; proto as the map has it. */
bool draft_begin(struct draft *draft);
/* Writes one value in the place that the key has. */
bool draft_set(struct draft *draft, const struct packet_key *key, struct value value);
/* The same of TCP's options. */
bool draft_set_options(struct draft *draft, struct value value);
/* Lengths, then checksums. */
bool draft_make_right(struct draft *draft);

/* An address of that family from its text or a host's name. */
bool draft_address(struct draft *draft, const char *key, int family, struct value value,
		   uint8_t *address);

#endif
