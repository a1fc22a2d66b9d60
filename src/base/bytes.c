/*
 * bytes: byte strings. They never change for whoever looks at them: one that has a single holder
 * may grow in place, a slice shares the data of the bytes it was cut from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"
#include "handsh/grow.h"

/* A slice as short as this is copied: sharing costs as much, and would keep all the rest alive. */
#define SLICE_LEAST 64
#define BYTES_LEAST 32

static void destroy(struct object *object)
{
	struct bytes *bytes = (struct bytes *)object;
	object_release(bytes->owner);
	free(bytes);
}

static bool equal(const struct object *a, const struct object *b)
{
	return bytes_equal((const struct bytes *)a, (const struct bytes *)b);
}

static void format(const struct object *object, struct buffer *buffer)
{
	const struct bytes *bytes = (const struct bytes *)object;
	buffer_append(buffer, bytes->data, bytes->length);
}

const struct behaviour bytes_behaviour = {.destroy = destroy, .equal = equal, .format = format};

static struct bytes *with_capacity(size_t length, size_t capacity)
{
	struct bytes *bytes = memory_allocate(sizeof(*bytes) + capacity);
	*bytes = (struct bytes){
		.object = {&bytes_behaviour, 1},
		.length = length,
		.capacity = capacity,
	};
	bytes->data = bytes->storage;
	return bytes;
}

struct bytes *bytes_allocate(size_t length)
{
	return with_capacity(length, length);
}

struct bytes *bytes_new(const void *data, size_t length)
{
	struct bytes *bytes = bytes_allocate(length);
	if (length)
		memcpy(bytes->data, data, length);
	return bytes;
}

struct bytes *bytes_text(const char *text)
{
	return bytes_new(text, strlen(text));
}

struct bytes *bytes_format(const char *pattern, ...)
{
	struct buffer buffer = {0};
	va_list arguments;
	va_start(arguments, pattern);
	buffer_vformat(&buffer, pattern, arguments);
	va_end(arguments);
	return bytes_from(&buffer);
}

struct bytes *bytes_from(struct buffer *buffer)
{
	struct bytes *bytes = bytes_new(buffer->data, buffer->length);
	buffer_free(buffer);
	return bytes;
}

struct bytes *bytes_slice(struct bytes *bytes, size_t start, size_t length)
{
	if (length == bytes->length)
		return object_retain(bytes);
	if (length < SLICE_LEAST)
		return bytes_new(bytes->data + start, length);
	struct bytes *slice = with_capacity(length, 0);
	slice->data = bytes->data + start;
	/* Slices of slices hold the root, so that no chain of owners can grow. */
	slice->owner = object_retain(bytes->owner ? bytes->owner : bytes);
	return slice;
}

/*
 * A slice that is all that is left of its owner, and the end of it, grows inside the owner: bytes
 * taken off at the front while more arrive at the end (a queue) cost no copy.
 */
static bool append_to_owner(struct bytes *slice, const void *data, size_t length)
{
	struct bytes *owner = slice->owner;
	if (owner->object.references != 1 ||
	    slice->data + slice->length != owner->data + owner->length ||
	    owner->capacity - owner->length < length)
		return false;
	memcpy(owner->data + owner->length, data, length);
	owner->length += length;
	slice->length += length;
	return true;
}

/* Sole holder, not a slice: made larger; data may lie inside it. */
static struct bytes *append_in_place(struct bytes *bytes, const char *data, size_t length)
{
	size_t whole = bytes->length + length;
	if (whole > bytes->capacity) {
		bool inside = (uintptr_t)data - (uintptr_t)bytes->data <= bytes->length;
		size_t offset = (size_t)((uintptr_t)data - (uintptr_t)bytes->data);
		bytes->capacity = grow_capacity(bytes->capacity, whole, BYTES_LEAST);
		bytes = memory_resize(bytes, sizeof(*bytes) + bytes->capacity);
		bytes->data = bytes->storage;
		if (inside)
			data = bytes->data + offset;
	}
	memcpy(bytes->data + bytes->length, data, length);
	bytes->length = whole;
	return bytes;
}

struct bytes *bytes_append(struct bytes *bytes, const void *data, size_t length)
{
	if (!length)
		return bytes;
	bool sole = bytes->object.references == 1;
	if (sole && !bytes->owner)
		return append_in_place(bytes, data, length);
	if (sole && append_to_owner(bytes, data, length))
		return bytes;
	/* A slice that is appended to is appended to again, most likely: leave it room. */
	size_t whole = bytes->length + length;
	size_t capacity = sole ? grow_capacity(bytes->length, whole, BYTES_LEAST) : whole;
	struct bytes *joined = with_capacity(whole, capacity);
	if (bytes->length)
		memcpy(joined->data, bytes->data, bytes->length);
	memcpy(joined->data + bytes->length, data, length);
	object_release(bytes);
	return joined;
}

struct bytes *bytes_shrink(struct bytes *bytes, size_t length)
{
	bytes->length = length;
	/* A little waste is cheaper than another allocation. */
	if (bytes->capacity - length > length && bytes->capacity - length > 4 * SLICE_LEAST) {
		bytes = memory_resize(bytes, sizeof(*bytes) + length);
		bytes->data = bytes->storage;
		bytes->capacity = length;
	}
	return bytes;
}

bool bytes_equal(const struct bytes *a, const struct bytes *b)
{
	return a->length == b->length && (!a->length || !memcmp(a->data, b->data, a->length));
}

bool bytes_is(const struct bytes *bytes, const char *text)
{
	size_t length = strlen(text);
	return bytes->length == length && (!length || !memcmp(bytes->data, text, length));
}

int bytes_compare(const struct bytes *a, const struct bytes *b)
{
	size_t common = a->length < b->length ? a->length : b->length;
	int order = common ? memcmp(a->data, b->data, common) : 0;
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

bool bytes_are_digits(const struct bytes *bytes)
{
	size_t i = bytes->length && bytes->data[0] == '-';
	size_t start = i;
	while (i < bytes->length && bytes->data[i] >= '0' && bytes->data[i] <= '9')
		i++;
	return i == bytes->length && i > start;
}

bool bytes_to_int(const struct bytes *bytes, int64_t *integer)
{
	bool negative = bytes->length && bytes->data[0] == '-';
	size_t i = negative;
	int64_t result = 0;
	if (i == bytes->length)
		return false;
	for (; i < bytes->length; i++) {
		int digit = bytes->data[i] - '0';
		if (digit < 0 || digit > 9)
			return false;
		/* Negative numbers are built downwards: there is one more of them. */
		if (__builtin_mul_overflow(result, 10, &result) ||
		    __builtin_add_overflow(result, negative ? -digit : digit, &result))
			return false;
	}
	*integer = result;
	return true;
}
