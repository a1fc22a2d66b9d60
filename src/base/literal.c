/*
 * literal: bytes as text that is safe to look at: literals that can be pasted back, and escaped
 * text for terminals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/base.h"

struct range {
	uint32_t first, last;
};

/*
 * Characters that draw nothing, break lines, or change what stands around them, so that text could
 * look like something it is not. Of the Unicode Character Database 17.0: the property
 * Default_Ignorable_Code_Point (DerivedCoreProperties.txt), the categories Cc, Cf, Zl and Zp
 * (DerivedGeneralCategory.txt), and the noncharacters below U+10000. Others end each plane.
 */
static const struct range invisible[] = {
	{0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x034f, 0x034f},
	{0x0600, 0x0605},   {0x061c, 0x061c},   {0x06dd, 0x06dd},   {0x070f, 0x070f},
	{0x0890, 0x0891},   {0x08e2, 0x08e2},   {0x115f, 0x1160},   {0x17b4, 0x17b5},
	{0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},
	{0x3164, 0x3164},   {0xfdd0, 0xfdef},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
	{0xffa0, 0xffa0},   {0xfff0, 0xfffb},   {0xfffe, 0xffff},   {0x110bd, 0x110bd},
	{0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
	{0xe0000, 0xe0fff},
};

static bool is_printable(uint32_t character)
{
	if (character >= 0x20 && character < 0x7f)
		return true;
	if ((character & 0xfffe) == 0xfffe)
		return false;
	size_t first = 0, end = sizeof(invisible) / sizeof(*invisible);
	while (first < end) {
		size_t middle = (first + end) / 2;
		if (character > invisible[middle].last)
			first = middle + 1;
		else if (character < invisible[middle].first)
			end = middle;
		else
			return false;
	}
	return true;
}

#define BLOCK 16 /* bytes looked at together; a vector of the processor */

static bool is_plain(char byte, char also)
{
	return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\' && byte != also;
}

/* No way out of the loop, and no &&: it becomes a few vector instructions. */
static bool block_is_plain(const char *data, char also)
{
	unsigned char special = 0;
	for (size_t i = 0; i < BLOCK; i++) {
		char byte = data[i];
		special |= (unsigned char)((byte < ' ') | (byte > '~') | (byte == '"') |
					   (byte == '\\') | (byte == also));
	}
	return !special;
}

size_t plain_stretch(const char *data, size_t length, char also)
{
	size_t i = 0;
	while (length - i >= BLOCK && block_is_plain(data + i, also))
		i += BLOCK;
	while (i < length && is_plain(data[i], also))
		i++;
	return i;
}

static void append_hex(struct buffer *buffer, const char *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)data[i];
		const char escape[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
		buffer_append(buffer, escape, sizeof(escape));
	}
}

/* The letter after a backslash for a byte that has one inside double quotes, or 0. */
static char letter_of(char byte)
{
	switch (byte) {
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	case '\033':
		return 'e';
	case '\\':
	case '"':
	case '$':
		return byte;
	default:
		return 0;
	}
}

/* One character, or one byte that is none; gives its length. */
static size_t append_literal(struct buffer *buffer, const char *data, size_t length)
{
	uint32_t character;
	size_t size = utf8_sequence(data, length, &character);
	char letter = letter_of(data[0]);
	if (letter) {
		buffer_byte(buffer, '\\');
		buffer_byte(buffer, letter);
	} else if (size && is_printable(character)) {
		buffer_append(buffer, data, size);
	} else {
		append_hex(buffer, data, size ? size : 1);
	}
	return size ? size : 1;
}

size_t literal_piece(struct buffer *buffer, const char *data, size_t length, size_t limit)
{
	uint32_t character;
	size_t i = 0;
	while (i < limit) {
		size_t plain = plain_stretch(data + i, limit - i, '$');
		buffer_append(buffer, data + i, plain);
		i += plain;
		/* A character that the limit falls into is left out whole. */
		if (i == limit || i + utf8_sequence(data + i, length - i, &character) > limit)
			break;
		i += append_literal(buffer, data + i, length - i);
	}
	return i;
}

void literal_format(struct buffer *buffer, const void *data, size_t length)
{
	literal_format_cut(buffer, data, length, length);
}

void literal_format_cut(struct buffer *buffer, const void *data, size_t length, size_t limit)
{
	buffer_byte(buffer, '"');
	size_t done = literal_piece(buffer, data, length, limit < length ? limit : length);
	buffer_byte(buffer, '"');
	if (done < length)
		buffer_text(buffer, "...");
}

void escape_format(struct buffer *buffer, const void *data, size_t length, bool utf8)
{
	const char *text = data;
	uint32_t character;
	for (size_t i = 0, size; i < length; i += size) {
		size = utf8_sequence(text + i, length - i, &character);
		bool plain = size == 1 || (size && utf8);
		if (text[i] == '\n' || text[i] == '\t' || (plain && is_printable(character))) {
			buffer_append(buffer, text + i, size);
		} else if (text[i] == '\r') {
			buffer_text(buffer, "\\r");
		} else if (text[i] == '\033') {
			buffer_text(buffer, "\\e");
		} else {
			size = size ? size : 1;
			append_hex(buffer, text + i, size);
		}
	}
}
