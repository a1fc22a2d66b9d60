/*
 * missing: says what the condition of a step lacks, from the notes that were taken of it
 * (handsh/note.h): each comparison with its values; of a filter that has found nothing what there is
 * to choose from, and which of the things asked for nobody has, or who has most of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/lesson/sought.h"

#define SHOWN 60 /* bytes of a value */

static void put_value(struct buffer *text, struct value value)
{
	value_literal_cut(value, text, SHOWN);
}

static bool truth(struct value value)
{
	return value.type == TYPE_BOOL && value.boolean;
}

static const struct list *about(const struct list *note)
{
	return list_at(note, 0).list;
}

static void put_phrase(struct buffer *text, struct value phrase)
{
	if (phrase.type == TYPE_BYTES && phrase.bytes->length)
		buffer_append(text, phrase.bytes->data, phrase.bytes->length);
	else
		buffer_text(text, "it");
}

/* "server.state is "CLOSE", not "LISTEN"" */
static void put_comparison(struct buffer *text, const struct list *sides, bool wanted)
{
	const struct list *what = about(sides);
	const struct bytes *operator= list_at(what, 1).bytes;
	const struct value left = list_at(sides, 1), right = list_at(sides, 2);
	if (bytes_is(operator, "in")) {
		put_value(text, left);
		buffer_text(text, wanted ? " is not in " : " is in ");
		put_phrase(text, list_at(what, 3));
		return;
	}
	put_phrase(text, list_at(what, 2));
	buffer_text(text, " is ");
	put_value(text, left);
	const char *than = wanted ? want_words(operator) : NULL;
	if (than) {
		buffer_format(text, ", not %s", than);
		put_value(text, right);
	}
}

static void put_truth(struct buffer *text, const struct list *note)
{
	const struct value value = list_at(note, 1), phrase = list_at(about(note), 1);
	if (value.type == TYPE_NIL && phrase.bytes->length) {
		buffer_text(text, "there is no ");
		put_phrase(text, phrase);
		return;
	}
	put_phrase(text, phrase);
	buffer_text(text, " is ");
	put_value(text, value);
}

static void put_failure(struct buffer *text, const struct list *note)
{
	const struct value value = list_at(note, 1);
	if (value.type == TYPE_ERROR)
		error_message_cut(value.error, text, SHOWN * 2);
}

/* What the notes so far have said about, of which a later one speaks. */
struct course_of {
	const struct list *sides, *through;
};

/* False: the note is about nothing that is missing. */
static bool put_note(struct buffer *text, struct course_of *before, const struct list *note)
{
	const struct list *what = about(note);
	const struct value value = list_at(note, 1);
	switch ((enum note_kind)list_at(what, 0).integer) {
	case NOTE_SIDES:
		before->sides = note;
		return false;
	case NOTE_THROUGH:
		before->through = note;
		return false;
	case NOTE_HELD:
		if (value_true(value) == truth(list_at(what, 1)))
			return false;
		put_comparison(text, before->sides, truth(list_at(what, 1)));
		return true;
	case NOTE_TRUTH:
		if (value_true(value) == truth(list_at(what, 2)))
			return false;
		put_truth(text, note);
		return true;
	case NOTE_KEPT:
		if (value_true(value) == truth(list_at(what, 2)))
			return false;
		sought_format(before->through, note, text);
		return true;
	case NOTE_FAILURE:
		put_failure(text, note);
		return true;
	}
	return false;
}

void missing_format(const struct list *notes, struct buffer *text)
{
	struct course_of before = {0};
	size_t said = text->length;
	for (size_t i = 0; i < notes->count; i++) {
		const size_t start = text->length;
		if (start > said)
			buffer_text(text, "; ");
		if (!put_note(text, &before, list_at(notes, i).list))
			text->length = start;
	}
	if (text->length == said)
		buffer_text(text, "what the step waits for has not happened");
}
