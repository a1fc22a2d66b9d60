/*
 * completion: collects what Tab offers, and makes of it what is inserted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"
#include "handsh/grow.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 65536 /* a folder may hold any number of files */

/* ---- collecting ---- */

static void add(struct completion *completion, const char *text, const char *about, bool typed,
		bool more)
{
	const struct buffer *prefix = &completion->cursor.typed;
	if (prefix->length && strncmp(text, prefix->data, prefix->length) != 0)
		return;
	if (completion->count == WORDS_MAX)
		return;
	completion->words = grow_array(completion->words, completion->count, &completion->capacity,
				       16, sizeof(*completion->words));
	completion->words[completion->count++] = (struct completion_word){
		memory_copy(text, strlen(text)), about ? memory_copy(about, strlen(about)) : NULL,
		typed, more};
}

void completion_offer(struct completion *completion, const char *word)
{
	add(completion, word, NULL, false, false);
}

void completion_describe(struct completion *completion, const char *word, const char *about)
{
	add(completion, word, about, false, false);
}

void completion_offer_part(struct completion *completion, const char *word, const char *about)
{
	add(completion, word, about, false, true);
}

void completion_offer_typed(struct completion *completion, const char *text, const char *about)
{
	add(completion, text, about, true, false);
}

static void drop(struct completion_word *word)
{
	free(word->text);
	free(word->about);
}

void completion_keep_bare(struct completion *completion)
{
	struct buffer word = {0}, written = {0};
	uint32_t kept = 0;
	for (uint32_t i = 0; i < completion->count; i++) {
		struct completion_word *of = &completion->words[i];
		word.length = written.length = 0;
		buffer_format(&word, "x%s", of->text); /* a number is no less bare after a letter */
		word_write(&written, word.data, word.length, false);
		of->typed = true;
		if (written.length == word.length)
			completion->words[kept++] = *of;
		else
			drop(of);
	}
	completion->count = kept;
	buffer_free(&word);
	buffer_free(&written);
}

static bool is_number(const char *text)
{
	return *text && !text[strspn(text, "0123456789")];
}

/* Numbers first, by their values. */
static int compare(const void *a, const void *b)
{
	const char *one = ((const struct completion_word *)a)->text;
	const char *other = ((const struct completion_word *)b)->text;
	const bool number = is_number(one);
	const size_t length = strlen(one), others = strlen(other);
	if (number != is_number(other))
		return number ? -1 : 1;
	if (number && length != others)
		return length < others ? -1 : 1;
	return strcmp(one, other);
}

void completion_finish(struct completion *completion)
{
	struct completion_word *words = completion->words;
	uint32_t kept = 0;
	if (completion->count)
		qsort(words, completion->count, sizeof(*words), compare);
	for (uint32_t i = 0; i < completion->count; i++) {
		if (kept && strcmp(words[kept - 1].text, words[i].text) == 0)
			drop(&words[i]);
		else
			words[kept++] = words[i];
	}
	completion->count = kept;
}

void completion_free(struct completion *completion)
{
	for (uint32_t i = 0; i < completion->count; i++)
		drop(&completion->words[i]);
	free(completion->words);
	cursor_free(&completion->cursor);
	*completion = (struct completion){0};
}

/* ---- inserting ---- */

/*
 * A word that has quotes is kept as it was typed and gone on with, so that whoever replaces only
 * its end, as readline does after a blank, does right.
 */
static void insert(const struct cursor *cursor, const char *text, size_t length, const char *word,
		   size_t word_length, bool open, struct buffer *out)
{
	if (cursor->bare) {
		word_write(out, word, word_length, open);
		return;
	}
	size_t typed = cursor->typed.length;
	buffer_append(out, text + cursor->start, length - cursor->start);
	word_go_on(out, cursor->quote, word + typed, word_length - typed, open);
}

void completion_insert(const struct completion *completion, const char *text, size_t length,
		       const struct completion_word *word, struct buffer *out)
{
	const struct cursor *cursor = &completion->cursor;
	if (cursor->kind != CURSOR_ARGUMENT || (word->typed && cursor->bare))
		buffer_text(out, word->text);
	else
		insert(cursor, text, length, word->text, strlen(word->text), word->more, out);
}

static size_t common_length(const struct completion *completion)
{
	const char *first = completion->words[0].text;
	size_t length = strlen(first);
	for (uint32_t i = 1; i < completion->count; i++) {
		const char *other = completion->words[i].text;
		size_t same = 0;
		while (same < length && other[same] == first[same])
			same++;
		length = same;
	}
	while (length && ((unsigned char)first[length] & 0xc0) == 0x80)
		length--;
	return length;
}

void completion_insert_common(const struct completion *completion, const char *text, size_t length,
			      struct buffer *out)
{
	const struct cursor *cursor = &completion->cursor;
	const struct completion_word *first = completion->words;
	size_t common = common_length(completion);
	if (common <= cursor->typed.length)
		buffer_append(out, text + cursor->start, length - cursor->start);
	else if (cursor->kind != CURSOR_ARGUMENT || (first->typed && cursor->bare))
		buffer_append(out, first->text, common);
	else
		insert(cursor, text, length, first->text, common, true, out);
}
