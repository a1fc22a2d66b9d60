/*
 * socket_rows: the table of sockets as text, and what has changed since it was last shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LOOK_SOCKET_ROWS_H
#define HANDSH_COMMANDS_LOOK_SOCKET_ROWS_H

#include "handsh/socket.h"

/* How it is made. */
struct socket_rows {
	/* By the socket's name in the table: what was shown of it before, and what is shown of it now,
	 * as shell->shown_sockets has it. NULL: nothing was, or nobody will have seen it. */
	const struct map *before;
	struct map *now;
	bool partly;    /* of some sockets it is not known whether they were there before */
	int64_t time;   /* of the clock, where changes last */
	int64_t lasts;  /* so long a change is shown; 0: once */
	unsigned most;  /* lines; 0: as many as it takes */
	unsigned width; /* columns of a line; 0: as many as the display has, if it is a terminal */
	bool cut;       /* set: there are more sockets than are shown */
};

void socket_rows_format(struct call *call, struct socket_rows *rows, struct buffer *text);
/* From now on that is what was last shown. Takes now; NULL: nothing that could be compared was. */
void socket_rows_seen(struct shell *shell, struct map *now);

#endif
