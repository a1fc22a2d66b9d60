/*
 * portion: see portion.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/portion.h"

#include <stdlib.h>

#include "show/json_value.h"

#define STEPS ((size_t)1 << 14) /* of dismantling at once */
#define CUT ((size_t)1 << 26)   /* bytes of a text that are given back at once */

static void whole(struct portion *portion, const char *text, size_t length)
{
	portion->text = text;
	portion->length = length;
}

static void begin(struct portion *portion)
{
	const struct bytes *bytes = portion->value.bytes;
	switch (portion->form) {
	case PORTION_BYTES:
		whole(portion, bytes->data, bytes->length);
		break;
	case PORTION_SHOWN:
		shown_value_begin(&portion->shown, portion->value, BYTES_MAX, &portion->making);
		break;
	case PORTION_JSON:
		json_text_begin(&portion->json, portion->value, JSON_EVERY_DOLLAR);
		break;
	}
}

void portions_put(struct portions *portions, struct portion *portion)
{
	if (portions->last)
		portions->last->next = portion;
	else
		portions->first = portion;
	portions->last = portion;
}

void portions_add(struct portions *portions, enum portion_form form, struct value value,
		  const struct buffer *text)
{
	struct portion *portion = memory_zeroed(1, sizeof(*portion));
	portion->place = text->length;
	portion->form = form;
	portion->value = value_retain(value);
	begin(portion);
	portions_put(portions, portion);
}

struct portion *portions_take(struct portions *portions)
{
	struct portion *portion = portions->first;
	portions->first = portion->next;
	if (!portions->first)
		portions->last = NULL;
	portion->next = NULL;
	return portion;
}

/* ---- its text ---- */

static bool make_shown(struct portion *portion, struct buffer *said)
{
	if (!shown_value_go_on(&portion->shown, &portion->making, PORTION_PIECE))
		return false;
	shown_value_end(&portion->shown, &portion->making, said);
	return true;
}

static bool make_json(struct portion *portion)
{
	struct buffer *text = &portion->making;
	bool all = json_text_go_on(&portion->json, text, PORTION_PIECE);
	bool too_long = portion->value.type != TYPE_BYTES && text->length > BYTES_MAX;
	if (!all && !too_long)
		return false;
	json_text_end(&portion->json);
	if (too_long) {
		text->length = 0;
		json_left_out(text, portion->value);
	}
	return true;
}

/* What nobody else holds may take its time to be given back. */
static void let_go(struct portion *portion)
{
	struct value value = portion->value;
	portion->value = VALUE_NIL;
	dismantling_release(&portion->rest, value);
}

bool portion_make(struct portion *portion, struct buffer *said)
{
	if (portion->text)
		return true;
	if (!(portion->form == PORTION_SHOWN ? make_shown(portion, said) : make_json(portion)))
		return false;
	whole(portion, portion->making.data, portion->making.length);
	let_go(portion);
	return true;
}

/* ---- its end ---- */

/* The end of the text first. */
static bool cut(struct buffer *text)
{
	if (text->capacity <= CUT) {
		buffer_free(text);
		return true;
	}
	text->capacity -= CUT;
	text->data = memory_resize(text->data, text->capacity);
	return false;
}

bool portion_dismantle(struct portion *portion)
{
	let_go(portion);
	return dismantling_go_on(&portion->rest, STEPS) && cut(&portion->making);
}

void portion_free(struct portion *portion)
{
	if (!portion->text && portion->form == PORTION_SHOWN)
		value_text_end(&portion->shown.way);
	else if (!portion->text)
		json_text_end(&portion->json);
	while (!portion_dismantle(portion))
		;
	dismantling_free(&portion->rest);
	buffer_free(&portion->after);
	free(portion);
}
