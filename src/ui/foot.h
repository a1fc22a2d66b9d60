/*
 * foot: rows at the foot of the terminal that are drawn again in place. They make way for whatever
 * else is written, which comes to stand above them, and for a line that is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_FOOT_H
#define HANDSH_UI_FOOT_H

#include "handsh/shell.h"
#include "ui/canvas.h"

struct foot {
	const struct shell *shell; /* whose display is the terminal */
	struct buffer rows;        /* what it shows; empty: nothing */
	bool hidden;               /* which is not on the screen, because others write */
	/* Is what it shows still so? Else it does not come back. NULL: yes. */
	bool (*lasts)(const struct foot *foot);
	struct canvas canvas;
	struct buffer drawn; /* while a frame is made */
};

/* In place of what it showed; not where the terminal has not yet taken what came before. Of the rows
 * each but the last ends with a newline, and all have one column less than the terminal. */
void foot_show(struct foot *foot, const struct buffer *rows,
	       bool (*lasts)(const struct foot *foot));
void foot_hide(struct foot *foot);
void foot_come_back(struct foot *foot); /* it was hidden */
void foot_lose(
	struct foot *foot); /* others may have written there: it is hidden, wherever it was */
void foot_leave(struct foot *foot); /* what it shows stays there, and is no more its own */
void foot_drop(struct foot *foot);  /* what it shows is gone */
void foot_free(struct foot *foot);

#endif
