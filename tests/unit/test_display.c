/*
 * The display: what goes to which descriptor, when, and in what form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/show.h"
#include "show/shown_value.h"

#define DEADLINE 20000 /* milliseconds */

/* Both outputs go into one pipe, so that their order shows. */
struct stage {
	struct journal journal;
	struct display *display;
	int pipe[2];
};

static void open_stage(struct stage *stage, struct display_settings settings)
{
	assert_int_equal(pipe2(stage->pipe, O_CLOEXEC | O_NONBLOCK), 0);
	settings.output = settings.error = stage->pipe[1];
	stage->journal = (struct journal){0};
	stage->display = display_new(&stage->journal, &settings);
}

/* A terminal hands on by and by what was written to it. */
static void expect_read(int descriptor, const char *text)
{
	char data[4096];
	size_t length = 0;
	ssize_t count;
	struct pollfd ready = {.fd = descriptor, .events = POLLIN};
	while (poll(&ready, 1, length < strlen(text) ? DEADLINE : 0) == 1 &&
	       (count = read(descriptor, data + length, sizeof(data) - 1 - length)) > 0)
		length += (size_t)count;
	data[length] = '\0';
	assert_string_equal(data, text);
}

static void close_stage(struct stage *stage, const char *rest)
{
	display_free(stage->display);
	expect_read(stage->pipe[0], rest);
	assert_null(stage->journal.subscribers);
	close(stage->pipe[0]);
	close(stage->pipe[1]);
}

static void write_value(struct journal *journal, struct value value)
{
	struct event event = {.kind = EVENT_VALUE, .value = argument_value(value)};
	journal_write(journal, &event);
	value_release(value);
}

static void write_print(struct journal *journal, unsigned flags, const char *text)
{
	struct event event = {
		.kind = EVENT_PRINT, .flags = flags, .value = argument_bytes(text, strlen(text))};
	journal_write(journal, &event);
}

static void write_received(struct journal *journal, unsigned flags, const char *text)
{
	const struct event_argument data = argument_bytes(text, strlen(text));
	struct event event = {.kind = EVENT_CALL,
			      .flags = flags,
			      .call = {.name = "recv",
				       .socket = {NULL, 1, 's'},
				       .result = data.length,
				       .result_kind = RESULT_RECEIVED,
				       .data = &data}};
	journal_write(journal, &event);
}

static void write_call(struct journal *journal, unsigned flags, int number)
{
	struct event event = {.kind = EVENT_CALL,
			      .flags = flags,
			      .call = {.name = "listen",
				       .socket = {NULL, 1, 's'},
				       .result = number ? -1 : 0,
				       .number = number}};
	journal_write(journal, &event);
}

static void write_error(struct journal *journal)
{
	struct error *error = error_new("RANGE", "recv", "wrong");
	struct event event = {.kind = EVENT_ERROR, .error = error};
	journal_write(journal, &event);
	object_release(error);
}

static void write_everything(struct journal *journal)
{
	struct event notice = {.kind = EVENT_NOTICE, .task = 3, .text = "a\nb"};
	write_call(journal, EVENT_TOP, 0);
	write_call(journal, EVENT_TOP, EBADF);
	write_call(journal, 0, 0);
	write_received(journal, EVENT_TOP | EVENT_OWN, "got\033");
	write_received(journal, EVENT_TOP | EVENT_OWN, "");
	write_received(journal, EVENT_TOP, "assigned");
	write_print(journal, 0, "printed\n");
	write_error(journal);
	write_value(journal, value_int(5));
	journal_write(journal, &notice);
}

static void test_plain(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){0});
	write_everything(&stage.journal);
	close_stage(&stage, "s1  listen() = 0\ns1  recv() = 4\ngot\033\ns1  recv() = 0\n"
			    "s1  recv() = 8\nprinted\nrecv: RANGE: wrong\n5\n[3] a\\nb\n");
}

static void test_quiet(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){.quiet = true});
	assert_false(journal_wants(&stage.journal, EVENT_CALL));
	write_everything(&stage.journal);
	close_stage(&stage, "printed\nrecv: RANGE: wrong\n");
}

static void test_trace(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){.trace = true});
	write_call(&stage.journal, EVENT_TOP, EBADF);
	write_call(&stage.journal, 0, 0);
	close_stage(&stage, "s1  listen() = -1 EBADF\ns1  listen() = 0\n");
}

static void test_json(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){.json = true, .color = COLOR_ALWAYS});
	assert_true(journal_wants_call(&stage.journal, false));
	write_error(&stage.journal);
	display_flush(stage.display);
	char data[4096];
	ssize_t length = read(stage.pipe[0], data, sizeof(data));
	assert_true(length > 20 && memcmp(data, "{\"event\":\"error\",", 17) == 0);
	assert_int_equal(data[length - 1], '\n');
	close_stage(&stage, "");
}

static void test_color(void **state)
{
	(void)state;
	struct stage stage;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	open_stage(&stage, (struct display_settings){.color = COLOR_ALWAYS});
	write_call(&stage.journal, EVENT_TOP, 0);
	write_error(&stage.journal);
	close_stage(
		&stage,
		"\033[1ms1  listen\033[0m() = \033[32m0\033[0m\n\033[31mrecv: RANGE: wrong\033[0m\n");
	setenv("NO_COLOR", "1", 1);
	open_stage(&stage, (struct display_settings){.color = COLOR_ALWAYS});
	write_call(&stage.journal, EVENT_TOP, 0);
	close_stage(&stage, "s1  listen() = 0\n");
	unsetenv("NO_COLOR");
}

/* The reader has gone: no signal, no loop; what failed is remembered. */
static void test_broken_pipe(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){0});
	close(stage.pipe[0]);
	write_print(&stage.journal, 0, "x");
	assert_int_equal(display_failed(stage.display), 0);
	assert_false(display_flush(stage.display));
	assert_int_equal(display_failed(stage.display), EPIPE);
	write_print(&stage.journal, 0, "x");
	assert_false(display_flush(stage.display));
	display_free(stage.display);
	close(stage.pipe[1]);
}

static void note_before(void *context)
{
	strcat(context, "<");
}

static void note_after(void *context)
{
	strcat(context, ">");
}

static void test_guard(void **state)
{
	(void)state;
	struct stage stage;
	char notes[32] = "";
	open_stage(&stage, (struct display_settings){0});
	display_guard(stage.display, note_before, note_after, notes);
	display_flush(stage.display);
	assert_string_equal(notes, "");
	write_print(&stage.journal, 0, "x\n");
	assert_string_equal(notes, "");
	write_error(&stage.journal);
	assert_string_equal(notes, "<>");
	write_print(&stage.journal, 0, "y\n");
	display_flush(stage.display);
	assert_string_equal(notes, "<><>");
	display_guard(stage.display, NULL, NULL, NULL);
	close_stage(&stage, "x\nrecv: RANGE: wrong\ny\n");
}

static void note_blocked(void *context, enum display_stream stream)
{
	assert_int_equal(stream, DISPLAY_OUTPUT);
	++*(unsigned *)context;
}

/* Reads until the pipe is empty; how many bytes there were. */
static size_t empty_pipe(int descriptor)
{
	static char data[65536];
	size_t total = 0;
	ssize_t got;
	while ((got = read(descriptor, data, sizeof(data))) > 0)
		total += (size_t)got;
	return total;
}

/* Nobody reads: nothing waits, nothing is lost but reports of tasks, which are counted. */
static void test_full_pipe(void **state)
{
	(void)state;
	enum { SIZE = 200000 };
	struct stage stage;
	unsigned blocked = 0;
	open_stage(&stage, (struct display_settings){0});
	display_on_blocked(stage.display, note_blocked, &blocked);
	assert_false(display_crowded(stage.display, DISPLAY_OUTPUT));
	char *text = memory_allocate(SIZE + 1);
	memset(text, 'x', SIZE);
	text[SIZE] = '\0';
	write_print(&stage.journal, 0, text);
	free(text);
	assert_true(blocked > 0);
	assert_true(display_crowded(stage.display, DISPLAY_OUTPUT));
	assert_int_equal(display_stream(stage.display, EVENT_ERROR), DISPLAY_OUTPUT);
	size_t waiting = display_waiting(stage.display, DISPLAY_OUTPUT);
	struct event event = {.kind = EVENT_NOTICE, .task = 7};
	event.text = "of a task";
	journal_write(&stage.journal, &event);
	journal_write(&stage.journal, &event);
	assert_int_equal(display_waiting(stage.display, DISPLAY_OUTPUT), waiting);
	event = (struct event){.kind = EVENT_NOTICE};
	event.text = "of main";
	journal_write(&stage.journal, &event);
	size_t taken = 0;
	while (display_waiting(stage.display, DISPLAY_OUTPUT)) {
		taken += empty_pipe(stage.pipe[0]);
		display_flush(stage.display);
	}
	assert_false(display_crowded(stage.display, DISPLAY_OUTPUT));
	taken += empty_pipe(stage.pipe[0]);
	assert_int_equal(taken, SIZE + strlen("of main\n2 more errors and notices had no room\n"));
	close_stage(&stage, "");
}

static void test_drop(void **state)
{
	(void)state;
	struct stage stage;
	struct buffer text = {0};
	open_stage(&stage, (struct display_settings){0});
	write_print(&stage.journal, 0, "lost\n");
	bool more = false;
	assert_int_equal(display_drop(stage.display, &more), 5);
	assert_false(more);
	assert_int_equal(display_waiting(stage.display, DISPLAY_OUTPUT), 0);
	buffer_text(&text, "said\n");
	display_say(stage.display, &text);
	buffer_free(&text);
	close_stage(&stage, "said\n");
}

/* Errors that clients cause: four a second of each kind, then their number. */
static void test_clients(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){0});
	struct error *error = error_new("ECONNRESET", "recv", "wrong");
	struct error *other = error_new("EPIPE", "send", "wrong");
	assert_int_equal(display_due(stage.display), TIME_NEVER);
	for (unsigned i = 0; i < 10; i++) {
		struct event event = {.kind = EVENT_ERROR, .flags = EVENT_OF_CLIENT, .task = 1 + i};
		event.error = error;
		journal_write(&stage.journal, &event);
	}
	struct event event = {.kind = EVENT_ERROR, .flags = EVENT_OF_CLIENT, .task = 99};
	event.error = other;
	journal_write(&stage.journal, &event);
	expect_read(stage.pipe[0], "[1] recv: ECONNRESET: wrong\n[2] recv: ECONNRESET: wrong\n"
				   "[3] recv: ECONNRESET: wrong\n[4] recv: ECONNRESET: wrong\n"
				   "[99] send: EPIPE: wrong\n");
	assert_true(display_due(stage.display) <= clock_now() + NANOSECONDS);
	display_summarize(stage.display, clock_now() + NANOSECONDS);
	expect_read(stage.pipe[0], "recv: ECONNRESET: 6 more within a second\n");
	assert_int_equal(display_due(stage.display), TIME_NEVER);
	object_release(error);
	object_release(other);
	close_stage(&stage, "");
}

/* What readline writes takes its place between events. */
static void test_file(void **state)
{
	(void)state;
	struct stage stage;
	open_stage(&stage, (struct display_settings){0});
	FILE *file = display_file(stage.display, DISPLAY_ERROR);
	write_print(&stage.journal, 0, "one\n");
	fputs("two\n", file);
	fflush(file);
	write_print(&stage.journal, 0, "three\n");
	display_flush(stage.display);
	fclose(file);
	close_stage(&stage, "one\ntwo\nthree\n");
}

/* No peer drives a terminal; print --raw does, because the user says so. */
static void test_terminal(void **state)
{
	(void)state;
	struct journal journal = {0};
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	struct display_settings settings = {.color = COLOR_NEVER, .output = slave, .error = slave};
	struct display *display = display_new(&journal, &settings);
	assert_true(display_is_terminal(display));
	assert_int_equal(display_width(display), 80);
	write_received(&journal, EVENT_TOP | EVENT_OWN, "a\033[2Jb");
	write_print(&journal, 0, "\xc2\x9b\n");
	write_print(&journal, EVENT_RAW, "\033[m\n");
	display_flush(display);
	expect_read(master, "s1  recv() = 6\r\na\\e[2Jb\r\n\\xc2\\x9b\r\n\033[m\r\n");
	display_free(display);
	/* Line ends are seen in what came, and in values, and are dim where there is color. */
	setenv("TERM", "xterm", 1);
	settings.color = COLOR_ALWAYS;
	display = display_new(&journal, &settings);
	write_received(&journal, EVENT_TOP | EVENT_OWN, "a\r\nb\n");
	write_value(&journal, value_bytes(bytes_text("hi\n")));
	write_value(&journal, value_bytes(bytes_text("hi")));
	write_print(&journal, 0, "hi\n");
	display_flush(display);
	expect_read(master, "\033[1ms1  recv\033[0m() = \033[32m5\033[0m\r\n"
			    "a\033[2m\\r\\n\033[0m\r\nb\033[2m\\n\033[0m\r\n"
			    "hi\033[2m\\n\033[0m\r\nhi\r\nhi\r\n");
	display_free(display);
	close(slave);
	close(master);
}

static void expect_shown_in(struct value value, size_t most, size_t piece, const char *expected,
			    const char *missing)
{
	struct buffer text = {0}, left_out = {0};
	buffer_text(&text, "> ");
	struct shown_value shown;
	shown_value_begin(&shown, value, most, &text);
	while (!shown_value_go_on(&shown, &text, piece))
		;
	shown_value_end(&shown, &text, &left_out);
	assert_string_equal(buffer_cstring(&text), expected);
	assert_string_equal(buffer_cstring(&left_out), missing);
	buffer_free(&text);
	buffer_free(&left_out);
}

static void expect_shown(struct value value, size_t most, const char *expected, const char *missing)
{
	expect_shown_in(value, most, SIZE_MAX, expected, missing);
	expect_shown_in(value, most, 1, expected, missing);
	value_release(value);
}

/* What is too long is cut, and what is left out is said. */
static void test_shown_value(void **state)
{
	(void)state;
	struct list *nested = list_append(list_new(1), value_object(TYPE_LIST, list_range(0, 50)));
	struct bytes *long_one = bytes_allocate(100000);
	memset(long_one->data, 'y', long_one->length);
	expect_shown(value_object(TYPE_LIST, list_range(0, 3)), 7, "> [0 1 2]", "");
	expect_shown(value_object(TYPE_LIST, list_range(0, 3)), 5, "> [0 1 2]", "");
	expect_shown(value_object(TYPE_LIST, list_range(0, 3)), 4, "> [0 1...",
		     "4 bytes of this list are shown: 1 of its 3 elements are left out");
	expect_shown(value_object(TYPE_LIST, list_range(0, 3)), 3, "> [0 ...",
		     "3 bytes of this list are shown: 2 of its 3 elements are left out");
	expect_shown(value_object(TYPE_LIST, list_range(0, SIZE_MAX / 2)), 4, "> [0 1...",
		     "4 bytes of this list are shown: 9223372036854775805 of its "
		     "9223372036854775807 elements are left out");
	expect_shown(value_object(TYPE_LIST, nested), 5, "> [[0 1...",
		     "5 bytes of this list are shown: 1 of its 1 elements are left out");
	expect_shown(value_object(TYPE_LIST, list_append(list_new(1), value_bytes(long_one))), 5,
		     "> [\"yyy...",
		     "5 bytes of this list are shown: 1 of its 1 elements are left out");
	expect_shown(
		value_object(TYPE_LIST, list_append(list_new(1), value_bytes(bytes_text("éé")))), 3,
		"> [\"...", "2 bytes of this list are shown: 1 of its 1 elements are left out");
	expect_shown(value_object(TYPE_MAP, map_put_text(map_new(), "k", value_int(1))), 5,
		     "> {k: 1}", "");
	expect_shown(value_object(TYPE_MAP, map_put_text(map_new(), "k", value_int(123456))), 1,
		     "> {...", "1 bytes of this map are shown: 1 of its 1 elements are left out");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shown_value), cmocka_unit_test(test_plain),
		cmocka_unit_test(test_quiet),       cmocka_unit_test(test_trace),
		cmocka_unit_test(test_json),        cmocka_unit_test(test_color),
		cmocka_unit_test(test_broken_pipe), cmocka_unit_test(test_guard),
		cmocka_unit_test(test_terminal),    cmocka_unit_test(test_full_pipe),
		cmocka_unit_test(test_drop),        cmocka_unit_test(test_clients),
		cmocka_unit_test(test_file),
	};
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
