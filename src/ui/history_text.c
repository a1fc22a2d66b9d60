/*
 * history_text: the text of a history file, taken apart and put together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/history_text.h"

#include <ctype.h>
#include <string.h>

#define ENTRY_MAX (64 * 1024) /* a pasted file is no history */

static bool is_time(const char *line)
{
	return line[0] == '#' && isdigit((unsigned char)line[1]);
}

struct reading {
	history_entry *take;
	void *context;
};

/* Takes what ends with the newline at end. */
static void take_entry(const struct reading *reading, char *start, char *end, const char *time)
{
	*end = '\0';
	if (start != end && end - start <= ENTRY_MAX && !memchr(start, '\0', (size_t)(end - start)))
		reading->take(reading->context, start, time);
}

unsigned history_read(char *text, history_entry *take, void *context)
{
	const struct reading reading = {take, context};
	unsigned count = 0;
	char *next = text, *start = text, *time = NULL;
	for (char *newline; (newline = strchr(next, '\n')); next = newline + 1) {
		bool begins = is_time(next);
		if (time && !begins)
			continue;
		if (time && next > start)
			take_entry(&reading, start, next - 1, time);
		else if (!time && !begins)
			take_entry(&reading, next, newline, NULL);
		count++;
		if (!begins)
			continue;
		time = next;
		*newline = '\0';
		start = newline + 1;
	}
	if (time && next > start)
		take_entry(&reading, start, next - 1, time);
	return count;
}

void history_put(struct buffer *text, const char *entry, const char *time)
{
	if (time && *time)
		buffer_format(text, "%s\n", time);
	buffer_format(text, "%s\n", entry);
}

/* A line that would read as the time of an entry. */
static bool holds_time(const char *text)
{
	while (!is_time(text)) {
		const char *newline = strchr(text, '\n');
		if (!newline)
			return false;
		text = newline + 1;
	}
	return true;
}

bool history_holds(const char *text, size_t length)
{
	return length <= ENTRY_MAX && text[strspn(text, " \t\r\n")] && !holds_time(text);
}
