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
#include "show/json_value.h"

static void expect_json(const struct event *event, const char *line)
{
	struct buffer buffer = {0};
	event_json(event, 9, &buffer, NULL);
	assert_string_equal(buffer_cstring(&buffer), line);
	buffer_free(&buffer);
}

static void expect_argument(struct event_argument argument, const char *json)
{
	struct event event = {.kind = EVENT_VALUE, .time = 5, .value = argument};
	struct buffer line = {0};
	buffer_format(&line,
		      "{\"event\":\"value\",\"wall\":9,\"time\":5,\"task\":0,\"value\":%s}\n",
		      json);
	expect_json(&event, buffer_cstring(&line));
	buffer_free(&line);
}

static void expect_shown(struct value value, const char *json)
{
	expect_argument(argument_value(value), json);
	value_release(value);
}

#define CALL "{\"event\":\"call\",\"wall\":9,\"time\":7,\"task\":2"

static void test_call(void **state)
{
	(void)state;
	struct source *source = source_new("a.hsh", bytes_text("\n recv 9"), 1);
	struct event event = {
		.kind = EVENT_CALL,
		.time = 7,
		.task = 2,
		.source = source,
		.offset = 2,
		.call = {.name = "recv",
			 .socket = {NULL, 1, 's'},
			 .begin = 6,
			 .arguments = ARGUMENTS(argument_int(3), argument_none(),
						argument_flags(&names_messages, MSG_PEEK)),
			 .result = -1,
			 .number = ECONNRESET,
			 .note = "reset"}};
	expect_json(&event, CALL ",\"file\":\"a.hsh\",\"line\":2,\"column\":2,\"begin\":6,"
				 "\"socket\":\"s1\",\"call\":\"recv\","
				 "\"arguments\":[3,\"MSG_PEEK\"],\"result\":-1,"
				 "\"error\":\"ECONNRESET\",\"note\":\"reset\"}\n");
	object_release(source);
}

/* What was sent stands once, though it is an argument. */
static void test_data(void **state)
{
	(void)state;
	const struct event_argument received = argument_bytes("hi", 2);
	const struct event_argument *arguments =
		ARGUMENTS(argument_int(3), argument_bytes("\xff", 1), argument_int(1));
	struct event event = {.kind = EVENT_CALL,
			      .time = 7,
			      .task = 2,
			      .call = {.name = "recv",
				       .begin = 7,
				       .result = 2,
				       .result_kind = RESULT_RECEIVED,
				       .data = &received,
				       .gave_kind = GAVE_SENDER,
				       .gave = argument_int(4)}};
	expect_json(&event, CALL ",\"begin\":7,\"socket\":null,\"call\":\"recv\","
				 "\"arguments\":[],\"result\":2,\"error\":null,"
				 "\"from\":4,\"in\":\"hi\"}\n");
	event.flags = EVENT_KEPT;
	event.call = (struct event_call){.name = "send",
					 .begin = 7,
					 .result = 1,
					 .result_kind = RESULT_SENT,
					 .arguments = arguments,
					 .data = &arguments[1],
					 .gave_kind = GAVE_VALUE,
					 .gave = argument_int(4),
					 .left = 478};
	expect_json(&event,
		    CALL ",\"begin\":7,\"socket\":null,\"call\":\"send\","
			 "\"arguments\":[3,{\"$out\":true},1],\"result\":1,\"error\":null,"
			 "\"gave\":4,\"out\":{\"$hex\":\"ff\"},\"kept\":true,\"left\":478}\n");
}

static void test_kinds_of_arguments(void **state)
{
	(void)state;
	struct buffer text = {0};
	buffer_text(&text, "{1, 5}");
	expect_argument(argument_bytes("\xff", 1), "{\"$hex\":\"ff\"}");
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
	expect_shown(value_bytes(bytes_new("\xff\x01", 2)), "{\"$hex\":\"ff01\"}");
	/* What is no UTF-8 is found late. */
	expect_shown(value_bytes(bytes_text("a\n\xf0\x9f\x98")), "{\"$hex\":\"610af09f98\"}");
	struct list *list = list_append(list_new(0), value_int(1));
	expect_shown(value_object(TYPE_LIST, list_append(list, VALUE_NIL)), "[1,null]");
	expect_shown(value_object(TYPE_LIST, list_range(3, 2)), "[3,4]");
	struct map *map = map_put_text(map_new(), "b", value_int(1));
	map = map_put_text(map, "a", value_int(2));
	expect_shown(value_object(TYPE_MAP, map), "{\"b\":1,\"a\":2}");
	map = map_put(map_new(), bytes_new("\0\"", 2), value_int(1));
	expect_shown(value_object(TYPE_MAP, map), "{\"\\u0000\\\"\":1}");
	map = map_put(map_new(), bytes_new("\xff", 1), value_int(1));
	expect_shown(value_object(TYPE_MAP, map), "{\"$map\":[[{\"$hex\":\"ff\"},1]]}");
	map = map_put_text(map_put_text(map_new(), "$hex", value_int(1)), "$", value_int(2));
	expect_shown(value_object(TYPE_MAP, map), "{\"$$hex\":1,\"$$\":2}");
	struct error *error = error_new("RANGE", "recv", "too much");
	expect_shown(value_error(error), "{\"$error\":\"recv: RANGE: too much\"}");
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
	expect_json(&event, "{\"event\":\"error\",\"wall\":9,\"time\":0,\"task\":0,"
			    "\"file\":\"a.hsh\",\"line\":2,\"column\":2,\"error\":\"RANGE\","
			    "\"call\":\"recv\",\"message\":\"too \\\"much\\\"\","
			    "\"hint\":\"less\"}\n");
	object_release(error);
}

static void test_texts(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_WAIT, .task = 1, .text = "accept: waiting on s1"};
	expect_json(&event, "{\"event\":\"wait\",\"wall\":9,\"time\":0,\"task\":1,"
			    "\"text\":\"accept: waiting on s1\"}\n");
}

static void test_tables_begins_and_ends(void **state)
{
	(void)state;
	struct event event = {.kind = EVENT_TASK_BEGIN, .task = 2, .begun = {"serve", 1}};
	expect_json(&event, "{\"event\":\"task-begin\",\"wall\":9,\"time\":0,\"task\":2,"
			    "\"name\":\"serve\",\"starter\":1}\n");
	event = (struct event){.kind = EVENT_TABLE,
			       .table = {"sockets", argument_value(VALUE_NIL)}};
	expect_json(&event, "{\"event\":\"table\",\"wall\":9,\"time\":0,\"task\":0,"
			    "\"name\":\"sockets\",\"value\":null}\n");
	event = (struct event){.kind = EVENT_STATEMENT_END,
			       .end = {ENDED_DONE, argument_value(value_int(5)), NULL}};
	expect_json(&event, "{\"event\":\"statement-end\",\"wall\":9,\"time\":0,\"task\":0,"
			    "\"status\":\"done\",\"value\":5}\n");
	struct error *error = error_new("ECANCELED", NULL, NULL);
	event = (struct event){.kind = EVENT_TASK_END,
			       .end = {.how = ENDED_CANCELED, .error = error}};
	expect_json(&event, "{\"event\":\"task-end\",\"wall\":9,\"time\":0,\"task\":0,"
			    "\"status\":\"canceled\",\"error\":\"ECANCELED\"}\n");
	object_release(error);
	event = (struct event){.kind = EVENT_UNIT_END, .end = {.how = ENDED_SYNTAX}};
	expect_json(&event, "{\"event\":\"unit-end\",\"wall\":9,\"time\":0,\"task\":0,"
			    "\"status\":\"syntax\"}\n");
}

/* A list or map that is too long is not cut, but said to be left out. */
static void expect_within(struct value value, size_t most, const char *json)
{
	struct buffer out = {0};
	buffer_text(&out, "before ");
	json_value(&out, value, most);
	assert_string_equal(buffer_cstring(&out) + strlen("before "), json);
	buffer_free(&out);
	value_release(value);
}

static void test_too_long(void **state)
{
	(void)state;
	expect_within(value_object(TYPE_LIST, list_range(0, 3)), 7, "[0,1,2]");
	expect_within(value_object(TYPE_LIST, list_range(0, 3)), 6,
		      "{\"$left_out\":\"list of 3\"}");
	expect_within(value_object(TYPE_LIST, list_range(0, SIZE_MAX / 2)), 100,
		      "{\"$left_out\":\"list of 9223372036854775807\"}");
	struct map *map = map_put_text(map_new(), "k", value_bytes(bytes_text("value")));
	expect_within(value_object(TYPE_MAP, object_retain(map)), 13, "{\"k\":\"value\"}");
	expect_within(value_object(TYPE_MAP, map), 12, "{\"$left_out\":\"map of 1\"}");
	expect_within(value_bytes(bytes_text("value")), 3, "\"value\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_kinds_of_arguments),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_error),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_tables_begins_and_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
