/*
 * quote: see quote.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/quote.h"
#include "lang/read/parse.h"

#include <string.h>

void quote_byte(struct buffer *out, char byte, char next)
{
	bool replaces = byte == '$' && (next == '{' || byte_is((unsigned char)next, BYTE_NAME));
	if (byte == '"' || byte == '\\' || replaces)
		buffer_byte(out, '\\');
	buffer_byte(out, byte);
}

bool quote_escape(struct buffer *out, const struct foreign *text, size_t *at)
{
	char byte = *at + 1 < text->length ? text->text[*at + 1] : 0;
	char next = *at + 2 < text->length ? text->text[*at + 2] : 0;
	if (!byte || !strchr("nrt0x\\\"'", byte) ||
	    (byte == '0' && byte_is((unsigned char)next, BYTE_DIGIT)))
		return false;
	if (byte != '\'')
		buffer_byte(out, '\\');
	buffer_byte(out, byte);
	*at += 2;
	return true;
}

/* Does a bare word of these bytes mean them, and no number, constant or option? */
static bool is_plain(const struct foreign *text)
{
	bool letter = false;
	if (text->length == 0 || !byte_is((unsigned char)*text->text, BYTE_NAME) ||
	    keyword_find(text->text, text->length))
		return false;
	for (size_t i = 0; i < text->length; i++) {
		unsigned char byte = (unsigned char)text->text[i];
		if (!byte_is(byte, BYTE_NAME) && !(byte && strchr(".-:/", byte)))
			return false;
		letter |= !byte_is(byte, BYTE_DIGIT);
	}
	return letter;
}

bool quote_render(struct buffer *out, const struct foreign *text, bool bare)
{
	bool cooked = memchr(text->text, '\'', text->length) ||
		      (!text->raw && memchr(text->text, '\\', text->length));
	if (!cooked) {
		const char *mark = bare && is_plain(text) ? "" : "'";
		buffer_text(out, mark);
		buffer_append(out, text->text, text->length);
		buffer_text(out, mark);
		return true;
	}
	buffer_byte(out, '"');
	for (size_t at = 0; at < text->length;) {
		if (text->text[at] == '\\' && !text->raw) {
			if (!quote_escape(out, text, &at))
				return false;
			continue;
		}
		quote_byte(out, text->text[at], at + 1 < text->length ? text->text[at + 1] : 0);
		at++;
	}
	buffer_byte(out, '"');
	return true;
}
