/*
 * foreign_text: foreign text inside lines of our own, and how wide text is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/foreign_text.h"

#include <string.h>
#include <wchar.h>

#define EACH_BYTE(byte) (UINT64_MAX / 255 * (byte))

/* Eight bytes at once: a byte's highest bit becomes set by what is below ' ' or above '~'. Only a
 * byte that is not plain borrows from its neighbour or carries to it. */
static bool plain_word(const char *data)
{
	uint64_t word;
	memcpy(&word, data, sizeof(word));
	return !((word | (word - EACH_BYTE(0x20)) | (word + EACH_BYTE(0x01))) & EACH_BYTE(0x80));
}

bool text_is_plain(const char *data, size_t length)
{
	size_t i = 0;
	for (; length - i >= sizeof(uint64_t); i += sizeof(uint64_t))
		if (!plain_word(data + i))
			return false;
	for (; i < length; i++)
		if (data[i] < ' ' || data[i] > '~')
			return false;
	return true;
}

void escape_line(struct buffer *buffer, const char *data, size_t length)
{
	size_t start = 0;
	if (!length) /* data may be NULL */
		return;
	if (text_is_plain(data, length)) {
		buffer_append(buffer, data, length);
		return;
	}
	for (size_t i = 0; i < length; i++) {
		if (data[i] != '\n' && data[i] != '\t')
			continue;
		escape_format(buffer, data + start, i - start, true);
		buffer_text(buffer, data[i] == '\n' ? "\\n" : "\\t");
		start = i + 1;
	}
	escape_format(buffer, data + start, length - start, true);
}

static size_t shown_columns(const char *data, size_t length)
{
	struct buffer text = {0};
	escape_line(&text, data, length);
	const size_t columns = text_columns(text.data, text.length);
	buffer_free(&text);
	return columns;
}

/* Of the clause that begins there: up to the next "; ". */
static size_t clause_columns(const char *data, size_t length)
{
	const char *end = memmem(data, length, "; ", 2);
	return shown_columns(data, end ? (size_t)(end - data) + 1 : length);
}

/* Does the word at that place, which takes so many columns, begin another line? */
static bool goes_on(const char *data, size_t length, size_t at, size_t columns, size_t column,
		    struct wrapping wrapping)
{
	const bool begins = at >= 2 && data[at - 2] == ';';
	const size_t clause = begins ? clause_columns(data + at, length - at) : 0;
	const bool apart = clause && wrapping.indent + clause <= wrapping.width;
	return column + 1 + (apart ? clause : columns) > wrapping.width;
}

void escape_wrapped(struct buffer *buffer, const char *data, size_t length,
		    struct wrapping wrapping)
{
	size_t column = wrapping.column;
	bool fresh = true; /* nothing stands on the line */
	if (!wrapping.width) {
		escape_line(buffer, data, length);
		return;
	}
	for (size_t at = 0, end; at < length; at = end + 1) {
		const char *blank = memchr(data + at, ' ', length - at);
		end = blank ? (size_t)(blank - data) : length;
		const size_t columns = shown_columns(data + at, end - at);
		if (!fresh && goes_on(data, length, at, columns, column, wrapping)) {
			buffer_format(buffer, "\n%*s", (int)wrapping.indent, "");
			column = wrapping.indent;
			fresh = true;
		}
		if (fresh && at > 0 && end == at)
			continue; /* no line goes on with a blank */
		if (!fresh)
			buffer_byte(buffer, ' ');
		escape_line(buffer, data + at, end - at);
		column += !fresh + columns;
		fresh = false;
	}
}

void escape_value(struct buffer *buffer, struct value value)
{
	struct buffer text = {0};
	value_format(value, &text);
	escape_line(buffer, text.data, text.length);
	buffer_free(&text);
}

/* Bytes of the next character, and its columns. */
static size_t character_of(const char *data, size_t length, size_t *columns)
{
	uint32_t character = 0;
	size_t bytes = utf8_sequence(data, length, &character);
	int width = bytes > 1 ? wcwidth((wchar_t)character) : 1;
	*columns = width < 0 ? 1 : (size_t)width;
	return bytes ? bytes : 1;
}

size_t text_columns(const char *data, size_t length)
{
	size_t columns = 0, width;
	if (text_is_plain(data, length))
		return length;
	for (size_t i = 0; i < length; columns += width)
		i += character_of(data + i, length - i, &width);
	return columns;
}

size_t text_fit(const char *data, size_t length, size_t columns)
{
	size_t i = 0, width;
	while (i < length) {
		size_t bytes = character_of(data + i, length - i, &width);
		if (width > columns)
			break;
		columns -= width;
		i += bytes;
	}
	return i;
}
