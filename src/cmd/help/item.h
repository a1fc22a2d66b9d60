/*
 * item: lists of names in one text, with commas between, as ideas.txt has them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_HELP_ITEM_H
#define HANDSH_CMD_HELP_ITEM_H

#include <stdbool.h>
#include <stddef.h>

struct item {
	const char *text; /* NULL: none has been read yet */
	size_t length;
};

/* The next of the list, which may be NULL. False: there is none. */
bool item_next(const char *list, struct item *item);
/* Are they one name? In any case; a blank, - and _ are one sign. */
bool item_is(const struct item *item, const char *name);
bool item_in(const char *list, const char *name);

#endif
