/*
 * table: rows of cells as columns that are as wide as they need.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <stdlib.h>
#include <string.h>

#include "show/foreign_text.h"

#define GAP 2    /* blanks between columns */
#define INDENT 4 /* of the columns for which a line has no room */

void table_begin(struct table *table, const struct column *columns)
{
	*table = (struct table){.columns = columns};
	while (columns[table->column_count].title)
		table_text(table, columns[table->column_count++].title);
}

void table_fit(struct table *table, const struct display *display)
{
	if (display_is_terminal(display))
		table->width = display_width(display);
}

void table_next(struct table *table)
{
	const uint32_t length = (uint32_t)(table->text.length - table->start);
	buffer_append(&table->lengths, &length, sizeof(length));
	table->start = table->text.length;
}

void table_text(struct table *table, const char *text)
{
	buffer_text(&table->text, text);
	table_next(table);
}

void table_int(struct table *table, int64_t integer)
{
	buffer_int(&table->text, integer);
	table_next(table);
}

/* ---- formatting ---- */

struct layout {
	size_t cell_count;
	uint32_t *lengths; /* of the cells' text */
	bool plain;        /* all of it is ASCII, and as wide as it is long */
	size_t *widths;    /* of the columns: their widest cell */
	size_t *gaps;      /* in front of each column; 0: it begins a line */
};

/* A peer may have chosen what is in a cell. */
static void escape_cells(struct table *table, const struct layout *layout)
{
	struct buffer escaped = {0};
	const char *text = table->text.data;
	for (size_t i = 0; i < layout->cell_count; i++) {
		size_t start = escaped.length;
		escape_line(&escaped, text, layout->lengths[i]);
		text += layout->lengths[i];
		layout->lengths[i] = (uint32_t)(escaped.length - start);
	}
	buffer_free(&table->text);
	table->text = escaped;
}

static size_t cell_columns(const struct layout *layout, const char *text, size_t length)
{
	return layout->plain ? length : text_columns(text, length);
}

static void measure(const struct table *table, const struct layout *layout)
{
	const char *text = table->text.data;
	unsigned column = 0;
	for (size_t i = 0; i < layout->cell_count; text += layout->lengths[i++]) {
		size_t columns = cell_columns(layout, text, layout->lengths[i]);
		if (columns > layout->widths[column])
			layout->widths[column] = columns;
		column = column + 1 == table->column_count ? 0 : column + 1;
	}
}

/* The blanks between columns: one where that is all that a whole line lacks. */
static size_t gap_that_fits(const struct table *table, const size_t *widths)
{
	size_t total = 0;
	for (unsigned column = 0; column < table->column_count; column++)
		total += widths[column] + (column ? 1 : 0);
	bool wide = total + table->column_count - 1 > table->width;
	return table->width && wide && total <= table->width ? 1 : GAP;
}

/*
 * The width in front of each column: the gap, or where a line would become wider than the screen,
 * a new line (0), so that what belongs together still stands below its title.
 */
static void lay_out(const struct table *table, const size_t *widths, size_t *gaps)
{
	size_t used = table->column_count ? widths[0] : 0, gap = gap_that_fits(table, widths);
	for (unsigned column = 1; column < table->column_count; column++) {
		gaps[column] = gap;
		used += gap + widths[column];
		if (table->width && used > table->width) {
			gaps[column] = 0;
			used = INDENT + widths[column];
		}
	}
}

/* No less than the whole takes, so that nobody need look for room at each cell. */
static size_t most_bytes(const struct table *table, const struct layout *layout)
{
	size_t row = 1;
	for (unsigned column = 0; column < table->column_count; column++)
		row += layout->widths[column] + layout->gaps[column] + 1 + INDENT;
	return table->text.length + row * (layout->cell_count / table->column_count + 1);
}

static char *blanks(char *at, size_t count)
{
	memset(at, ' ', count);
	return at + count;
}

static char *end_line(char *at, const char *start)
{
	while (at > start && at[-1] == ' ')
		at--;
	*at = '\n';
	return at + 1;
}

static char *put_cell(char *at, const char *text, size_t length, size_t pad, bool right)
{
	if (right)
		at = blanks(at, pad);
	memcpy(at, text, length);
	at += length;
	return right ? at : blanks(at, pad);
}

static void put_cells(const struct table *table, const struct layout *layout, struct buffer *buffer)
{
	char *start = buffer_reserve(buffer, most_bytes(table, layout)), *at = start;
	const char *text = table->text.data;
	unsigned column = 0;
	for (size_t i = 0; i < layout->cell_count; text += layout->lengths[i++]) {
		size_t length = layout->lengths[i], gap = layout->gaps[column];
		size_t pad = layout->widths[column] - cell_columns(layout, text, length);
		if (column && !gap)
			at = end_line(at, start);
		at = blanks(at, column && !gap ? INDENT : gap);
		at = put_cell(at, text, length, pad, table->columns[column].right);
		if (++column == table->column_count) {
			at = end_line(at, start);
			column = 0;
		}
	}
	buffer->length += (size_t)(at - start);
}

void table_end(struct table *table, struct buffer *buffer)
{
	struct layout layout = {
		.cell_count = table->lengths.length / sizeof(*layout.lengths),
		.lengths = (uint32_t *)table->lengths.data,
		.plain = text_is_plain(table->text.data, table->text.length),
		.widths = memory_zeroed(table->column_count, sizeof(*layout.widths)),
		.gaps = memory_zeroed(table->column_count, sizeof(*layout.gaps)),
	};
	if (!layout.plain)
		escape_cells(table, &layout);
	measure(table, &layout);
	lay_out(table, layout.widths, layout.gaps);
	put_cells(table, &layout, buffer);
	free(layout.widths);
	free(layout.gaps);
	buffer_free(&table->text);
	buffer_free(&table->lengths);
	*table = (struct table){0};
}
