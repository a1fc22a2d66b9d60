/*
 * fuzz_match: whatever a pattern and the bytes are, match ends soon; where it finds something, that
 * is a part of the bytes, and what is put in its place is there. The first line of the input is the
 * options' letters, the second the pattern, what follows are the bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "target.h"
#include "trial.h"

#define OPTIONS_MOST 8

/* Up to the newline, or all that is left. */
static struct value take_line(struct input *input)
{
	const uint8_t *newline = memchr(input->data, '\n', input->size);
	const size_t length = newline ? (size_t)(newline - input->data) : input->size;
	struct bytes *line = bytes_new(input->data, length);
	input->data += newline ? length + 1 : length;
	input->size -= newline ? length + 1 : length;
	return value_bytes(line);
}

/* " -i -m": those of them that both commands have. */
static void write_options(struct value letters, struct buffer *text)
{
	for (size_t i = 0; i < letters.bytes->length && i < OPTIONS_MOST; i++)
		if (strchr("imsxuF", letters.bytes->data[i]) && letters.bytes->data[i])
			buffer_format(text, " -%c", letters.bytes->data[i]);
}

static struct value run_with(struct trial *trial, struct value letters, const char *before,
			     const char *after)
{
	struct buffer text = {0};
	buffer_text(&text, before);
	write_options(letters, &text);
	buffer_text(&text, after);
	struct value result = trial_run_text(trial, buffer_cstring(&text));
	buffer_free(&text);
	return result;
}

static void check_matches(struct value all, struct value first, const struct bytes *bytes)
{
	check(all.type == TYPE_LIST && (all.list->count == 0) == (first.type == TYPE_NIL));
	for (size_t i = 0; i < all.list->count; i++) {
		struct value groups = list_at(all.list, i), whole = list_at(groups.list, 0);
		check(whole.type == TYPE_BYTES && whole.bytes->length <= bytes->length);
		check(!whole.bytes->length ||
		      memmem(bytes->data, bytes->length, whole.bytes->data, whole.bytes->length));
	}
	if (all.list->count)
		check(value_equal(list_at(all.list, 0), first));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	struct value letters = take_line(&input);
	struct trial trial = {.count = 2};
	trial.arguments[0] = take_line(&input);
	trial.arguments[1] = value_bytes(take_rest(&input));
	struct value first = run_with(&trial, letters, "match", " $a $b");
	struct value all = run_with(&trial, letters, "match --all", " $a $b");
	struct value same = run_with(&trial, letters, "replace", " $a '$0' $b");
	if (all.type != TYPE_UNSET && first.type != TYPE_UNSET)
		check_matches(all, first, trial.arguments[1].bytes);
	/* With -F a $0 is itself. */
	if (same.type != TYPE_UNSET && !memchr(letters.bytes->data, 'F', letters.bytes->length))
		check(value_equal(same, trial.arguments[1]));
	value_release(first);
	value_release(all);
	value_release(same);
	value_release(letters);
	value_release(trial.arguments[0]);
	value_release(trial.arguments[1]);
	return 0;
}
