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

#ifdef HANDSH_STRESS
#define ROOM false /* there is none to spare: every append moves */
#else
#define ROOM true
#endif

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
	assert_true(moves < 20 || !ROOM);
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

/* Of something large, so that it would be kept alive. */
static void small_parts_are_copies(void **state)
{
	(void)state;
	struct bytes *root = bytes_allocate(1 << 20);
	memset(root->data, 'x', root->length);
	struct bytes *slice = bytes_slice(root, 500, 64), *large = bytes_slice(root, 0, 1 << 19);
	assert_null(slice->owner);
	assert_ptr_equal(large->owner, root);
	large = bytes_keep(large, 10, 1000); /* a slice of a slice is measured by the root */
	assert_null(large->owner);
	assert_int_equal(large->length, 1000);
	assert_int_equal(root->object.references, 1);
	root = bytes_keep(root, 1 << 19, 64);
	assert_true(root->capacity < 1000);
	assert_int_equal(root->data[63], 'x');
	object_release(root);
	object_release(large);
	object_release(slice);
}

/* The storage of what was appended to has room for more, out of the sight of who holds it. */
static void append_shares_the_storage(void **state)
{
	(void)state;
	struct bytes *held = bytes_append(bytes_append(bytes_text("ab"), "c", 1), "d", 1);
	struct bytes *longer = bytes_append(object_retain(held), "ef", 2);
	assert_is(held, "abcd");
	assert_is(longer, "abcdef");
	assert_true(longer->data == held->data || !ROOM);
	assert_true(longer->owner == held || !ROOM);
	/* It ends there no longer: who appends to the shorter one again gets a copy. */
	struct bytes *other = bytes_append(object_retain(held), "xy", 2);
	assert_ptr_not_equal(other->data, held->data);
	longer = bytes_append(longer, "g", 1);
	assert_is(held, "abcd");
	assert_is(other, "abcdxy");
	assert_is(longer, "abcdefg");
	object_release(other);
	object_release(longer);
	held = bytes_append(held, "!", 1); /* alone again */
	assert_is(held, "abcd!");
	object_release(held);
}

/* The longer one that is left alone may be cut and appended to as if there were no root. */
static void the_last_holder_of_a_storage(void **state)
{
	(void)state;
	struct bytes *text = bytes_append(bytes_allocate(300), "x", 1);
	memset(text->data, 'a', 300);
	struct bytes *slice = bytes_slice(text, 0, 200);
	object_release(text);
	char *data = slice->data;
	for (unsigned i = 0; i < 50; i++) {
		slice = bytes_append(slice, "z", 1);
		slice = bytes_keep(slice, 0, slice->length - 1);
		slice = bytes_append(slice, "y", 1);
	}
	assert_ptr_equal(slice->data, data);
	assert_int_equal(slice->length, 250);
	assert_int_equal(slice->data[199], 'a');
	assert_int_equal(slice->data[249], 'y');
	object_release(slice);
}

/*
 * How many bytes are copied when bytes of n letters are made one by one, in whichever way: the
 * steps tell by the place of the data whether they moved.
 */
typedef struct bytes *append_function(struct bytes *bytes, size_t i);

static size_t copied(append_function *append, size_t n)
{
	struct bytes *bytes = bytes_text("");
	size_t moved = 0;
	for (size_t i = 0; i < n; i++) {
		const char *end = bytes->data + bytes->length;
		bytes = append(bytes, i);
		if (bytes->data + bytes->length != end + 1)
			moved += bytes->length;
	}
	object_release(bytes);
	return moved;
}

static struct bytes *append_alone(struct bytes *bytes, size_t i)
{
	return bytes_append(bytes, &i, 1);
}

/* bytes = f $bytes, where f appends to what its caller holds as well. */
static struct bytes *append_held(struct bytes *bytes, size_t i)
{
	struct bytes *longer = bytes_append(object_retain(bytes), &i, 1);
	object_release(bytes);
	return longer;
}

static struct bytes *append_and_cut(struct bytes *bytes, size_t i)
{
	bytes = bytes_append(bytes, &i, 1);
	return i % 2 && bytes->length > 1000 ? bytes_keep(bytes, 1, bytes->length - 1) : bytes;
}

static void growing_costs_the_growth(void **state)
{
	(void)state;
	append_function *const ways[] = {append_alone, append_held, append_and_cut};
	for (size_t i = 0; ROOM && i < sizeof(ways) / sizeof(*ways); i++) {
		assert_true(copied(ways[i], 10000) < 3 * 10000);
		assert_true(copied(ways[i], 20000) < 3 * 20000);
	}
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
		queue = bytes_keep(queue, 65, queue->length - 65);
		assert_true(queue->capacity <= 4 * queue->length + 300);
	}
	assert_int_equal(queue->length, 6000);
	while (queue->length) {
		assert_int_equal((unsigned char)queue->data[0], out++);
		queue = bytes_keep(queue, 1, queue->length - 1);
		assert_true(queue->capacity <= 4 * queue->length + 300);
	}
	object_release(queue);
}

/* ---- any order of operations: each is watched by a copy of what it ought to show ---- */

#define WATCHED 6
#define SHADOW 1000
#define STEPS 100000

struct watched {
	struct bytes *bytes;
	char shadow[SHADOW];
	size_t length;
};

static unsigned random_below(uint32_t *seed, unsigned most)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % most;
}

static void part_at_random(struct watched *one, uint32_t *seed)
{
	size_t start = random_below(seed, (unsigned)one->length + 1);
	size_t length = random_below(seed, (unsigned)(one->length - start) + 1);
	if (random_below(seed, 2)) { /* a buffer's */
		start = random_below(seed, 50) < one->length ? 0 : one->length;
		length = one->length - start;
	}
	if (random_below(seed, 2)) {
		one->bytes = bytes_keep(one->bytes, start, length);
	} else {
		struct bytes *slice = bytes_slice(one->bytes, start, length);
		object_release(one->bytes);
		one->bytes = slice;
	}
	memmove(one->shadow, one->shadow + start, length);
	one->length = length;
}

static void change_at_random(struct watched *one, const struct watched *other, uint32_t *seed)
{
	size_t more = random_below(seed, 80);
	switch (random_below(seed, 4)) {
	case 0: /* one = $other */
		object_release(one->bytes);
		*one = *other;
		object_retain(one->bytes);
		break;
	case 1:
		part_at_random(one, seed);
		break;
	default:
		if (more > other->length)
			more = other->length;
		if (one->length + more > SHADOW)
			break;
		one->bytes = bytes_append(one->bytes, other->bytes->data, more);
		memcpy(one->shadow + one->length, other->shadow, more);
		one->length += more;
	}
}

static void any_order_of_operations(void **state)
{
	(void)state;
	static struct watched all[WATCHED];
	uint32_t seed = 1;
	for (unsigned i = 0; i < WATCHED; i++) {
		all[i] = (struct watched){.bytes = hundred(), .length = 100};
		memcpy(all[i].shadow, all[i].bytes->data, 100);
	}
	for (unsigned step = 0; step < STEPS; step++) {
		struct watched *one = &all[random_below(&seed, WATCHED)];
		struct watched *other = &all[random_below(&seed, WATCHED)];
		if (one != other)
			change_at_random(one, other, &seed);
		for (unsigned i = 0; i < WATCHED; i++) {
			assert_int_equal(all[i].bytes->length, all[i].length);
			assert_memory_equal(all[i].bytes->data, all[i].shadow, all[i].length);
		}
	}
	for (unsigned i = 0; i < WATCHED; i++)
		object_release(all[i].bytes);
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
	struct bytes *zeros = bytes_allocate(100000); /* longer than a number may be */
	memset(zeros->data, '0', zeros->length);
	assert_false(bytes_are_digits(zeros));
	object_release(zeros);
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
		cmocka_unit_test(small_parts_are_copies),
		cmocka_unit_test(append_shares_the_storage),
		cmocka_unit_test(the_last_holder_of_a_storage),
		cmocka_unit_test(growing_costs_the_growth),
		cmocka_unit_test(a_queue_keeps_its_order),
		cmocka_unit_test(any_order_of_operations),
		cmocka_unit_test(shrinking),
		cmocka_unit_test(comparing),
		cmocka_unit_test(numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
