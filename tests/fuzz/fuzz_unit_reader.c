/*
 * fuzz_unit_reader: text that arrives in pieces gives the units that it gives as a whole, and each
 * is what the parser says of it alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/lang.h"
#include "lang/tree.h"

#include <string.h>

#include "target.h"

struct feed {
	struct unit_reader reader;
	struct symbols globals, commands;
};

/* The next unit of the text, of which a copy that is no longer is given, so that ASan sees more. */
static enum compile_status next(struct feed *feed, const char *text, size_t length,
				enum arrival arrival, size_t *used)
{
	struct bytes *copy = bytes_new(text, length);
	struct unit unit;
	enum compile_status status = unit_read(&feed->reader, copy->data, length, arrival,
					       &feed->globals, &feed->commands, &unit);
	check((status == COMPILE_DONE) == (unit.code != NULL));
	check((status == COMPILE_ERROR) == (unit.error != NULL));
	check((status == COMPILE_INCOMPLETE) == (unit.length == 0));
	check(unit.length <= length);
	if (unit.error)
		check(unit.error->source && unit.error->offset <= unit.length);
	*used = unit.length;
	object_release(unit.code);
	object_release(unit.error);
	object_release(copy);
	return status;
}

static void feed_free(struct feed *feed)
{
	unit_reader_free(&feed->reader);
	symbols_free(&feed->globals);
	symbols_free(&feed->commands);
}

static enum compile_status alone(const char *text, size_t length, enum extent extent)
{
	struct arena arena = {0};
	struct parsed parsed = parse(text, length, extent, &arena);
	object_release(parsed.error);
	arena_free(&arena);
	return parsed.status;
}

/* A unit without an error is the shortest text of whole lines that is not unfinished. */
static void check_shortest(const char *text, size_t length, enum compile_status status)
{
	for (const char *line = text; status == COMPILE_DONE;) {
		const char *newline = memchr(line, '\n', length - (size_t)(line - text));
		if (!newline || newline + 1 == text + length)
			break;
		line = newline + 1;
		check(alone(text, (size_t)(line - text), EXTENT_ALL) == COMPILE_INCOMPLETE);
	}
	check((alone(text, length, EXTENT_ALL) == COMPILE_DONE) <= (status == COMPILE_DONE));
}

/* The same unit, in pieces: more comes until it is there. Sizes are made of a seed. */
static void check_pieces(const char *text, size_t left, size_t used, enum compile_status status,
			 uint32_t seed)
{
	struct feed feed = {0};
	size_t length = 0, got = 0;
	enum compile_status found = COMPILE_INCOMPLETE;
	while (found == COMPILE_INCOMPLETE && length < left) {
		seed = seed * 1664525 + 1013904223;
		size_t piece = 1 + (seed >> 8) % 16;
		length = left - length < piece ? left : length + piece;
		enum arrival arrival = seed >> 31 ? ARRIVAL_PAUSED : ARRIVAL_MORE;
		found = next(&feed, text, length, arrival, &got);
	}
	if (found == COMPILE_INCOMPLETE)
		found = next(&feed, text, length, ARRIVAL_ENDED, &got);
	check(found == status && got == used);
	feed_free(&feed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed whole = {0};
	const char *text = (const char *)data;
	uint32_t seed = (uint32_t)size;
	while (size > 0) {
		size_t used;
		enum compile_status status = next(&whole, text, size, ARRIVAL_PAUSED, &used);
		if (status == COMPILE_INCOMPLETE)
			status = next(&whole, text, size, ARRIVAL_ENDED, &used);
		check(used > 0);
		check_shortest(text, used, status);
		check_pieces(text, size, used, status, seed++);
		text += used;
		size -= used;
	}
	feed_free(&whole);
	return 0;
}
