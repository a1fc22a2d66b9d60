/*
 * piece: what relay --hold has received and not sent yet, with a number as packets have it, until somebody
 * says what becomes of it. Its event is that of a packet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PIECE_H
#define HANDSH_PIECE_H

#include "handsh/shell.h"

struct piece {
	struct object object;
	uint32_t id;              /* of pieces and packets together */
	uint8_t fate;             /* enum packet_fate: HELD, PASSED or DROPPED */
	bool changed;             /* bytes are no longer what was received */
	struct bytes *bytes;      /* held */
	struct handle *from, *to; /* held */
	struct call *call;        /* that waits; NULL: it waits no more */
	struct shell *shell;
	struct piece *previous,
		*next; /* of those that are held, a list of utlist.h, oldest first */
};

/* Fields id, fate, outcome, value: {id fate from to length payload}. */
extern const struct behaviour piece_behaviour;

/* Of the call, which has received bytes. It is told; a new reference. */
struct piece *piece_hold(struct call *call, struct handle *from, struct handle *to,
			 struct bytes *bytes);
/* The call waits no more; released. NULL is none. */
void piece_leave(struct piece *piece);
/* NULL: none of that number is held. Borrowed. */
struct piece *piece_find(const struct shell *shell, int64_t id);
/* Of one that is held: the call goes on. */
void piece_decide(struct piece *piece, enum packet_fate fate);
void piece_change(struct piece *piece, struct bytes *bytes); /* takes bytes */

#endif
