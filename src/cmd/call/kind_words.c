/*
 * kind_words: what is made of the list of words that a kind may have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"

#define SHOWN 60 /* bytes of an unknown word in a message */

static void offer_completion(void *context, const char *word, const char *text)
{
	completion_describe(context, word, text);
}

void complete_words(struct shell *shell, const struct parameter *parameter, const char *prefix,
		    struct completion *completion)
{
	(void)shell, (void)prefix;
	parameter->kind->words(offer_completion, completion);
}

static void offer_nearest(void *context, const char *word, const char *text)
{
	(void)text;
	nearest_offer(context, word);
}

void kind_offer(const struct kind *kind, struct nearest *nearest)
{
	kind->words(offer_nearest, nearest);
}

static void append(void *context, const char *word, const char *text)
{
	struct buffer *buffer = context;
	(void)text;
	buffer_format(buffer, "%s%s", buffer->length ? " " : "", word);
}

void kind_append(const struct kind *kind, struct buffer *buffer)
{
	kind->words(append, buffer);
}

enum run call_unknown(struct call *call, const struct kind *kind, const char *what,
		      const struct bytes *name)
{
	char text[NEAREST_LENGTH + 1];
	struct nearest nearest = {.wanted = text};
	struct buffer shown = {0}, hint = {0};
	literal_format_cut(&shown, name->data, name->length, SHOWN);
	call_fail(call, "UNKNOWN", "there is no %s %s", what, buffer_cstring(&shown));
	if (bytes_cstring(name, text, sizeof(text)))
		kind_offer(kind, &nearest);
	nearest_format(&nearest, &hint);
	if (hint.length)
		error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&shown);
	buffer_free(&hint);
	return RUN_FAIL;
}
