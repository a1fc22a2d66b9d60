/*
 * screen: bytes from outside as a terminal shows them: nothing drives it, line ends are seen, and
 * the call line above them stays on the screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_SCREEN_H
#define HANDSH_SHOW_SCREEN_H

#include "handsh/base.h"

struct screen {
	size_t rows, columns; /* to be filled; at least 3 and 1 */
	bool utf8;            /* it shows UTF-8 */
	bool color;           /* line ends are dim */
};

/* Always ends its line. What takes more rows is cut in the middle. */
void screen_format(const struct screen *screen, const char *data, size_t length,
		   struct buffer *buffer);

#endif
