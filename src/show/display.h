/*
 * display: what its files share: display.c makes it and hands on what it writes, show_event.c says
 * how each kind of event looks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_DISPLAY_H
#define HANDSH_SHOW_DISPLAY_H

#include "show/log.h"
#include "show/reports.h"

struct display {
	struct journal *journal;
	struct subscriber subscriber;
	struct log log;
	struct display_settings settings;
	struct streams streams;
	struct buffer scratch; /* the event being formatted */
	struct reports reports;
	bool terminal;       /* standard output is one */
	bool error_terminal; /* standard error is one */
	bool utf8;           /* the terminal shows UTF-8 */
	bool output_color, error_color;
};

void show_event(struct display *display, const struct event *event); /* for a person */
/* The counts of reports that were left out, a line each; frees the text. */
void show_summary(struct display *display, struct buffer *summary);
unsigned terminal_width(int descriptor); /* columns; 80 where it does not say */

#endif
