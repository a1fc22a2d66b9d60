/*
 * panel: rows at the foot of the screen, which a call of main draws again and again in place until a
 * key is typed. What others show meanwhile comes to stand above them, and they stay there in the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PANEL_H
#define HANDSH_PANEL_H

#include "handsh/command.h"

struct panel; /* an object: who releases it leaves what it shows on the screen */

/* NULL: call->error, USAGE: there is no prompt on a terminal that can move its cursor, or the call is
 * of another task than main. */
struct panel *panel_open(struct call *call);
/* A key was typed. A call that is parked is woken by it, and where the screen's size changes. */
bool panel_left(const struct panel *panel);
/* The room that there is: rows and columns. */
unsigned panel_rows(const struct panel *panel);
unsigned panel_columns(const struct panel *panel);
/* In place of what it showed: lines that fit, with a newline each. */
void panel_show(struct panel *panel, const struct buffer *lines);

#endif
