/*
 * table: rows of cells as columns that are as wide as they need.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <stdlib.h>
#include <string.h>

#include "show/text.h"

#define GAP 2    /* blanks between columns */
#define INDENT 4 /* of the columns for which a line has no room */

static void add_cell(struct table *table, const char *text, size_t length)
{
	escape_line(&table->cells, text, length);
	buffer_byte(&table->cells, '\0');
}

void table_begin(struct table *table, const struct column *columns)
{
	*table = (struct table){.columns = columns};
	while (columns[table->column_count].title) {
		const char *title = columns[table->column_count++].title;
		add_cell(table, title, strlen(title));
	}
}

void table_cell(struct table *table, const char *format, ...)
{
	size_t start = table->cells.length;
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&table->cells, format, arguments);
	va_end(arguments);
	size_t length = table->cells.length - start;
	if (text_is_plain(table->cells.data + start, length)) {
		buffer_byte(&table->cells, '\0');
		return;
	}
	char *text = memory_copy(table->cells.data + start, length);
	table->cells.length = start;
	add_cell(table, text, length);
	free(text);
}

static void measure(const struct table *table, size_t *widths)
{
	const char *cell = table->cells.data, *end = cell + table->cells.length;
	for (unsigned column = 0; cell < end; cell += strlen(cell) + 1) {
		size_t columns = text_columns(cell, strlen(cell));
		if (columns > widths[column])
			widths[column] = columns;
		column = column + 1 == table->column_count ? 0 : column + 1;
	}
}

static void blanks(struct buffer *buffer, size_t count)
{
	if (!count) /* an empty buffer has no data */
		return;
	memset(buffer_reserve(buffer, count), ' ', count);
	buffer->length += count;
}

static void end_line(struct buffer *buffer)
{
	while (buffer->length && buffer->data[buffer->length - 1] == ' ')
		buffer->length--;
	buffer_byte(buffer, '\n');
}

void table_fit(struct table *table, const struct display *display)
{
	if (display_is_terminal(display))
		table->width = display_width(display);
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

static void put_cell(struct buffer *buffer, const char *cell, bool right, size_t width)
{
	size_t length = strlen(cell), pad = width - text_columns(cell, length);
	if (right)
		blanks(buffer, pad);
	buffer_append(buffer, cell, length);
	if (!right)
		blanks(buffer, pad);
}

void table_end(struct table *table, struct buffer *buffer)
{
	size_t *widths = memory_zeroed(table->column_count, sizeof(*widths));
	size_t *gaps = memory_zeroed(table->column_count, sizeof(*gaps));
	measure(table, widths);
	lay_out(table, widths, gaps);
	const char *cell = table->cells.data, *end = cell + table->cells.length;
	for (unsigned column = 0; cell < end; cell += strlen(cell) + 1) {
		if (column && !gaps[column])
			end_line(buffer);
		blanks(buffer, column && !gaps[column] ? INDENT : gaps[column]);
		put_cell(buffer, cell, table->columns[column].right, widths[column]);
		if (++column == table->column_count) {
			end_line(buffer);
			column = 0;
		}
	}
	free(widths);
	free(gaps);
	buffer_free(&table->cells);
	*table = (struct table){0};
}
