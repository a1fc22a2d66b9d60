/*
 * completion: collects what Tab offers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"
#include "handsh/grow.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 65536 /* a folder may hold any number of files */

void completion_offer(struct completion *completion, const char *word)
{
	const char *prefix = completion->prefix ? completion->prefix : "";
	if (strncmp(word, prefix, strlen(prefix)) != 0 || completion->count == WORDS_MAX)
		return;
	completion->words = grow_array(completion->words, completion->count, &completion->capacity,
				       16, sizeof(*completion->words));
	completion->words[completion->count++] = memory_copy(word, strlen(word));
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void completion_finish(struct completion *completion)
{
	size_t kept = 0;
	if (completion->count)
		qsort(completion->words, completion->count, sizeof(*completion->words), compare);
	for (size_t i = 0; i < completion->count; i++) {
		char *word = completion->words[i];
		if (kept && strcmp(completion->words[kept - 1], word) == 0)
			free(word);
		else
			completion->words[kept++] = word;
	}
	completion->count = kept;
}

void completion_free(struct completion *completion)
{
	for (size_t i = 0; i < completion->count; i++)
		free(completion->words[i]);
	free(completion->words);
	free(completion->prefix);
	*completion = (struct completion){0};
}

static void offer_command(void *context, const char *name, const struct command *command)
{
	if (!command || !(command->flags & COMMAND_HIDDEN))
		completion_offer(context, name);
}

void complete_commands(struct shell *shell, struct completion *completion)
{
	machine_each_command(shell->machine, offer_command, completion);
}

/* A def may do anything with its caller's current socket. */
static void offer_method(void *context, const char *name, const struct command *command)
{
	if (!command || (command->flags & COMMAND_ON_SOCKET))
		offer_command(context, name, command);
}

void complete_methods(struct shell *shell, struct completion *completion)
{
	machine_each_command(shell->machine, offer_method, completion);
	completion_offer(completion, "serve");
}

static void offer_socket_variable(void *context, const char *name, struct value value)
{
	if (value.type == TYPE_SOCKET)
		completion_offer(context, name);
}

void complete_sockets(struct shell *shell, struct completion *completion)
{
	struct buffer name = {0};
	machine_each_global(shell->machine, offer_socket_variable, completion);
	for (const struct handle *handle = socket_table_first(shell->sockets); handle;
	     handle = handle->next) {
		if (handle_open(handle))
			completion_offer(completion, handle_name(handle, &name));
	}
	buffer_free(&name);
}
