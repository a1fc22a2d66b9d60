/*
 * fuzz_history: the text of any history file is taken apart into entries, which are text; what is
 * written of them is taken apart into the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/history_text.h"

#include <string.h>

#include "target.h"

struct entries {
	struct buffer text; /* written anew */
	struct buffer list; /* of all, with what they are told by */
	size_t count;
};

static void take_entry(void *context, const char *entry, const char *time)
{
	struct entries *entries = context;
	check(*entry && (time || !strchr(entry, '\n')));
	check(!time || (time[0] == '#' && !strchr(time, '\n')));
	history_put(&entries->text, entry, time);
	buffer_append(&entries->list, entry, strlen(entry) + 1);
	if (time)
		buffer_append(&entries->list, time, strlen(time) + 1);
	entries->count++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer text = {0};
	struct entries read = {0}, again = {0};
	buffer_append(&text, data, size);
	check(history_read((char *)buffer_cstring(&text), take_entry, &read) >= read.count);
	history_read((char *)buffer_cstring(&read.text), take_entry, &again);
	check(read.count == again.count && read.list.length == again.list.length);
	check(!read.count || memcmp(read.list.data, again.list.data, read.list.length) == 0);
	buffer_free(&text);
	buffer_free(&read.text);
	buffer_free(&read.list);
	buffer_free(&again.text);
	buffer_free(&again.list);
	return 0;
}
