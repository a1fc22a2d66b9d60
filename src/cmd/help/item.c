/*
 * item: see item.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/help/item.h"

#include <ctype.h>
#include <string.h>

bool item_next(const char *list, struct item *item)
{
	const char *next = item->text ? item->text + item->length : list;
	if (!next || !*next)
		return false;
	item->text = next + strspn(next, ", ");
	item->length = strcspn(item->text, ",");
	return true;
}

/* The letter as names are compared. */
static int plain(char letter)
{
	return letter == '-' || letter == '_' ? ' ' : tolower((unsigned char)letter);
}

bool item_is(const struct item *item, const char *name)
{
	size_t i = 0;
	while (i < item->length && name[i] && plain(item->text[i]) == plain(name[i]))
		i++;
	return i == item->length && !name[i];
}

bool item_in(const char *list, const char *name)
{
	struct item item = {0};
	while (item_next(list, &item))
		if (item_is(&item, name))
			return true;
	return false;
}
