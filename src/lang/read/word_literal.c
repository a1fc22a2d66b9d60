/*
 * word_literal: words that are exactly some bytes, whatever these are. Whether they can be bare is
 * asked of the parser, so that no rule about words is written here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/cursor.h"
#include "lang/tree.h"

#include <string.h>

/* May the bytes be seen as they are? */
static bool is_printable(const char *data, size_t length)
{
	struct buffer shown = {0};
	escape_format(&shown, data, length, true);
	bool same = shown.length == length && (!length || memcmp(shown.data, data, length) == 0);
	buffer_free(&shown);
	return same && !(length && (memchr(data, '\n', length) || memchr(data, '\t', length)));
}

/* Is what follows before, unquoted, the one argument of a call and these bytes? */
static bool is_bare(const char *before, const char *data, size_t length)
{
	struct buffer text = {0};
	struct arena arena = {0};
	buffer_text(&text, before);
	buffer_append(&text, data, length);
	struct parsed parsed = parse(text.data, text.length, EXTENT_ALL, &arena);
	const struct node *call = parsed.tree ? parsed.tree->a : NULL;
	const struct node *word = call && call->kind == NODE_CALL && !call->next ? call->a : NULL;
	bool bare = word && !word->next && word->kind == NODE_BYTES && !word->flag_option &&
		    word->length == length && memcmp(word->text, data, length) == 0;
	object_release(parsed.error);
	arena_free(&arena);
	buffer_free(&text);
	return bare;
}

static void put_cooked(struct buffer *out, const char *data, size_t length)
{
	struct buffer literal = {0};
	literal_format(&literal, data, length);
	buffer_append(out, literal.data + 1, literal.length - 2);
	buffer_free(&literal);
}

static void put_quoted(struct buffer *out, const char *data, size_t length, bool open)
{
	bool raw = is_printable(data, length) && !(length && memchr(data, '\'', length));
	char quote = raw ? '\'' : '"';
	buffer_byte(out, quote);
	if (raw)
		buffer_append(out, data, length);
	else
		put_cooked(out, data, length);
	if (!open)
		buffer_byte(out, quote);
}

void word_write(struct buffer *out, const void *data, size_t length, bool open)
{
	if (is_printable(data, length) && is_bare("f ", data, length))
		buffer_append(out, data, length);
	else
		put_quoted(out, data, length, open);
}

void word_go_on(struct buffer *out, char quote, const void *data, size_t length, bool open)
{
	bool printable = is_printable(data, length);
	switch (quote) {
	case '"':
		put_cooked(out, data, length);
		if (!open)
			buffer_byte(out, '"');
		return;
	case '\'':
		if (printable && !(length && memchr(data, '\'', length))) {
			buffer_append(out, data, length);
			if (!open)
				buffer_byte(out, '\'');
			return;
		}
		buffer_byte(out, '\'');
		break;
	default:
		break;
	}
	if (length == 0)
		return;
	if (printable && is_bare("f ''", data, length))
		buffer_append(out, data, length);
	else
		put_quoted(out, data, length, open);
}
