/*
 * screen: see screen.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/screen.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/show.h"
#include "show/output.h"

#define TAB 8 /* columns that it takes at most */

/* ---- how much room bytes take ---- */

/* Columns of the character, or the byte that is none, as it is shown; *size: its bytes. */
static size_t width_of(const struct screen *screen, const char *data, size_t length, size_t *size)
{
	struct buffer shown = {0};
	*size = utf8_sequence(data, length, &(uint32_t){0});
	if (!*size)
		*size = 1;
	if (*data == '\t')
		return TAB;
	if (*data == '\n')
		return strlen("\\n");
	if (*data >= ' ' && *data <= '~')
		return 1;
	escape_format(&shown, data, *size, screen->utf8);
	size_t columns = text_columns(shown.data, shown.length);
	buffer_free(&shown);
	return columns;
}

/* A character has four bytes at most. Many may take no column: then they count as a row all the same. */
static size_t row_most(const struct screen *screen)
{
	return 4 * screen->columns;
}

/* How many bytes from the beginning on stand in one row: at least one. */
static size_t row_of(const struct screen *screen, const char *data, size_t length)
{
	size_t i = 0, columns = 0, size;
	while (i < length && i < row_most(screen)) {
		columns += width_of(screen, data + i, length - i, &size);
		if (columns > screen->columns && i)
			break;
		i += size;
		if (data[i - 1] == '\n')
			break;
	}
	return i;
}

/* The same for several rows. */
static size_t rows_of(const struct screen *screen, const char *data, size_t length, size_t rows)
{
	size_t i = 0;
	for (; rows && i < length; rows--)
		i += row_of(screen, data + i, length - i);
	return i;
}

/* Where the last rows begin. */
static size_t tail_of(const struct screen *screen, const char *data, size_t length, size_t rows)
{
	size_t most = rows * row_most(screen), count = 0;
	size_t start = length > most ? length - most : 0;
	size_t *starts = memory_zeroed(rows, sizeof(*starts)); /* of the latest rows */
	for (unsigned i = 0; i < 3 && start && (data[start] & 0xc0) == 0x80; i++)
		start++;
	for (size_t i = start; i < length; i += row_of(screen, data + i, length - i))
		starts[count++ % rows] = i;
	if (count > rows)
		start = starts[count % rows];
	free(starts);
	return start;
}

/* ---- showing them ---- */

static void put_dim(const struct screen *screen, struct buffer *buffer, const char *text)
{
	if (screen->color)
		buffer_text(buffer, SHADE_DIM);
	buffer_text(buffer, text);
	if (screen->color)
		buffer_text(buffer, SHADE_NONE);
}

/* An end of line that is there is seen; where there is none the line ends all the same. */
static void put_lines(const struct screen *screen, const char *data, size_t length,
		      struct buffer *buffer)
{
	const char *end = data + length, *newline;
	while ((newline = memchr(data, '\n', (size_t)(end - data)))) {
		bool carriage_return = newline > data && newline[-1] == '\r';
		escape_format(buffer, data, (size_t)(newline - data) - carriage_return,
			      screen->utf8);
		put_dim(screen, buffer, carriage_return ? "\\r\\n" : "\\n");
		buffer_byte(buffer, '\n');
		data = newline + 1;
	}
	if (data == end && length)
		return;
	escape_format(buffer, data, (size_t)(end - data), screen->utf8);
	buffer_byte(buffer, '\n');
}

static void put_cut(const struct screen *screen, size_t count, struct buffer *buffer)
{
	struct buffer text = {0};
	buffer_format(&text, "... %zu bytes left out ...", count);
	put_dim(screen, buffer, buffer_cstring(&text));
	buffer_byte(buffer, '\n');
	buffer_free(&text);
}

void screen_format(const struct screen *screen, const char *data, size_t length,
		   struct buffer *buffer)
{
	size_t head = rows_of(screen, data, length, screen->rows);
	if (head == length) {
		put_lines(screen, data, length, buffer);
		return;
	}
	size_t below = (screen->rows - 1) / 2;
	head = rows_of(screen, data, length, screen->rows - 1 - below);
	size_t tail = head + tail_of(screen, data + head, length - head, below);
	put_lines(screen, data, head, buffer);
	put_cut(screen, tail - head, buffer);
	put_lines(screen, data + tail, length - tail, buffer);
}
