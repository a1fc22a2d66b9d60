/*
 * output: descriptors that text is written to, and whether it may be colored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_OUTPUT_H
#define HANDSH_SHOW_OUTPUT_H

#include "handsh/show.h"

/* Writes all of data, waiting while the descriptor takes none. Gives errno, 0 for success. */
int output_all(int descriptor, const void *data, size_t length);

/* A terminal that knows colors and a user who has not declined them (NO_COLOR, no-color.org). */
bool color_allowed(enum color color, int descriptor);

/* Select Graphic Rendition, ECMA-48 section 8.3.117. */
#define SHADE_DIM "\033[2m"
#define SHADE_RED "\033[31m"
#define SHADE_NONE "\033[0m"

#endif
