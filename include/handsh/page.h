/*
 * page: text laid out for a terminal of some width.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PAGE_H
#define HANDSH_PAGE_H

#include "handsh/base.h"

struct page {
	struct buffer text;     /* released by whoever made the page */
	unsigned width, column; /* of the terminal; where the next text stands, from 0 */
};

void page_indent(struct page *page, unsigned column);
void page_line(struct page *page); /* ends the line */
void page_put(struct page *page, const char *text, size_t length);
/* Words from the current column on, broken at the width, later lines indented. Ends the line. */
void page_wrap(struct page *page, const char *text, unsigned indent);
/* A term, and what it means in a column beside it; below it where there is no room. */
void page_entry(struct page *page, const char *term, const char *text, unsigned column);
void page_title(struct page *page, const char *title);
/* Code and prose below a title; nothing where there is none (NULL). Lines of code stay as they are.
 */
void page_code(struct page *page, const char *title, const char *code);
void page_prose(struct page *page, const char *title, const char *text);

#endif
