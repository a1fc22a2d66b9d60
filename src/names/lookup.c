/*
 * lookup: from name to number and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
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

/* How much all names begin with, up to a _. */
static size_t common_start(const struct names *names)
{
	const char *first = names->list[0].text;
	size_t length = 0;
	for (const char *end = strchr(first, '_'); end; end = strchr(end + 1, '_')) {
		const size_t longer = (size_t)(end - first) + 1;
		for (size_t i = 1; i < names->count; i++)
			if (strncmp(names->list[i].text, first, longer) != 0)
				return length;
		length = longer;
	}
	return length;
}

bool name_number_short(const struct names *names, const char *text, int *number)
{
	const size_t start = common_start(names);
	if (name_number(names, text, number))
		return true;
	for (size_t i = 0; i < names->count; i++) {
		if (!strcasecmp(names->list[i].text + start, text)) {
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

static bool flag_number(const struct names *names, const char *text, size_t length, int *bits)
{
	char word[64] = "";
	int flag;
	int64_t number;
	if (digits_read(text, length, &number) == DIGITS_FIT) {
		*bits |= (int)(uint32_t)number;
		return number >= 0 && number <= UINT32_MAX;
	}
	if (length >= sizeof(word) || memchr(text, '\0', length))
		return false;
	memcpy(word, text, length);
	if (!name_number_short(names, word, &flag))
		return false;
	*bits |= flag;
	return true;
}

bool name_flags_number(const struct names *names, const struct bytes *text, int *bits)
{
	size_t start = 0;
	*bits = 0;
	for (size_t i = 0; i <= text->length; i++) {
		if (i < text->length && text->data[i] != '|')
			continue;
		if (!flag_number(names, text->data + start, i - start, bits))
			return false;
		start = i + 1;
	}
	return true;
}
