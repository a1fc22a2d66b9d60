/*
 * Call lines: the kernel's names, arguments, result, sender, note; nothing raw from a peer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <netdb.h>

#include "handsh/show.h"

/* Something whose text comes from a peer, as the path of a unix socket does. */
static void format_hostile(const struct object *object, struct buffer *buffer)
{
	(void)object;
	buffer_text(buffer, "/tmp/\033[2J\nx\t");
}

static const struct behaviour hostile_behaviour = {.format = format_hostile};

static void expect_line(const struct event *event, const char *line)
{
	struct buffer buffer = {0};
	call_line(event, &buffer);
	assert_string_equal(buffer_cstring(&buffer), line);
	buffer_free(&buffer);
}

static void test_arguments(void **state)
{
	(void)state;
	struct event event = {
		.kind = EVENT_CALL,
		.call = {.name = "socket",
			 .socket = "s1",
			 .count = 3,
			 .arguments = {{.word = "AF_INET"}, {.word = "SOCK_STREAM"}, {.word = "0"}},
			 .result = 3}};
	expect_line(&event, "s1  socket(AF_INET, SOCK_STREAM, 0) = 3");
	event.task = 2;
	expect_line(&event, "[2] s1  socket(AF_INET, SOCK_STREAM, 0) = 3");
	event.call.socket = NULL;
	event.call.count = 0;
	expect_line(&event, "[2] socket() = 3");
}

static void test_bytes_are_cut(void **state)
{
	(void)state;
	struct bytes *bytes = bytes_allocate(81);
	for (size_t i = 0; i < 81; i++)
		bytes->data[i] = 'a';
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "send",
				       .socket = "c1",
				       .count = 3,
				       .arguments = {{.value = value_int(6)},
						     {.value = value_bytes(bytes)},
						     {.value = value_int(81)}},
				       .result = 81}};
	struct buffer line = {0};
	buffer_text(&line, "c1  send(6, \"");
	for (size_t i = 0; i < 80; i++)
		buffer_byte(&line, 'a');
	buffer_text(&line, "\"..., 81) = 81");
	expect_line(&event, buffer_cstring(&line));
	buffer_free(&line);
	object_release(bytes);
}

static void test_failures(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "connect",
				       .socket = "s2",
				       .count = 1,
				       .arguments = {{.value = value_int(5)}},
				       .result = -1,
				       .number = ECONNREFUSED}};
	expect_line(&event, "s2  connect(5) = -1 ECONNREFUSED");
	event.call.name = "getaddrinfo";
	event.call.socket = NULL;
	event.call.result = event.call.number = EAI_NONAME;
	expect_line(&event, "getaddrinfo(5) = -2 EAI_NONAME");
}

static void test_foreign_text_is_escaped(void **state)
{
	(void)state;
	struct object hostile = {.behaviour = &hostile_behaviour, .references = 1};
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "accept",
				       .socket = "c\033",
				       .count = 1,
				       .arguments = {{.value = value_int(3)}},
				       .result = 6,
				       .from = value_object(TYPE_ADDRESS, &hostile),
				       .note = "a\nb"}};
	expect_line(&event, "c\\x1b  accept(3) = 6 from /tmp/\\x1b[2J\\nx\\t   a\\nb");
	event.call.name = "getsockname";
	event.call.socket = "s1";
	event.call.note = NULL;
	expect_line(&event, "s1  getsockname(3) = 6 -> /tmp/\\x1b[2J\\nx\\t");
}

static void test_note(void **state)
{
	(void)state;
	struct event event = {
		.kind = EVENT_CALL,
		.call = {.name = "recv",
			 .socket = "s2",
			 .count = 2,
			 .arguments = {{.value = value_int(5)}, {.value = value_int(1024)}},
			 .note = "end of stream: the peer has closed its side"}};
	expect_line(&event, "s2  recv(5, 1024) = 0   end of stream: the peer has closed its side");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments), cmocka_unit_test(test_bytes_are_cut),
		cmocka_unit_test(test_failures),  cmocka_unit_test(test_foreign_text_is_escaped),
		cmocka_unit_test(test_note),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
