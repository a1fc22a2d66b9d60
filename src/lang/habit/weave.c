/*
 * weave: texts with holes for values, f'…', '%s' and {} of Python and printf's of C, as "…${x}…".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/quote.h"
#include "lang/habit/render.h"

#include <string.h>

struct weaving {
	struct rendering *rendering;
	const struct foreign *text;
	size_t at;
	const struct foreign *value; /* the next to be woven in */
};

static char byte_at_place(const struct weaving *weaving, size_t ahead)
{
	size_t at = weaving->at + ahead;
	return at < weaving->text->length ? weaving->text->text[at] : 0;
}

static bool weave_value(struct weaving *weaving, const struct foreign *value)
{
	buffer_text(weaving->rendering->out, "${");
	if (!render(weaving->rendering, value, STAND_INSIDE))
		return false;
	buffer_byte(weaving->rendering->out, '}');
	return true;
}

static bool weave_next(struct weaving *weaving)
{
	const struct foreign *value = weaving->value;
	weaving->value = value ? value->next : NULL;
	return value && weave_value(weaving, value);
}

/* {x} of f'…' */
static bool weave_expression(struct weaving *weaving)
{
	const struct foreign *text = weaving->text;
	const char *end = memchr(text->text + weaving->at, '}', text->length - weaving->at);
	struct arena arena = {0};
	struct foreign_reader reader = {
		.text = text->text,
		.at = weaving->at + 1,
		.end = end ? (size_t)(end - text->text) : weaving->at + 1,
		.arena = &arena,
	};
	const struct foreign *value = foreign_read(&reader);
	bool good = end && value && foreign_ends(&reader) && weave_value(weaving, value);
	arena_free(&arena);
	weaving->at = reader.end + 1;
	return good;
}

/* %d, %zu, %ld: how a number is written needs no saying here. */
static bool weave_directive(struct weaving *weaving)
{
	weaving->at++;
	while (byte_at_place(weaving, 0) && strchr("lzh", byte_at_place(weaving, 0)))
		weaving->at++;
	char letter = byte_at_place(weaving, 0);
	weaving->at++;
	if (letter == '%') {
		buffer_byte(weaving->rendering->out, '%');
		return true;
	}
	return letter && strchr("sdiu", letter) && weave_next(weaving);
}

static bool weave_piece(struct weaving *weaving, bool directives)
{
	char byte = byte_at_place(weaving, 0), next = byte_at_place(weaving, 1);
	if (byte == '\\' && !weaving->text->raw)
		return quote_escape(weaving->rendering->out, weaving->text, &weaving->at);
	if (byte == '{' && next == '}' && !directives && !weaving->text->woven) {
		weaving->at += 2;
		return weave_next(weaving);
	}
	if (byte == '{' && next != '{' && weaving->text->woven)
		return weave_expression(weaving);
	if (byte == '%' && directives)
		return weave_directive(weaving);
	quote_byte(weaving->rendering->out, byte, next);
	weaving->at += byte && byte == next && strchr("{}", byte) && !directives ? 2 : 1;
	return true;
}

bool render_woven(struct rendering *rendering, const struct foreign *text,
		  const struct foreign *list)
{
	struct weaving weaving = {.rendering = rendering, .text = text, .value = list};
	bool directives = memchr(text->text, '%', text->length) && !text->woven;
	buffer_byte(rendering->out, '"');
	while (weaving.at < text->length)
		if (!weave_piece(&weaving, directives))
			return false;
	buffer_byte(rendering->out, '"');
	return !weaving.value;
}
