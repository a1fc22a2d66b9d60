/*
 * kind_words: what is made of the list of words that a kind may have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

static void offer_completion(void *context, const char *word, const char *text)
{
	(void)text;
	completion_offer(context, word);
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
