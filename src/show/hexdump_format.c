/*
 * hexdump_format: bytes as hexdump -C of util-linux shows them.
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

void hexdump_format(const void *data, size_t length, uint64_t base, struct buffer *buffer)
{
	const unsigned char *bytes = data;
	bool starred = false;
	for (size_t i = 0; i < length; i += ROW) {
		size_t count = length - i < ROW ? length - i : ROW;
		/* Rows like the one before are one star, so that what differs stands out. */
		bool same = i > 0 && count == ROW && memcmp(bytes + i, bytes + i - ROW, ROW) == 0;
		if (same && !starred)
			buffer_text(buffer, "*\n");
		starred = same;
		if (same)
			continue;
		buffer_format(buffer, "%08" PRIx64 " ", base + i);
		append_row(bytes + i, count, buffer);
	}
	if (length)
		buffer_format(buffer, "%08" PRIx64 "\n", base + length);
}
