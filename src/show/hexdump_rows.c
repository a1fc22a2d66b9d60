/*
 * hexdump_rows: bytes as hexdump -C of util-linux shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <inttypes.h>
#include <string.h>

#define ROW 16

static void append_row(const unsigned char *row, size_t length, struct buffer *buffer)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < ROW; i++) {
		if (i % 8 == 0)
			buffer_byte(buffer, ' ');
		buffer_byte(buffer, i < length ? digits[row[i] >> 4] : ' ');
		buffer_byte(buffer, i < length ? digits[row[i] & 15] : ' ');
		buffer_byte(buffer, ' ');
	}
	buffer_text(buffer, " |");
	for (size_t i = 0; i < length; i++)
		buffer_byte(buffer, row[i] >= ' ' && row[i] <= '~' ? (char)row[i] : '.');
	buffer_text(buffer, "|\n");
}

static bool same_as_before(const unsigned char *bytes, size_t length, size_t row)
{
	return row >= ROW && length - row >= ROW &&
	       memcmp(bytes + row, bytes + row - ROW, ROW) == 0;
}

void hexdump_rows(const void *data, size_t length, size_t start, size_t end, uint64_t base,
		  struct buffer *buffer)
{
	const unsigned char *bytes = data;
	for (size_t i = start; i < end; i += ROW) {
		/* Rows like the one before are one star, so that what differs stands out. */
		if (same_as_before(bytes, length, i)) {
			if (!same_as_before(bytes, length, i - ROW))
				buffer_text(buffer, "*\n");
			continue;
		}
		buffer_format(buffer, "%08" PRIx64 " ", base + i);
		append_row(bytes + i, length - i < ROW ? length - i : ROW, buffer);
	}
	if (length && end == length)
		buffer_format(buffer, "%08" PRIx64 "\n", base + length);
}
