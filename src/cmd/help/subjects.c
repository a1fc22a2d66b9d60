/*
 * subjects: the first screen of help: what to try first, and by subject where to go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/help.h"
#include "handsh/page.h"

#define SUBJECT_COLUMN 15

void help_subjects_page(unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	page_code(&page, "To try first, a server and its client:", ideas[0].example);
	page_line(&page);
	for (const struct help_words *subject = help_subjects; subject->name; subject++)
		page_entry(&page, subject->name, subject->words, SUBJECT_COLUMN);
	page_line(&page);
	page_wrap(&page,
		  "lesson lists the lessons, which show it step by step. "
		  "help NAME says all about one of them, help -k WORDS finds it in your own words, "
		  "help -l lists all commands, help --man shows the manual.",
		  0);
	*text = page.text;
}
