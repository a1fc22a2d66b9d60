/*
 * page: text laid out for a terminal of some width.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/page.h"

#include <string.h>

/* Columns that text takes: UTF-8 characters, none of which is wide in these texts. */
static unsigned columns(const char *text, size_t length)
{
	unsigned count = 0;
	for (size_t i = 0; i < length; i++)
		count += (text[i] & 0xc0) != 0x80;
	return count;
}

void page_indent(struct page *page, unsigned column)
{
	for (; page->column < column; page->column++)
		buffer_byte(&page->text, ' ');
}

void page_line(struct page *page)
{
	buffer_byte(&page->text, '\n');
	page->column = 0;
}

void page_put(struct page *page, const char *text, size_t length)
{
	buffer_append(&page->text, text, length);
	page->column += columns(text, length);
}

void page_wrap(struct page *page, const char *text, unsigned indent)
{
	bool first = true;
	while (*text) {
		size_t length = strcspn(text, " \n");
		if (!first && page->column + 1 + columns(text, length) > page->width) {
			page_line(page);
			first = true;
		}
		if (first)
			page_indent(page, indent);
		else
			page_put(page, " ", 1);
		page_put(page, text, length);
		first = false;
		text += length;
		if (*text == '\n') {
			page_line(page);
			first = true;
		}
		if (*text)
			text++;
	}
	if (page->column)
		page_line(page);
}

void page_entry(struct page *page, const char *term, const char *text, unsigned column)
{
	page_indent(page, 2);
	page_put(page, term, strlen(term));
	if (page->column + 2 > column || column + 16 > page->width)
		page_line(page);
	if (page->column == 0 && column + 16 > page->width)
		column = 6;
	page_indent(page, column);
	page_wrap(page, text, column);
}

void page_title(struct page *page, const char *title)
{
	if (page->text.length)
		page_line(page);
	page_put(page, title, strlen(title));
	page_line(page);
}

void page_code(struct page *page, const char *title, const char *code)
{
	if (!code)
		return;
	page_title(page, title);
	while (*code) {
		size_t length = strcspn(code, "\n");
		page_indent(page, 2);
		page_put(page, code, length);
		page_line(page);
		code += length + (code[length] == '\n');
	}
}

void page_prose(struct page *page, const char *title, const char *text)
{
	if (!text)
		return;
	page_title(page, title);
	page_wrap(page, text, 2);
}
