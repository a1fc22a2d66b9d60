/*
 * chapters: the commands by chapter, and the words of the language, for a terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/help/page.h"
#include "handsh/help.h"

#define LANGUAGE "language" /* the last chapter's title: words that are no commands */
#define NAMES_COLUMN 10     /* of the short list */

static bool listed(const struct command *command)
{
	return !(command->flags & COMMAND_HIDDEN);
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

static void page_names(struct page *page, const char *title, struct buffer *names)
{
	page_put(page, title, strlen(title));
	page_put(page, " ", 1);
	page_indent(page, NAMES_COLUMN);
	page_wrap(page, buffer_cstring(names), NAMES_COLUMN);
	buffer_free(names);
}

static void add_name(struct buffer *names, const char *name)
{
	buffer_format(names, "%s%s", names->length ? " " : "", name);
}

/* The names alone: all of them fit one screen. */
static void name_chapter(struct page *page, const struct chapter *chapter)
{
	struct buffer names = {0};
	for (const struct command *const *command = chapter->commands; *command; command++) {
		if (listed(*command))
			add_name(&names, (*command)->name);
	}
	page_names(page, chapter->name, &names);
}

static void name_forms(struct page *page)
{
	struct buffer words = {0};
	for (const struct form *form = forms; form->name; form++)
		add_name(&words, form->name);
	page_names(page, LANGUAGE, &words);
}

void help_names(const struct chapter *chapters, unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		name_chapter(&page, chapter);
	name_forms(&page);
	page_line(&page);
	page_wrap(&page,
		  "help NAME says all about one of them (signs in quotes: "
		  "help '&'), help -l a line about each.",
		  0);
	*text = page.text;
}

void help_lines(const struct chapter *chapters, unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	unsigned column = name_column(chapters);
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		list_chapter(&page, chapter, column);
	list_forms(&page, column);
	page_line(&page);
	page_wrap(&page, "help NAME says all about one of them.", 0);
	*text = page.text;
}
