/*
 * kinds_option: arguments that name a socket option, and what it is set to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "handsh/completion.h"
#include "handsh/socket_option.h"

/* reuseaddr: on or off: bind although … */
static void tell_options(void (*tell)(void *context, const char *word, const char *text),
			 void *context)
{
	struct buffer text = {0};
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		text.length = 0;
		socket_option_takes(option, &text);
		buffer_format(&text, ": %s", option->text);
		tell(context, option->name, buffer_cstring(&text));
	}
	buffer_free(&text);
}

static bool convert_name(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

/* ---- what Tab offers ---- */

/* The socket that the command will act on: that in front of the dot, or the prompt's current one;
 * a new reference, or NULL. */
static struct handle *socket_of(struct shell *shell, const struct completion *completion)
{
	const struct cursor_span span = completion->cursor.socket;
	if (span.start == span.end) {
		struct object *current = task_current(machine_main(shell->machine));
		return current ? object_retain(current) : NULL;
	}
	char *name = memory_copy(completion->text + span.start, span.end - span.start);
	struct value value = machine_global(shell->machine, name);
	value = value.type == TYPE_UNSET ? socket_table_lookup(shell->sockets, name)
					 : value_retain(value);
	free(name);
	if (value.type == TYPE_SOCKET)
		return (struct handle *)value.object;
	value_release(value);
	return NULL;
}

/* Those that such a socket has; all where it is not known. */
static void complete_option(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	struct handle *handle = socket_of(shell, completion);
	const struct socket_option *option = NULL;
	(void)parameter, (void)prefix;
	while ((option = socket_option_next(option)))
		if (!handle || option->level->fits(handle))
			completion_describe(completion, option->name, option->text);
	object_release(handle);
}

static void offer(void *context, const char *word, const char *text)
{
	completion_describe(context, word, text);
}

/* Of the option that was typed before it. */
static void complete_value(struct shell *shell, const struct parameter *parameter,
			   const char *prefix, struct completion *completion)
{
	const struct cursor *cursor = &completion->cursor;
	struct handle *handle = socket_of(shell, completion);
	(void)parameter, (void)prefix;
	if (cursor->argument_count) {
		const char *start = completion->text + cursor->arguments[0].start;
		char *name = memory_copy(start, strcspn(start, " \t"));
		const struct socket_option *option = socket_option_find(name, handle);
		if (option)
			socket_option_words(option, handle ? handle->host : NULL, offer,
					    completion);
		free(name);
	}
	object_release(handle);
}

const struct kind kind_option = {.name = "a socket option's name",
				 .convert = convert_name,
				 .words = tell_options,
				 .complete = complete_option};
const struct kind kind_option_value = {.name = "a value", .complete = complete_value};
