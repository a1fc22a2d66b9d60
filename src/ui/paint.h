/*
 * paint: the faces of a line by what its words are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_PAINT_H
#define HANDSH_UI_PAINT_H

#include "handsh/shell.h"

/* The unit as far as it has been typed; the line is its end. */
struct scene {
	const char *text;
	size_t length;
	size_t line;   /* where the line begins */
	size_t cursor; /* where it is in the text; SIZE_MAX: there is none any more */
};

/* Sets the faces, one for each byte of the line. */
void paint_line(struct shell *shell, const struct scene *scene, uint8_t *faces);

#endif
