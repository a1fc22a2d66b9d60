/*
 * captures: what the wires tell captures: capture.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_CAPTURES_H
#define HANDSH_LAB_CAPTURES_H

#include "lab/table.h"

/* A frame goes on; time: when it came, CLOCK_REALTIME, or 0: goes on only now. */
void captures_put(struct lab *lab, const struct wire *wire, int64_t time, const void *frame,
		  size_t length);
/* What has become of a packet, for those that see the next, or that packet itself where it goes on. */
void captures_note(struct lab *lab, const struct packet *packet);
/* What has been put together goes into the files. */
void captures_write(struct lab *lab);
void captures_free(struct lab *lab);

#endif
