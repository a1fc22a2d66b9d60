/*
 * fuzz_unhexdump: whatever the text is, it is read or refused; and what hexdump makes of what was
 * read, or of the text itself, is read as that again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "target.h"
#include "trial.h"

static void check_again(struct value bytes)
{
	const struct trial trial = {.count = 1, .arguments = {bytes}};
	struct value again = trial_run_text(&trial, "unhexdump (hexdump $a)");
	check(value_equal(bytes, again));
	value_release(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct value text = value_bytes(bytes_new(data, size));
	const struct trial trial = {.count = 1, .arguments = {text}};
	struct value one = trial_run_text(&trial, "unhexdump $a");
	struct value all = trial_run_text(&trial, "unhexdump --all $a");
	check(one.type == TYPE_UNSET || all.type == TYPE_LIST);
	if (one.type != TYPE_UNSET)
		check(all.list->count == 1 && value_equal(list_at(all.list, 0), one));
	/* A star stands for up to 1 GiB. */
	if (one.type != TYPE_UNSET && one.bytes->length <= 1 << 20)
		check_again(one);
	check_again(text);
	value_release(one);
	value_release(all);
	value_release(text);
	return 0;
}
