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
	if (!display_is_terminal(display))
		return;
	table->width = display_width(display);
	table->ellipsis = display_knows_utf8(display) ? "…" : "..";
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
	size_t *natural;   /* the same before any was shortened */
	size_t *gaps;      /* in front of each column; 0: it begins a line */
	bool *used;        /* columns in which a row has something */
	bool *left_out;    /* columns for which there is no room, or which are sparse and empty */
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
		layout->used[column] |= i >= table->column_count && columns > 0;
		column = column + 1 == table->column_count ? 0 : column + 1;
	}
}

/* ---- a screen that is too narrow ---- */

#define EASY 21   /* columns of the longest address of IPv4 with its port */
#define TELLING 2 /* columns up to this rank are shortened as far as can be before they go */

/* Of a line with so many blanks between its columns. */
static size_t line_columns(const struct table *table, const struct layout *layout, size_t gap)
{
	size_t total = 0, count = 0;
	for (unsigned column = 0; column < table->column_count; column++) {
		total += layout->left_out[column] ? 0 : layout->widths[column];
		count += !layout->left_out[column];
	}
	return total + (count ? (count - 1) * gap : 0);
}

static bool too_wide(const struct table *table, const struct layout *layout)
{
	return table->width && line_columns(table, layout, 1) > table->width;
}

/* The widest column whose cells may be shortened further, to no less than least; -1: none. */
static int widest(const struct table *table, const struct layout *layout, size_t least)
{
	int found = -1;
	for (unsigned i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		size_t limit = column->least > least ? column->least : least;
		if (!column->least || layout->left_out[i] || layout->widths[i] <= limit)
			continue;
		if (found < 0 || layout->widths[i] > layout->widths[found])
			found = (int)i;
	}
	return found;
}

static void shorten(const struct table *table, const struct layout *layout, size_t least)
{
	int column;
	while (too_wide(table, layout) && (column = widest(table, layout, least)) >= 0) {
		if (layout->widths[column] > table->width)
			layout->widths[column] = table->width;
		layout->widths[column]--;
	}
}

/* Columns of at least that rank, as far as it takes. */
static void leave_out(const struct table *table, const struct layout *layout, unsigned least)
{
	for (unsigned rank = UINT8_MAX; rank >= least && too_wide(table, layout); rank--)
		for (unsigned column = 0; column < table->column_count; column++)
			layout->left_out[column] |= table->columns[column].rank == rank;
}

/* What can be read easily comes before columns that tell little, these before addresses. */
static void make_fit(const struct table *table, const struct layout *layout)
{
	const size_t size = table->column_count * sizeof(*layout->widths);
	shorten(table, layout, EASY);
	leave_out(table, layout, TELLING + 1);
	shorten(table, layout, 0);
	if (!too_wide(table, layout))
		return;
	leave_out(table, layout, 1);
	memcpy(layout->widths, layout->natural, size);
	shorten(table, layout, 0);
}

/* The blanks between columns: one where that is all that a whole line lacks. */
static size_t gap_that_fits(const struct table *table, const struct layout *layout)
{
	bool wide = line_columns(table, layout, GAP) > table->width;
	return table->width && wide && !too_wide(table, layout) ? 1 : GAP;
}

/*
 * The width in front of each column: the gap, or where a line would become wider than the screen,
 * a new line (0), so that what belongs together still stands below its title.
 */
static void lay_out(const struct table *table, const struct layout *layout)
{
	for (unsigned column = 0; column < table->column_count; column++)
		layout->left_out[column] = table->columns[column].sparse && !layout->used[column];
	memcpy(layout->natural, layout->widths, table->column_count * sizeof(*layout->natural));
	make_fit(table, layout);
	size_t used = table->column_count ? layout->widths[0] : 0;
	size_t gap = gap_that_fits(table, layout);
	for (unsigned column = 1; column < table->column_count; column++) {
		if (layout->left_out[column])
			continue;
		layout->gaps[column] = gap;
		used += gap + layout->widths[column];
		if (table->width && used > table->width) {
			layout->gaps[column] = 0;
			used = INDENT + layout->widths[column];
		}
	}
}

/* No less than the whole takes, so that nobody need look for room at each cell. */
static size_t most_bytes(const struct table *table, const struct layout *layout)
{
	size_t row = 1;
	for (unsigned column = 0; column < table->column_count; column++)
		row += layout->widths[column] + layout->gaps[column] + 1 + INDENT;
	row += table->column_count * strlen(table->ellipsis ? table->ellipsis : "");
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

/* Where the last columns of the text begin: as many of them as fit whole. */
static size_t tail_of(const char *text, size_t length, size_t columns)
{
	size_t skip = text_columns(text, length) - columns, start = text_fit(text, length, skip);
	while (start < length && text_columns(text + start, length - start) > columns) {
		const size_t size = utf8_sequence(text + start, length - start, &(uint32_t){0});
		start += size ? size : 1;
	}
	return start;
}

/* Of a text that is too long the beginning and the end, which tells more of an address. */
static char *put_shortened(char *at, const struct table *table, const char *text, size_t length,
			   size_t columns)
{
	const size_t mark = strlen(table->ellipsis);
	const size_t kept = columns - text_columns(table->ellipsis, mark);
	const size_t head = text_fit(text, length, kept / 2);
	const size_t tail = tail_of(text, length, kept - text_columns(text, head));
	memcpy(at, text, head);
	memcpy(at + head, table->ellipsis, mark);
	memcpy(at + head + mark, text + tail, length - tail);
	return at + head + mark + (length - tail);
}

static char *put_cell(char *at, const struct table *table, const struct layout *layout,
		      unsigned column, const char *text, size_t length)
{
	const size_t columns = cell_columns(layout, text, length);
	const size_t width = layout->widths[column];
	const size_t pad = columns < width ? width - columns : 0;
	const bool right = table->columns[column].right;
	if (right)
		at = blanks(at, pad);
	if (columns > width) {
		at = put_shortened(at, table, text, length, width);
	} else {
		memcpy(at, text, length);
		at += length;
	}
	return right ? at : blanks(at, pad);
}

static void put_cells(const struct table *table, const struct layout *layout, struct buffer *buffer)
{
	char *start = buffer_reserve(buffer, most_bytes(table, layout)), *at = start;
	const char *text = table->text.data;
	unsigned column = 0;
	for (size_t i = 0; i < layout->cell_count; text += layout->lengths[i++]) {
		const size_t gap = layout->gaps[column];
		if (!layout->left_out[column]) {
			if (column && !gap)
				at = end_line(at, start);
			at = blanks(at, column && !gap ? INDENT : gap);
			at = put_cell(at, table, layout, column, text, layout->lengths[i]);
		}
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
		.natural = memory_zeroed(table->column_count, sizeof(*layout.natural)),
		.gaps = memory_zeroed(table->column_count, sizeof(*layout.gaps)),
		.used = memory_zeroed(table->column_count, sizeof(*layout.used)),
		.left_out = memory_zeroed(table->column_count, sizeof(*layout.left_out)),
	};
	if (!layout.plain)
		escape_cells(table, &layout);
	measure(table, &layout);
	lay_out(table, &layout);
	put_cells(table, &layout, buffer);
	free(layout.widths);
	free(layout.natural);
	free(layout.gaps);
	free(layout.used);
	free(layout.left_out);
	buffer_free(&table->text);
	buffer_free(&table->lengths);
	*table = (struct table){0};
}
