/*
 * Values that are shown in pieces: what is owed, in what order it comes, and what is forgotten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "handsh/show.h"

struct stage {
	struct journal journal;
	struct display *display;
	int pipe[2];
};

static void open_stage(struct stage *stage, bool json)
{
	assert_int_equal(pipe2(stage->pipe, O_CLOEXEC | O_NONBLOCK), 0);
	struct display_settings settings = {
		.output = stage->pipe[1], .error = stage->pipe[1], .json = json};
	stage->journal = (struct journal){0};
	stage->display = display_new(&stage->journal, &settings);
}

static void close_stage(struct stage *stage)
{
	char byte;
	display_free(stage->display);
	assert_int_equal(read(stage->pipe[0], &byte, 1), -1);
	close(stage->pipe[0]);
	close(stage->pipe[1]);
}

static void write_value(struct stage *stage, struct value value)
{
	struct event event = {.kind = EVENT_VALUE, .value = argument_value(value)};
	journal_write(&stage->journal, &event);
	value_release(value);
}

static void write_print(struct stage *stage, const char *text)
{
	struct event event = {.kind = EVENT_PRINT, .value = argument_bytes(text, strlen(text))};
	journal_write(&stage->journal, &event);
}

#define LARGE ((size_t)300000) /* elements, whose text takes more than a piece */

static void read_all(struct stage *stage, struct buffer *out)
{
	ssize_t got;
	do {
		display_flush(stage->display);
		while ((got = read(stage->pipe[0], buffer_reserve(out, 65536), 65536)) > 0)
			out->length += (size_t)got;
	} while (display_waiting(stage->display, DISPLAY_OUTPUT));
}

/* What is large is made in pieces, and what comes after it stands after it. */
static void test_portions(void **state)
{
	(void)state;
	struct stage stage;
	struct buffer out = {0}, expected = {0};
	struct value list = value_object(TYPE_LIST, list_range(0, LARGE));
	struct bytes *bytes = bytes_allocate(3000000);
	memset(bytes->data, 'y', bytes->length);
	value_format(list, &expected);
	buffer_text(&expected, "\nbetween\n");
	buffer_append(&expected, bytes->data, bytes->length);
	buffer_text(&expected, "\nafter\n");
	open_stage(&stage, false);
	write_value(&stage, list);
	assert_true(display_owes(stage.display, DISPLAY_OUTPUT));
	assert_true(display_owes_last(stage.display, DISPLAY_OUTPUT));
	assert_true(display_makes(stage.display));
	write_print(&stage, "between\n");
	assert_false(display_owes_last(stage.display, DISPLAY_OUTPUT));
	write_value(&stage, value_bytes(bytes));
	write_print(&stage, "after\n");
	read_all(&stage, &out);
	assert_int_equal(out.length, expected.length);
	assert_memory_equal(out.data, expected.data, out.length);
	assert_false(display_owes(stage.display, DISPLAY_OUTPUT));
	close_stage(&stage);
	buffer_free(&out);
	buffer_free(&expected);
}

static void test_json_portions(void **state)
{
	(void)state;
	struct stage stage;
	struct buffer out = {0}, line = {0};
	struct bytes *bytes = bytes_allocate(3000000);
	memset(bytes->data, '"', bytes->length);
	struct value value = value_object(
		TYPE_LIST, list_append(list_append(list_new(2), value_int(1)), value_bytes(bytes)));
	struct event event = {.kind = EVENT_VALUE, .value = argument_value(value)};
	open_stage(&stage, true);
	journal_write(&stage.journal, &event);
	event_json(&event, 0, &line, NULL);
	const char *made = strstr(buffer_cstring(&line), ",\"value\":");
	value_release(value);
	assert_true(display_owes(stage.display, DISPLAY_OUTPUT));
	read_all(&stage, &out);
	assert_string_equal(strstr(buffer_cstring(&out), ",\"value\":"), made);
	close_stage(&stage);
	buffer_free(&out);
	buffer_free(&line);
}

/* Those that nobody waits for any more. */
static void test_dropped_portions(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, false);
	write_value(&stage, value_object(TYPE_LIST, list_range(0, LARGE)));
	display_flush(stage.display);
	write_value(&stage, value_object(TYPE_LIST, list_range(0, LARGE)));
	write_print(&stage, "lost\n");
	bool more = false;
	assert_true(display_drop(stage.display, &more) > 5);
	assert_true(more);
	assert_int_equal(display_waiting(stage.display, DISPLAY_OUTPUT), 0);
	close_stage(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_portions),
		cmocka_unit_test(test_json_portions),
		cmocka_unit_test(test_dropped_portions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
