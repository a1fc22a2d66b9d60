/*
 * lookup: from name to number and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <strings.h>

#include "handsh/names.h"

static const struct name *find(const struct names *names, int number)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->list[i].number == number)
			return &names->list[i];
	}
	return NULL;
}

const char *name_of(const struct names *names, int number)
{
	const struct name *name = find(names, number);
	return name ? name->text : NULL;
}

const char *name_meaning(const struct names *names, int number)
{
	const struct name *name = find(names, number);
	return name ? name->meaning : NULL;
}

bool name_number(const struct names *names, const char *text, int *number)
{
	for (size_t i = 0; i < names->count; i++) {
		if (!strcasecmp(names->list[i].text, text)) {
			*number = names->list[i].number;
			return true;
		}
	}
	return false;
}

void name_flags(const struct names *names, int bits, struct buffer *buffer)
{
	unsigned left = (unsigned)bits;
	size_t start = buffer->length;
	for (size_t i = 0; i < names->count; i++) {
		unsigned flag = (unsigned)names->list[i].number;
		if (!flag || (left & flag) != flag)
			continue;
		left &= ~flag;
		buffer_format(buffer, "%s%s", buffer->length > start ? "|" : "",
			      names->list[i].text);
	}
	if (left)
		buffer_format(buffer, "%s0x%x", buffer->length > start ? "|" : "", left);
	else if (buffer->length == start)
		buffer_byte(buffer, '0');
}
