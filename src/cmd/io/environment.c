/*
 * environment: see environment.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/environment.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/help.h"

#define MANUAL "MANPATH"

/* A name is no text of a program's environment when it is empty or would end early. */
static bool is_name(const struct bytes *name)
{
	return name->length && !memchr(name->data, '=', name->length) &&
	       !memchr(name->data, '\0', name->length);
}

/* Numbers as their digits; NULL: no program can be given such a value. */
static struct bytes *text_of(struct value value)
{
	if (value.type == TYPE_INT)
		return bytes_format("%lld", (long long)value.integer);
	if (value.type != TYPE_BYTES || memchr(value.bytes->data, '\0', value.bytes->length))
		return NULL;
	return object_retain(value.bytes);
}

static void refuse(struct call *call, const struct bytes *name, struct value value)
{
	struct buffer shown = {0};
	literal_format_cut(&shown, name->data, name->length, 60);
	if (!is_name(name))
		call_fail(call, "RANGE", "env holds %s, which can name no variable of a program",
			  buffer_cstring(&shown));
	else if (value.type == TYPE_BYTES)
		call_fail(call, "RANGE", "env's %s holds a NUL byte, where a program sees its end",
			  buffer_cstring(&shown));
	else
		call_fail(call, "TYPE", "env's %s is bytes or a number, not %s",
			  buffer_cstring(&shown), value_type_name(value.type));
	error_hint(call->error, "env.NAME = 'text', or env = $env - ['NAME']");
	buffer_free(&shown);
}

static char *entry(const struct bytes *name, const struct bytes *text)
{
	struct buffer line = {0};
	buffer_append(&line, name->data, name->length);
	buffer_byte(&line, '=');
	buffer_append(&line, text->data, text->length);
	buffer_byte(&line, '\0');
	return line.data;
}

/* man(1) finds our pages before those of its own search, which an empty folder stands for. */
static char *manual_entry(const struct map *map)
{
	struct value set;
	struct buffer folder = {0};
	char *line = NULL;
	if (manual_pages(&folder)) {
		struct buffer path = {0};
		buffer_format(&path, "MANPATH=%s:", buffer_cstring(&folder));
		if (map_get(map, MANUAL, strlen(MANUAL), &set) && set.type == TYPE_BYTES)
			buffer_append(&path, set.bytes->data, set.bytes->length);
		buffer_byte(&path, '\0');
		line = path.data;
	}
	buffer_free(&folder);
	return line;
}

static char **entries_of(struct call *call, const struct map *map)
{
	char **entries = memory_zeroed(map_count(map) + 2, sizeof(*entries)), **next = entries;
	char *manual = manual_entry(map);
	if (manual)
		*next++ = manual;
	for (const struct map_entry *pair = map_first(map); pair; pair = map_next(pair)) {
		const struct bytes *name = map_key(pair);
		struct bytes *text = is_name(name) ? text_of(map_value(pair)) : NULL;
		if (!text) {
			refuse(call, name, map_value(pair));
			environment_free(entries);
			return NULL;
		}
		if (!manual || !bytes_is(name, MANUAL))
			*next++ = entry(name, text);
		object_release(text);
	}
	return entries;
}

char **environment_of(struct call *call)
{
	struct value value = machine_global(call_machine(call), "env");
	if (value.type == TYPE_MAP)
		return entries_of(call, value.map);
	call_fail(call, "TYPE", "env is a map, from which a program gets its environment, not %s",
		  value_type_name(value.type));
	return NULL;
}

void environment_free(char **environment)
{
	for (char **entry = environment; entry && *entry; entry++)
		free(*entry);
	free(environment);
}
