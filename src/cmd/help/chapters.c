/*
 * chapters: the commands by chapter, and the words of the language, for a terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/help.h"
#include "handsh/page.h"

#define LANGUAGE "language" /* the last chapter's title: words that are no commands */

static bool listed(const struct command *command)
{
	return !(command->flags & COMMAND_HIDDEN);
}

void help_each_command(const struct chapter *chapters,
		       void (*visit)(void *context, const struct command *command), void *context)
{
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			if (listed(*command))
				visit(context, *command);
}

static unsigned name_column(const struct chapter *chapters)
{
	size_t longest = 0;
	for (const struct chapter *chapter = chapters; chapter->name; chapter++) {
		for (const struct command *const *command = chapter->commands; *command;
		     command++) {
			size_t length = strlen((*command)->name);
			if (listed(*command) && length > longest)
				longest = length;
		}
	}
	return (unsigned)longest + 4;
}

/* A line for each command. */
static void list_chapter(struct page *page, const struct chapter *chapter, unsigned column)
{
	page_title(page, chapter->name);
	for (const struct command *const *command = chapter->commands; *command; command++) {
		if (listed(*command))
			page_entry(page, (*command)->name, (*command)->summary, column);
	}
}

static void list_forms(struct page *page, unsigned column)
{
	page_title(page, LANGUAGE);
	for (const struct form *form = forms; form->name; form++)
		page_entry(page, form->name, form->summary, column);
}

void help_lines(const struct chapter *chapters, unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	unsigned column = name_column(chapters);
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		list_chapter(&page, chapter, column);
	list_forms(&page, column);
	page_line(&page);
	page_wrap(&page, "help NAME says all about one of them (signs in quotes: help '&').", 0);
	*text = page.text;
}
