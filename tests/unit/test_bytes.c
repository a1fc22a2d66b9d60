/*
 * test_bytes: byte strings, their slices, and how they grow.
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

static void assert_is(const struct bytes *bytes, const char *text)
{
	assert_int_equal(bytes->length, strlen(text));
	assert_memory_equal(bytes->data, text, bytes->length);
}

/* A hundred bytes, which is long enough for slices that share. */
static struct bytes *hundred(void)
{
	struct bytes *bytes = bytes_allocate(100);
	for (size_t i = 0; i < 100; i++)
		bytes->data[i] = (char)i;
	return bytes;
}

static void making(void **state)
{
	(void)state;
	struct bytes *text = bytes_text("abc"), *empty = bytes_new(NULL, 0);
	struct bytes *formatted = bytes_format("%d %s", 5, "x");
	struct buffer buffer = {0};
	buffer_text(&buffer, "from");
	struct bytes *from = bytes_from(&buffer);
	assert_is(text, "abc");
	assert_is(empty, "");
	assert_is(formatted, "5 x");
	assert_is(from, "from");
	assert_int_equal(buffer.length, 0);
	assert_true(bytes_is(text, "abc") && !bytes_is(text, "ab") && !bytes_is(text, "abd"));
	object_release(text);
	object_release(empty);
	object_release(formatted);
	object_release(from);
	buffer_free(&buffer);
}

static void slices_share_with_the_root(void **state)
{
	(void)state;
	struct bytes *root = hundred();
	struct bytes *slice = bytes_slice(root, 10, 80);
	struct bytes *inner = bytes_slice(slice, 5, 70);
	assert_ptr_equal(slice->data, root->data + 10);
	assert_ptr_equal(inner->data, root->data + 15);
	assert_ptr_equal(inner->owner, root);
	struct bytes *whole = bytes_slice(slice, 0, 80);
	assert_ptr_equal(whole, slice);
	object_release(whole);
	object_release(slice);
	object_release(root);
	assert_int_equal(inner->data[0], 15);
	assert_int_equal(inner->data[69], 84);
	object_release(inner);
}

static void small_slices_are_copies(void **state)
{
	(void)state;
	struct bytes *root = hundred();
	struct bytes *slice = bytes_slice(root, 99, 1), *none = bytes_slice(root, 100, 0);
	assert_int_equal(root->object.references, 1);
	object_release(root);
	assert_int_equal(slice->data[0], 99);
	assert_int_equal(none->length, 0);
	object_release(slice);
	object_release(none);
}

static void append_leaves_other_holders_alone(void **state)
{
	(void)state;
	struct bytes *held = bytes_text("abc");
	struct bytes *longer = bytes_append(object_retain(held), "def", 3);
	assert_is(held, "abc");
	assert_is(longer, "abcdef");
	longer = bytes_append(longer, NULL, 0);
	longer = bytes_append(longer, longer->data, longer->length);
	assert_is(longer, "abcdefabcdef");
	object_release(held);
	object_release(longer);
}

static void append_is_amortised(void **state)
{
	(void)state;
	struct bytes *bytes = bytes_text("");
	unsigned moves = 0;
	for (unsigned i = 0; i < 100000; i++) {
		const struct bytes *before = bytes;
		size_t capacity = bytes->capacity;
		bytes = bytes_append(bytes, "x", 1);
		moves += bytes->capacity != capacity || (bytes != before && !moves);
	}
	assert_int_equal(bytes->length, 100000);
#ifndef HANDSH_STRESS
	assert_true(moves < 20);
#endif
	object_release(bytes);
}

static void append_to_slices(void **state)
{
	(void)state;
	struct bytes *root = hundred();
	struct bytes *front = bytes_slice(root, 0, 70), *back = bytes_slice(root, 30, 70);
	front = bytes_append(front, "!", 1);
	back = bytes_append(back, "?", 1);
	assert_int_equal(root->length, 100);
	assert_int_equal(root->data[70], 70);
	assert_int_equal(front->length, 71);
	assert_int_equal(front->data[70], '!');
	assert_int_equal(back->data[0], 30);
	assert_int_equal(back->data[70], '?');
	object_release(root);
	object_release(front);
	object_release(back);
}

/* buffer = $buffer[65:] + more, for ever: a protocol's usual loop. */
static void a_queue_keeps_its_order(void **state)
{
	(void)state;
	struct bytes *queue = bytes_text("");
	unsigned char in = 0, out = 0;
	for (unsigned round = 0; round < 3000; round++) {
		for (unsigned i = 0; i < 67; i++, in++)
			queue = bytes_append(queue, &in, 1);
		for (unsigned i = 0; i < 65; i++, out++)
			assert_int_equal((unsigned char)queue->data[i], out);
		struct bytes *rest = bytes_slice(queue, 65, queue->length - 65);
		object_release(queue);
		queue = rest;
	}
	assert_int_equal(queue->length, 6000);
	object_release(queue);
}

static void shrinking(void **state)
{
	(void)state;
	struct bytes *bytes = bytes_allocate(100000);
	memcpy(bytes->data, "abc", 3);
	bytes = bytes_shrink(bytes, 3);
	assert_is(bytes, "abc");
	assert_true(bytes->capacity < 1000);
	bytes = bytes_append(bytes, "def", 3);
	assert_is(bytes, "abcdef");
	object_release(bytes);
}

static int compare(const char *a, const char *b)
{
	struct bytes *first = bytes_text(a), *second = bytes_text(b);
	int order = bytes_compare(first, second);
	assert_int_equal(bytes_equal(first, second), order == 0);
	object_release(first);
	object_release(second);
	return order;
}

static void comparing(void **state)
{
	(void)state;
	assert_int_equal(compare("", ""), 0);
	assert_int_equal(compare("abc", "abc"), 0);
	assert_true(compare("", "a") < 0);
	assert_true(compare("abc", "ab") > 0);
	assert_true(compare("ab", "b") < 0);
	assert_true(compare("\xff", "a") > 0);
}

static void numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
		int64_t integer;
	} cases[] = {
		{"0", true, 0},
		{"-0", true, 0},
		{"007", true, 7},
		{"-42", true, -42},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 0},
		{"-9223372036854775809", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"--1", false, 0},
		{"+1", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"1a", false, 0},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct bytes *bytes = bytes_text(cases[i].text);
		int64_t integer = 0;
		assert_int_equal(bytes_to_int(bytes, &integer), cases[i].good);
		assert_int_equal(integer, cases[i].integer);
		bool large = strlen(cases[i].text) > 18;
		assert_int_equal(bytes_are_digits(bytes), cases[i].good || large);
		object_release(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(making),
		cmocka_unit_test(slices_share_with_the_root),
		cmocka_unit_test(small_slices_are_copies),
		cmocka_unit_test(append_leaves_other_holders_alone),
		cmocka_unit_test(append_is_amortised),
		cmocka_unit_test(append_to_slices),
		cmocka_unit_test(a_queue_keeps_its_order),
		cmocka_unit_test(shrinking),
		cmocka_unit_test(comparing),
		cmocka_unit_test(numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
