/*
 * pager: a page that is longer than the screen, shown by PAGER or less(1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_PAGER_H
#define HANDSH_CMD_IO_PAGER_H

#include "handsh/program.h"

/* Is the text for it? Only of a statement at a prompt, on a terminal that can be written all over. */
bool pager_wanted(const struct call *call, const struct buffer *text);
bool pager_runs(const struct call *call); /* it has begun, and exec runs again */
/* Runs it with the text, which is freed; while it runs without. The text is an event all the same. */
enum run pager_run(struct call *call, struct buffer *text, unsigned flags);

/* Writes it as an event. */
void print_page(struct call *call, const struct buffer *text, unsigned flags);

#endif
