/*
 * Events as JSON: one object a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "handsh/lang.h"
#include "handsh/show.h"

static void expect_json(const struct event *event, const char *line)
{
	struct buffer buffer = {0};
	event_json(event, &buffer);
	assert_string_equal(buffer_cstring(&buffer), line);
	buffer_free(&buffer);
}

static void expect_argument(struct event_argument argument, const char *json)
{
	struct event event = {.kind = EVENT_VALUE, .time = 5, .value = argument};
	struct buffer line = {0};
	buffer_format(&line, "{\"event\":\"value\",\"time\":5,\"task\":0,\"value\":%s}\n", json);
	expect_json(&event, buffer_cstring(&line));
	buffer_free(&line);
}

static void expect_shown(struct value value, const char *json)
{
	expect_argument(argument_value(value), json);
	value_release(value);
}

static void test_call(void **state)
{
	(void)state;
	const struct event_argument data = argument_bytes("hi", 2);
	struct event event = {
		.kind = EVENT_CALL,
		.time = 7,
		.task = 2,
		.call = {.name = "recv",
			 .socket = {NULL, 1, 's'},
			 .arguments = ARGUMENTS(argument_int(3), argument_none(),
						argument_flags(&names_messages, MSG_PEEK)),
			 .result = -1,
			 .number = ECONNRESET,
			 .note = "reset"}};
	expect_json(&event, "{\"event\":\"call\",\"time\":7,\"task\":2,\"socket\":\"s1\","
			    "\"call\":\"recv\",\"arguments\":[3,\"MSG_PEEK\"],\"result\":-1,"
			    "\"error\":\"ECONNRESET\",\"from\":null,\"note\":\"reset\"}\n");
	event.call = (struct event_call){
		.name = "recv", .result = 2, .result_kind = RESULT_RECEIVED, .data = &data};
	static const char without[] = "{\"event\":\"call\",\"time\":7,\"task\":2,\"socket\":null,"
				      "\"call\":\"recv\",\"arguments\":[],\"result\":2,"
				      "\"error\":null,\"from\":null,\"note\":null}\n";
	expect_json(&event, without);
	/* What the statement gives is shown; what was sent stands among the arguments. */
	event.flags = EVENT_OWN;
	expect_json(&event, "{\"event\":\"call\",\"time\":7,\"task\":2,\"socket\":null,"
			    "\"call\":\"recv\",\"arguments\":[],\"result\":2,"
			    "\"error\":null,\"from\":null,\"note\":null,\"data\":\"hi\"}\n");
	event.call.result_kind = RESULT_SENT;
	expect_json(&event, without);
}

static void test_kinds_of_arguments(void **state)
{
	(void)state;
	struct buffer text = {0};
	buffer_text(&text, "{1, 5}");
	expect_argument(argument_bytes("\xff", 1), "{\"hex\":\"ff\"}");
	expect_argument(argument_text(&text), "\"{1, 5}\"");
	expect_argument(argument_constant("F_SETFL"), "\"F_SETFL\"");
	expect_argument(argument_named(&names_types, SOCK_DGRAM), "\"SOCK_DGRAM\"");
	expect_argument(argument_named(&names_types, 77), "77");
	expect_argument(argument_flags(&names_messages, MSG_PEEK | MSG_OOB),
			"\"MSG_OOB|MSG_PEEK\"");
	expect_argument(argument_struct(ARGUMENTS(
				argument_list(ARGUMENTS(argument_int(3), argument_int(4))),
				argument_none(), argument_list(ARGUMENTS()))),
			"[[3,4],[]]");
	buffer_free(&text);
}

static void test_values(void **state)
{
	(void)state;
	expect_shown(VALUE_NIL, "null");
	expect_shown(value_bool(true), "true");
	expect_shown(value_int(INT64_MIN), "-9223372036854775808");
	expect_shown(value_bytes(bytes_text("a\"\n\033")), "\"a\\\"\\n\\u001B\"");
	expect_shown(value_bytes(bytes_text("\b\f\r\t\\/\x7f")), "\"\\b\\f\\r\\t\\\\/\\u007F\"");
	expect_shown(value_bytes(bytes_text("é")), "\"\\u00E9\"");
	expect_shown(value_bytes(bytes_text("\U0001f600")), "\"\\uD83D\\uDE00\"");
	expect_shown(value_bytes(bytes_new("", 0)), "\"\"");
	expect_shown(value_bytes(bytes_new("\0", 1)), "\"\\u0000\"");
	expect_shown(value_bytes(bytes_new("\xff\x01", 2)), "{\"hex\":\"ff01\"}");
	/* What is no UTF-8 is found late. */
	expect_shown(value_bytes(bytes_text("a\n\xf0\x9f\x98")), "{\"hex\":\"610af09f98\"}");
	struct list *list = list_append(list_new(0), value_int(1));
	expect_shown(value_object(TYPE_LIST, list_append(list, VALUE_NIL)), "[1,null]");
	expect_shown(value_object(TYPE_LIST, list_range(3, 2)), "[3,4]");
	struct map *map = map_put_text(map_new(), "b", value_int(1));
	map = map_put_text(map, "a", value_int(2));
	expect_shown(value_object(TYPE_MAP, map), "{\"b\":1,\"a\":2}");
	map = map_put(map_new(), bytes_new("\0\"", 2), value_int(1));
	expect_shown(value_object(TYPE_MAP, map), "{\"\\u0000\\\"\":1}");
	map = map_put(map_new(), bytes_new("\xff", 1), value_int(1));
	expect_shown(value_object(TYPE_MAP, map), "{\"map\":[[{\"hex\":\"ff\"},1]]}");
}

/* Text is looked at in blocks: a byte to be escaped at every place of some. */
static void test_places(void **state)
{
	(void)state;
	static const char special[] = {'"', '\\', '\x1f', '\x7f'};
	static const char *const escaped[] = {"\\\"", "\\\\", "\\u001F", "\\u007F"};
	char text[41], line[64];
	for (size_t i = 0; i < 4 * 40; i++) {
		int place = (int)(i % 40);
		memset(text, '~', 40);
		text[40] = '\0';
		text[place] = special[i / 40];
		snprintf(line, sizeof(line), "\"%.*s%s%s\"", place, text, escaped[i / 40],
			 text + place + 1);
		expect_shown(value_bytes(bytes_text(text)), line);
	}
}

static void test_error(void **state)
{
	(void)state;
	struct error *error = error_new("RANGE", "recv", "too \"much\"");
	error_hint(error, "less");
	error->source = &source_new("a.hsh", bytes_text("\n recv 9"), 1)->object;
	error->offset = 2;
	struct event event = {.kind = EVENT_ERROR, .error = error};
	expect_json(&event, "{\"event\":\"error\",\"time\":0,\"task\":0,\"error\":\"RANGE\","
			    "\"call\":\"recv\",\"message\":\"too \\\"much\\\"\","
			    "\"hint\":\"less\",\"file\":\"a.hsh\",\"line\":2,\"column\":2}\n");
	object_release(error);
}

static void test_texts(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_WAIT, .task = 1, .text = "accept: waiting on s1"};
	expect_json(&event, "{\"event\":\"wait\",\"time\":0,\"task\":1,"
			    "\"text\":\"accept: waiting on s1\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_call),   cmocka_unit_test(test_kinds_of_arguments),
		cmocka_unit_test(test_values), cmocka_unit_test(test_places),
		cmocka_unit_test(test_error),  cmocka_unit_test(test_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
