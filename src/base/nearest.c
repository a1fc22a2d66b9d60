/*
 * nearest: "did you mean …?"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <strings.h>

#include "handsh/base.h"

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* The last three rows of the matrix of distances between beginnings of a and b. */
unsigned text_distance(const char *a, const char *b, unsigned limit)
{
	unsigned rows[3][NEAREST_LENGTH + 1];
	size_t columns = strnlen(b, NEAREST_LENGTH + 1), height = strnlen(a, NEAREST_LENGTH + 1);
	size_t difference = columns > height ? columns - height : height - columns;
	if (columns > NEAREST_LENGTH || height > NEAREST_LENGTH)
		return strcmp(a, b) ? limit + 1 : 0;
	if (difference > limit)
		return limit + 1;
	for (unsigned j = 0; j <= columns; j++)
		rows[0][j] = j;
	for (unsigned i = 1; i <= height; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3];
		const unsigned *second = rows[(i + 1) % 3];
		unsigned nearest = row[0] = i;
		for (unsigned j = 1; j <= columns; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1,
				       above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], second[j - 2] + 1);
			nearest = least(nearest, row[j]);
		}
		if (nearest > limit)
			return limit + 1;
	}
	return least(rows[height % 3][columns], limit + 1);
}

/* How many slips a typist makes in a word of that length. */
static unsigned tolerance(size_t length)
{
	return length < 6 ? 1 : 2;
}

static bool is_known(const struct nearest *nearest, const char *candidate)
{
	for (unsigned i = 0; i < nearest->count; i++) {
		if (!strcmp(nearest->names[i], candidate))
			return true;
	}
	return false;
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t length = strnlen(nearest->wanted, NEAREST_LENGTH + 1);
	unsigned limit = tolerance(length), distance;
	if (!strcasecmp(nearest->wanted, candidate))
		distance = 0;
	else
		distance = text_distance(nearest->wanted, candidate, limit);
	/* A name cut short is as far as can be, but near; "x" is not near to "y". */
	if (length >= 3 && distance > limit && !strncasecmp(nearest->wanted, candidate, length))
		distance = limit;
	if (strnlen(candidate, NEAREST_LENGTH + 1) > NEAREST_LENGTH)
		return;
	if (distance > limit || (distance && distance >= length) || is_known(nearest, candidate))
		return;
	unsigned place = nearest->count;
	while (place && nearest->distances[place - 1] > distance)
		place--;
	if (place == 3)
		return;
	nearest->count += nearest->count < 3;
	for (unsigned i = nearest->count - 1; i > place; i--) {
		strcpy(nearest->names[i], nearest->names[i - 1]);
		nearest->distances[i] = nearest->distances[i - 1];
	}
	strcpy(nearest->names[place], candidate);
	nearest->distances[place] = distance;
}

void nearest_format(const struct nearest *nearest, struct buffer *buffer)
{
	if (!nearest->count)
		return;
	unsigned count = nearest_is_same(nearest) ? 1 : nearest->count; /* which needs no company */
	buffer_text(buffer, buffer->length ? "; did you mean " : "did you mean ");
	for (unsigned i = 0; i < count; i++) {
		if (i)
			buffer_text(buffer, i + 1 == count ? " or " : ", ");
		buffer_text(buffer, nearest->names[i]);
	}
	buffer_byte(buffer, '?');
}
