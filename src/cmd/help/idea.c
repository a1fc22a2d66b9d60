/*
 * idea: the pages of ideas.txt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/help/item.h"
#include "handsh/help.h"
#include "handsh/page.h"

const struct idea *idea_find(const char *name)
{
	for (const struct idea *idea = ideas; idea->name; idea++) {
		struct item own = {idea->name, strlen(idea->name)};
		if (item_is(&own, name) || item_in(idea->also, name))
			return idea;
	}
	return NULL;
}

void help_idea(const struct idea *idea, struct page *page)
{
	page_put(page, idea->name, strlen(idea->name));
	page_line(page);
	page_wrap(page, idea->about, 2);
	page_line(page);
	page_wrap(page, idea->text, 2);
	page_code(page, "to try", idea->example);
}

void help_reading(const struct idea *idea, struct page *page)
{
	page_title(page, "to read");
	if (idea->see)
		page_entry(page, "help", idea->see, 11);
	if (idea->manual)
		page_entry(page, "man", idea->manual, 11);
	if (idea->standard)
		page_entry(page, "RFC", idea->standard, 11);
}
