/*
 * completion: what Tab offers at a place in a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMPLETION_H
#define HANDSH_COMPLETION_H

#include "handsh/command.h"

struct completion {
	char **words; /* sorted, each once, all beginning with the prefix; after completion_finish
		       */
	uint32_t count, capacity;
	char *prefix; /* the word as typed so far */
	size_t start; /* byte offset in the line of the word that the offered ones replace */
};

/*
 * Fills a zeroed completion for the cursor at byte point of line: commands at a command's head and
 * behind NAME., variables and sockets behind $, options behind -, else what the parameter's kind
 * offers. A word that ends in / or . goes on: no blank belongs behind it.
 */
void complete_line(struct shell *shell, const char *line, size_t point,
		   struct completion *completion);
void completion_finish(struct completion *completion); /* sorts; complete_line has done it */
void completion_free(struct completion *completion);

/* For the kinds: every command's name, every socket's (of the table and of variables). */
void complete_commands(struct shell *shell, struct completion *completion);
/* Commands that do something with the socket in front of their dot. */
void complete_methods(struct shell *shell, struct completion *completion);
void complete_sockets(struct shell *shell, struct completion *completion);

#endif
