/*
 * fuzz_splitter: text fed byte by byte is split as text fed at once; and of text that parse
 * accepts, every unit but the last is whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/tree.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static enum compile_status status_of(const char *text, size_t length)
{
	struct source *source = source_new(NULL, bytes_new(text, length), 1);
	struct arena arena = {0};
	struct node *tree;
	struct error *error;
	enum compile_status status = parse(source, &arena, &tree, &error);
	object_release(error);
	arena_free(&arena);
	object_release(source);
	return status;
}

/* The end of the unit at start, fed a byte at a time; 0: it has none. */
static size_t slow_end(const char *text, size_t length, size_t start, bool *open)
{
	struct splitter splitter = {0};
	bool ended = false;
	size_t at = start;
	while (!ended && at < length)
		ended = splitter_feed(&splitter, text, at + 1, &at);
	*open = splitter_open(&splitter);
	splitter_free(&splitter);
	return ended ? at : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer copy = {0};
	buffer_append(&copy, data, size);
	buffer_byte(&copy, '\n');
	const char *text = copy.data;
	bool accepted = status_of(text, copy.length) == COMPILE_DONE;
	for (size_t start = 0; start < copy.length;) {
		struct splitter splitter = {0};
		size_t at = start;
		bool slow_open, ended = splitter_feed(&splitter, text, copy.length, &at);
		size_t slow = slow_end(text, copy.length, start, &slow_open);
		check(slow == (ended ? at : 0));
		check(slow_open == splitter_open(&splitter));
		splitter_free(&splitter);
		if (accepted) {
			check(ended);
			check(status_of(text + start, at - start) != COMPILE_INCOMPLETE);
		}
		start = at;
	}
	buffer_free(&copy);
	return 0;
}
