/*
 * test_base: memory, buffers, times and sizes, nearest names, what holds for all values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/value.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	struct arena arena = {0};
	for (size_t round = 0; round < 3; round++) {
		for (size_t size = 1; size < 3000; size += 37) {
			unsigned char *object = arena_allocate(&arena, size);
			assert_int_equal((uintptr_t)object % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(object[i], 0);
			memset(object, 0xaa, size);
		}
		arena_reset(&arena);
	}
	assert_non_null(arena_allocate(&arena, (size_t)4 << 20));
	arena_reset(&arena);
	assert_non_null(arena_allocate(&arena, 0));
	arena_free(&arena);
	assert_null(arena.block);
}

static void buffer_holds_what_was_appended(void **state)
{
	(void)state;
	struct buffer buffer = {0};
	buffer_text(&buffer, "one");
	buffer_byte(&buffer, ' ');
	buffer_append(&buffer, NULL, 0);
	buffer_append(&buffer, "two\0", 4);
	buffer_format(&buffer, "%s-%d", "three", 3);
	assert_int_equal(buffer.length, 15);
	assert_memory_equal(buffer_cstring(&buffer), "one two\0three-3", 16);
	buffer_free(&buffer);
	assert_null(buffer.data);
	assert_string_equal(buffer_cstring(&buffer), "");
	buffer_free(&buffer);
}

static void buffer_format_has_no_limit(void **state)
{
	(void)state;
	struct buffer buffer = {0};
	char *text = memory_allocate(10001);
	memset(text, 'x', 10000);
	text[10000] = '\0';
	buffer_format(&buffer, "<%s>", text);
	assert_int_equal(buffer.length, 10002);
	assert_int_equal(buffer.data[10001], '>');
	free(text);
	buffer_free(&buffer);
}

static void buffer_int_writes_all_ints(void **state)
{
	(void)state;
	static const int64_t integers[] = {
		0,         7,         -1,        10,         99,        100,
		-100,      99999999,  100000000, 1000000000, 100000001, 123456789012345678,
		INT64_MAX, INT64_MIN,
	};
	for (size_t i = 0; i < sizeof(integers) / sizeof(*integers); i++) {
		struct buffer buffer = {0};
		char expected[32];
		snprintf(expected, sizeof(expected), "%lld", (long long)integers[i]);
		buffer_int(&buffer, integers[i]);
		assert_string_equal(buffer_cstring(&buffer), expected);
		buffer_free(&buffer);
	}
}

static void clock_does_not_go_back(void **state)
{
	(void)state;
	int64_t before = clock_now();
	assert_true(clock_now() >= before && before > 0);
}

static bool parse_duration(const char *text, int64_t *nanoseconds)
{
	return duration_parse(text, strlen(text), nanoseconds);
}

static void duration_words(void **state)
{
	(void)state;
	static const struct {
		int64_t nanoseconds;
		const char *word;
	} cases[] = {
		{0, "0s"},
		{1, "1us"},
		{1500, "2us"},
		{1500000, "1500us"},
		{200000000, "200ms"},
		{1000000001, "1000001us"},
		{60 * NANOSECONDS, "60s"},
		{INT64_MAX, "9223372036854776us"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buffer word = {0};
		duration_format(cases[i].nanoseconds, &word);
		assert_string_equal(buffer_cstring(&word), cases[i].word);
		buffer_free(&word);
	}
}

static void durations(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t nanoseconds;
	} good[] = {
		{"0", 0},
		{"2", 2 * NANOSECONDS},
		{"500us", 500000},
		{"200ms", 200000000},
		{"2s", 2 * NANOSECONDS},
		{"1m", 60 * NANOSECONDS},
		{"0.5s", NANOSECONDS / 2},
		{"0x10", 16 * NANOSECONDS},
		{"0b101", 5 * NANOSECONDS},
		{"1.25", NANOSECONDS + NANOSECONDS / 4},
		{"0.5m", 30 * NANOSECONDS},
		{"1.5us", 1500},
		{"0.0000000001s", 0},
		{"0.99999999999999999999999999999999s", 999999999},
		{"9223372036s", 9223372036 * NANOSECONDS},
	};
	static const char *const bad[] = {"",
					  "s",
					  "ms",
					  "-1s",
					  "1h",
					  ".5s",
					  "0x",
					  "0b2",
					  "0x1ms",
					  "0x7fffffffffffffff",
					  "1.s",
					  "1 s",
					  "1.5.5s",
					  "1ss",
					  "1S",
					  "1e3",
					  "9223372037s",
					  "9223372036.9s",
					  "99999999999999999999",
					  "200000000m"};
	int64_t nanoseconds;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(parse_duration(good[i].text, &nanoseconds));
		assert_int_equal(nanoseconds, good[i].nanoseconds);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (parse_duration(bad[i], &nanoseconds))
			fail_msg("%s was taken for a duration", bad[i]);
	}
}

static void integers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum digits digits;
		int64_t integer;
	} table[] = {
		{"0", DIGITS_FIT, 0},
		{"-007", DIGITS_FIT, -7},
		{"9223372036854775807", DIGITS_FIT, INT64_MAX},
		{"-9223372036854775808", DIGITS_FIT, INT64_MIN},
		{"9223372036854775808", DIGITS_TOO_MANY, 0},
		{"0x1f", DIGITS_FIT, 31},
		{"-0xFf", DIGITS_FIT, -255},
		{"0b101", DIGITS_FIT, 5},
		{"0x7fffffffffffffff", DIGITS_FIT, INT64_MAX},
		{"-0x8000000000000000", DIGITS_FIT, INT64_MIN},
		{"0x8000000000000000", DIGITS_TOO_MANY, 0},
		{"0x10000000000000000000", DIGITS_TOO_MANY, 0},
		{"0xffffffffffffffffg", DIGITS_NOT, 0},
		{"", DIGITS_NOT, 0},
		{"-", DIGITS_NOT, 0},
		{"0x", DIGITS_NOT, 0},
		{"-0b", DIGITS_NOT, 0},
		{"0b2", DIGITS_NOT, 0},
		{"0o7", DIGITS_NOT, 0},
		{"0X1", DIGITS_NOT, 0},
		{"1f", DIGITS_NOT, 0},
		{"+1", DIGITS_NOT, 0},
		{"--1", DIGITS_NOT, 0},
		{" 1", DIGITS_NOT, 0},
		{"0x-1", DIGITS_NOT, 0},
		{"0x\x10", DIGITS_NOT, 0},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int64_t integer = 0;
		enum digits digits = digits_read(table[i].text, strlen(table[i].text), &integer);
		if (digits != table[i].digits || integer != table[i].integer)
			fail_msg("%s: %d, %lld", table[i].text, digits, (long long)integer);
	}
}

static void sizes(void **state)
{
	(void)state;
	int64_t size;
	assert_true(size_parse("0", 1, &size) && size == 0);
	assert_true(size_parse("4096", 4, &size) && size == 4096);
	assert_true(size_parse("64k", 3, &size) && size == 65536);
	assert_true(size_parse("1M", 2, &size) && size == 1 << 20);
	assert_true(size_parse("8589934591G", 11, &size) && size == INT64_C(8589934591) << 30);
	static const char *const bad[] = {"",   "k",   "-1",          "1kk",
					  "1m", "1 k", "8589934592G", "9223372036854775808"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (size_parse(bad[i], strlen(bad[i]), &size))
			fail_msg("%s was taken for a size", bad[i]);
	}
}

static void distances(void **state)
{
	(void)state;
	assert_int_equal(text_distance("send", "send", 3), 0);
	assert_int_equal(text_distance("send", "sedn", 3), 1);
	assert_int_equal(text_distance("socket", "sokcet", 3), 1);
	assert_int_equal(text_distance("send", "sendto", 3), 2);
	assert_int_equal(text_distance("", "abc", 3), 3);
	assert_int_equal(text_distance("abc", "xyz", 2), 3);
	assert_int_equal(text_distance("abcdefgh", "x", 2), 3);
	char *longer = memory_zeroed(200, 1);
	memset(longer, 'a', 199);
	assert_int_equal(text_distance(longer, longer, 2), 0);
	assert_int_equal(text_distance(longer, "a", 2), 3);
	free(longer);
}

static void assert_nearest(const char *wanted, const char *expected)
{
	static const char *const names[] = {"send",   "sendall", "sendto", "recv", "reverse",
					    "socket", "sockets", "len",    "use",  "wait"};
	struct nearest nearest = {.wanted = wanted};
	struct buffer text = {0};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		nearest_offer(&nearest, names[i]);
	nearest_offer(&nearest, names[0]);
	nearest_format(&nearest, &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void nearest_names(void **state)
{
	(void)state;
	assert_nearest("sokcet", "did you mean socket or sockets?");
	assert_nearest("snd", "did you mean send?");
	assert_nearest("SEND", "did you mean send?");
	assert_nearest("sendt", "did you mean send or sendto?");
	assert_nearest("xyzzy", "");
	assert_nearest("q", "");
	assert_nearest("", "");
}

static void truth(void **state)
{
	(void)state;
	struct value empty[] = {VALUE_NIL,
				value_bool(false),
				value_int(0),
				value_bytes(bytes_text("")),
				value_object(TYPE_LIST, list_new(3)),
				value_object(TYPE_LIST, list_range(5, 0)),
				value_object(TYPE_MAP, map_new())};
	struct value full[] = {value_bool(true), value_int(-1), value_bytes(bytes_text("0")),
			       value_object(TYPE_LIST, list_range(0, 1)),
			       value_error(error_new("X", NULL, NULL))};
	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		assert_false(value_true(empty[i]));
		value_release(empty[i]);
	}
	for (size_t i = 0; i < sizeof(full) / sizeof(*full); i++) {
		assert_true(value_true(full[i]));
		value_release(full[i]);
	}
}

static void equality_and_order(void **state)
{
	(void)state;
	struct value one = value_int(1), text = value_bytes(bytes_text("1"));
	struct value more = value_bytes(bytes_text("1a"));
	assert_false(value_equal(one, text));
	assert_true(value_equal(VALUE_NIL, VALUE_NIL));
	assert_false(value_equal(VALUE_NIL, value_bool(false)));
	assert_true(value_equal(text, text));
	assert_int_equal(value_compare(value_int(INT64_MIN), value_int(INT64_MAX)), -1);
	assert_true(value_compare(text, more) < 0);
	assert_int_equal(value_compare(one, text), 0);
	value_release(text);
	value_release(more);
}

static void type_names(void **state)
{
	(void)state;
	assert_string_equal(value_type_name(TYPE_NIL), "nil");
	assert_string_equal(value_type_name(TYPE_BYTES), "bytes");
	assert_string_equal(value_type_name(TYPE_ADDRESS), "address");
	assert_string_equal(value_type_name(TYPE_ERROR), "error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers),
		cmocka_unit_test(arena_gives_zeroed_aligned_memory),
		cmocka_unit_test(buffer_holds_what_was_appended),
		cmocka_unit_test(buffer_format_has_no_limit),
		cmocka_unit_test(buffer_int_writes_all_ints),
		cmocka_unit_test(clock_does_not_go_back),
		cmocka_unit_test(durations),
		cmocka_unit_test(duration_words),
		cmocka_unit_test(sizes),
		cmocka_unit_test(distances),
		cmocka_unit_test(nearest_names),
		cmocka_unit_test(truth),
		cmocka_unit_test(equality_and_order),
		cmocka_unit_test(type_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
