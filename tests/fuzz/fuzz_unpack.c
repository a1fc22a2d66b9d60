/*
 * fuzz_unpack: whatever a format takes out of bytes, packing that and taking it out again gives the
 * same. The first line of the input is the format, what follows are the bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "target.h"
#include "trial.h"

static void check_again(struct trial *trial, struct value list)
{
	struct value bytes = trial->arguments[1];
	trial->arguments[1] = list;
	struct value packed = trial_run_text(trial, "apply pack ([$a] + $b)");
	trial->arguments[1] = packed;
	check(packed.type == TYPE_BYTES && packed.bytes->length == bytes.bytes->length);
	struct value again = trial_run_text(trial, "unpack $a $b");
	check(value_equal(list, again));
	value_release(packed);
	value_release(again);
	trial->arguments[1] = bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = memchr(data, '\n', size);
	const size_t length = newline ? (size_t)(newline - data) : size;
	const size_t rest = newline ? size - length - 1 : 0;
	struct trial trial = {.count = 2};
	trial.arguments[0] = value_bytes(bytes_new(data, length));
	trial.arguments[1] = value_bytes(bytes_new(data + size - rest, rest));
	struct value list = trial_run_text(&trial, "unpack $a $b");
	if (list.type == TYPE_LIST && list.list->count < 60000) /* the arguments that a call has */
		check_again(&trial, list);
	value_release(list);
	value_release(trial.arguments[0]);
	value_release(trial.arguments[1]);
	return 0;
}
