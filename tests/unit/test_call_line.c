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
#include <string.h>
#include <sys/socket.h>

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
	call_line(event, false, &buffer);
	assert_string_equal(buffer_cstring(&buffer), line);
	buffer_free(&buffer);
}

static void test_arguments(void **state)
{
	(void)state;
	struct event event = {
		.kind = EVENT_CALL,
		.call = {.name = "socket",
			 .socket = {NULL, 1, 's'},
			 .arguments = ARGUMENTS(argument_named(&names_families, AF_INET),
						argument_named(&names_types, SOCK_STREAM),
						argument_int(0)),
			 .result = 3}};
	expect_line(&event, "s1  socket(AF_INET, SOCK_STREAM, 0) = 3");
	event.task = 2;
	expect_line(&event, "[2] s1  socket(AF_INET, SOCK_STREAM, 0) = 3");
	event.call.socket.letter = 0;
	event.call.arguments = ARGUMENTS();
	expect_line(&event, "[2] socket() = 3");
	event.call.arguments = NULL;
	expect_line(&event, "[2] socket() = 3");
}

static void expect_argument(struct event_argument argument, const char *text)
{
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "f", .arguments = ARGUMENTS(argument)}};
	struct buffer line = {0};
	buffer_format(&line, "f(%s) = 0", text);
	expect_line(&event, buffer_cstring(&line));
	buffer_free(&line);
}

static void test_kinds_of_arguments(void **state)
{
	(void)state;
	struct buffer text = {0};
	buffer_text(&text, "{1, 5}\033");
	expect_argument(argument_none(), "");
	expect_argument(argument_int(-1), "-1");
	expect_argument(argument_bytes("a\0b", 3), "\"a\\x00b\"");
	expect_argument(argument_text(&text), "{1, 5}\\e");
	expect_argument(argument_constant("F_SETFL"), "F_SETFL");
	expect_argument(argument_named(&names_types, SOCK_DGRAM), "SOCK_DGRAM");
	expect_argument(argument_named(&names_types, 77), "77");
	expect_argument(argument_flags(&names_messages, MSG_PEEK | MSG_OOB), "MSG_OOB|MSG_PEEK");
	expect_argument(argument_flags(&names_messages, 0), "");
	expect_argument(argument_list(ARGUMENTS()), "[]");
	expect_argument(argument_list(ARGUMENTS(argument_int(3), argument_int(4))), "[3, 4]");
	buffer_free(&text);
}

/* An argument that is left out leaves no comma; lists may stand in lists. */
static void test_message(void **state)
{
	(void)state;
	const struct event_argument *data =
		ARGUMENTS(argument_bytes("head", 4), argument_bytes("body", 4));
	const struct event_argument *control = ARGUMENTS(argument_struct(
		ARGUMENTS(argument_constant("SOL_SOCKET"), argument_constant("SCM_RIGHTS"),
			  argument_list(ARGUMENTS(argument_int(5), argument_int(6))))));
	struct event event = {
		.kind = EVENT_CALL,
		.call = {.name = "sendmsg",
			 .socket = {NULL, 1, 's'},
			 .arguments = ARGUMENTS(
				 argument_none(), argument_int(3),
				 argument_struct(ARGUMENTS(argument_none(), argument_list(data),
							   argument_list(control))),
				 argument_none(), argument_flags(&names_messages, MSG_MORE)),
			 .result = 8}};
	expect_line(&event, "s1  sendmsg(3, {[\"head\", \"body\"], "
			    "[{SOL_SOCKET, SCM_RIGHTS, [5, 6]}]}, MSG_MORE) = 8");
}

static void test_bytes_are_cut(void **state)
{
	(void)state;
	char bytes[81];
	memset(bytes, 'a', sizeof(bytes));
	struct buffer shown = {0};
	buffer_byte(&shown, '"');
	for (size_t i = 0; i < 80; i++)
		buffer_byte(&shown, 'a');
	buffer_text(&shown, "\"...");
	expect_argument(argument_bytes(bytes, 81), buffer_cstring(&shown));
	struct event_argument cut = argument_bytes("abc", 3);
	cut.cut = true;
	expect_argument(cut, "\"abc\"...");
	buffer_free(&shown);
}

static void test_failures(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "connect",
				       .socket = {NULL, 2, 's'},
				       .arguments = ARGUMENTS(argument_int(5)),
				       .result = -1,
				       .number = ECONNREFUSED}};
	expect_line(&event, "s2  connect(5) = -1 ECONNREFUSED");
	event.call.name = "getaddrinfo";
	event.call.socket.letter = 0;
	event.call.result = event.call.number = EAI_NONAME;
	expect_line(&event, "getaddrinfo(5) = -2 EAI_NONAME");
}

static void test_foreign_text_is_escaped(void **state)
{
	(void)state;
	struct object hostile = {.behaviour = &hostile_behaviour, .references = 1};
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "accept",
				       .socket = {"c\033", 1, 'c'},
				       .arguments = ARGUMENTS(argument_int(3)),
				       .result = 6,
				       .gave_kind = GAVE_SENDER,
				       .gave = argument_value(value_object(TYPE_ADDRESS, &hostile)),
				       .note = "a\nb"}};
	expect_line(&event, "c\\e  accept(3) = 6 from /tmp/\\e[2J\\nx\\t   a\\nb");
	event.call.name = "getsockname";
	event.call.gave_kind = GAVE_VALUE;
	event.call.socket = (struct event_socket){NULL, 1, 's'};
	event.call.note = NULL;
	expect_line(&event, "s1  getsockname(3) = 6 -> /tmp/\\e[2J\\nx\\t");
}

static void test_note(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "recv",
				       .socket = {NULL, 2, 's'},
				       .arguments = ARGUMENTS(argument_int(5), argument_int(1024)),
				       .note = "end of stream: the peer has closed its side"}};
	expect_line(&event, "s2  recv(5, 1024) = 0   end of stream: the peer has closed its side");
}

static void expect_traced(const struct event *event, const char *line)
{
	struct buffer buffer = {0};
	call_line(event, true, &buffer);
	assert_string_equal(buffer_cstring(&buffer), line);
	buffer_free(&buffer);
}

static void test_received(void **state)
{
	(void)state;
	const struct event_argument data = argument_bytes("a\n", 2),
				    nothing = argument_bytes("", 0);
	struct event event = {.kind = EVENT_CALL,
			      .call = {.name = "recvfrom",
				       .socket = {NULL, 2, 's'},
				       .arguments = ARGUMENTS(argument_int(5)),
				       .result = 2,
				       .result_kind = RESULT_RECEIVED,
				       .data = &data,
				       .gave_kind = GAVE_SENDER,
				       .gave = argument_int(7),
				       .note = "note"}};
	expect_line(&event, "s2  recvfrom(5) = 2 from 7   note");
	expect_traced(&event, "s2  recvfrom(5) = 2 \"a\\n\" from 7   note");
	event.flags = EVENT_KEPT;
	expect_traced(&event, "s2  recvfrom: note \"a\\n\"");
	event.flags = 0;
	event.call.data = &nothing;
	expect_traced(&event, "s2  recvfrom(5) = 2 from 7   note");
	event.call.result_kind = RESULT_SENT;
	event.call.data = &data;
	expect_traced(&event, "s2  recvfrom(5) = 2 from 7   note");
}

static void test_state(void **state)
{
	(void)state;
	struct buffer text = {0};
	struct event event = {.kind = EVENT_STATE,
			      .state = {"b", "SYN_RECV", "ESTABLISHED", {"l", 1, 's'}, 3}};
	state_event_format(&event, true, &text);
	assert_string_equal(buffer_cstring(&text), "b: SYN_RECV → ESTABLISHED (l)");
	text.length = 0;
	event.state.socket = (struct event_socket){0};
	state_event_format(&event, false, &text);
	assert_string_equal(buffer_cstring(&text), "b: SYN_RECV -> ESTABLISHED");
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments), cmocka_unit_test(test_kinds_of_arguments),
		cmocka_unit_test(test_message),   cmocka_unit_test(test_bytes_are_cut),
		cmocka_unit_test(test_failures),  cmocka_unit_test(test_foreign_text_is_escaped),
		cmocka_unit_test(test_note),      cmocka_unit_test(test_received),
		cmocka_unit_test(test_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
