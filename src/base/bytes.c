/*
 * bytes: byte strings. They never change for whoever looks at them. One that has a single holder
 * grows and shrinks in place. A slice shares the storage of the bytes that it was cut from, its
 * root, if it is a fair part of it; and what is appended to bytes that end where their storage is
 * used so far is put there too, out of the sight of whoever holds the shorter ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"
#include "handsh/grow.h"

/* A slice as short as this is copied: sharing costs as much. */
#define SLICE_LEAST 64
/* A storage whose bytes nobody sees any more stands by no more than these times what is seen. */
#define WASTE_TIMES 4
#define BYTES_LEAST 32
#define TEXT_LEAST 80

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
		.capacity = (uint32_t)capacity,
	};
	bytes->data = bytes->storage;
	return bytes;
}

/* How much a storage is to hold that must hold needed: no more than bytes can be long. */
static size_t larger_capacity(size_t capacity, size_t needed)
{
	size_t larger = grow_capacity(capacity, needed, BYTES_LEAST);
	return larger > BYTES_MAX && needed <= BYTES_MAX ? BYTES_MAX : larger;
}

/* Whose storage the data stands in. */
static struct bytes *root_of(struct bytes *bytes)
{
	return bytes->owner ? bytes->owner : bytes;
}

/* Where in the storage the data ends. */
static size_t end_of(const struct bytes *bytes, const struct bytes *root)
{
	return (size_t)(bytes->data - root->storage) + bytes->length;
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

void bytes_begin_text(struct buffer *buffer)
{
	buffer->capacity = sizeof(struct bytes) + TEXT_LEAST;
	buffer->data = memory_allocate(buffer->capacity);
	buffer->length = sizeof(struct bytes);
}

struct bytes *bytes_from_text(struct buffer *buffer)
{
	struct bytes *bytes = (struct bytes *)buffer->data;
	*bytes = (struct bytes){
		.object = {&bytes_behaviour, 1},
		.length = buffer->length - sizeof(*bytes),
		.capacity = (uint32_t)(buffer->capacity - sizeof(*bytes)),
	};
	bytes->data = bytes->storage;
	*buffer = (struct buffer){0};
	return bytes;
}

/* Slices of slices hold the root, so that no chain of owners can grow. */
static struct bytes *share(struct bytes *root, char *data, size_t length)
{
	struct bytes *slice = with_capacity(length, 0);
	slice->data = data;
	slice->owner = object_retain(root);
	return slice;
}

/* A small part of something large is copied: it must not keep the large thing alive. */
static bool is_worth_sharing(const struct bytes *root, size_t length)
{
	return length >= SLICE_LEAST && length >= root->capacity / WASTE_TIMES;
}

struct bytes *bytes_slice(struct bytes *bytes, size_t start, size_t length)
{
	if (length == bytes->length)
		return object_retain(bytes);
	struct bytes *root = root_of(bytes);
	if (!is_worth_sharing(root, length))
		return bytes_new(bytes->data + start, length);
	return share(root, bytes->data + start, length);
}

/* Bytes that nobody else holds, which begin where their storage does: makes that longer or shorter. */
static struct bytes *with_storage(struct bytes *bytes, size_t capacity)
{
	bytes = memory_resize(bytes, sizeof(*bytes) + capacity);
	bytes->data = bytes->storage;
	bytes->capacity = (uint32_t)capacity;
	return bytes;
}

/* Up to here free(3) of a whole block teaches malloc(3) to keep blocks of its size, mallopt(3); one
 * made shorter by realloc(3) teaches it nothing, and each one after it would be mapped anew. */
#define ALWAYS_MAPPED ((size_t)32 << 20)

/* Gives back what a root holds beyond its needs; room for as much as it holds is left. */
static struct bytes *tighten(struct bytes *bytes)
{
	if (bytes->capacity / WASTE_TIMES <= bytes->length + SLICE_LEAST)
		return bytes;
	const size_t capacity = larger_capacity(bytes->length, bytes->length);
	if (bytes->capacity <= ALWAYS_MAPPED) {
		struct bytes *small = with_capacity(bytes->length, capacity);
		memcpy(small->data, bytes->data, bytes->length);
		object_release(bytes);
		return small;
	}
	memmove(bytes->storage, bytes->data, bytes->length);
	bytes->appended = 0;
	return with_storage(bytes, capacity);
}

struct bytes *bytes_keep(struct bytes *bytes, size_t start, size_t length)
{
	bool shared = bytes->object.references > 1;
	if (shared || (bytes->owner && !is_worth_sharing(bytes->owner, length))) {
		struct bytes *slice = bytes_slice(bytes, start, length);
		object_release(bytes);
		return slice;
	}
	bytes->data += start;
	bytes->length = length;
	if (bytes->owner)
		return bytes;
	size_t end = end_of(bytes, bytes);
	if (bytes->appended > end)
		bytes->appended = (uint32_t)end;
	return tighten(bytes);
}

/* Sole holder, not a slice: makes room at the end. */
static struct bytes *make_room(struct bytes *bytes, size_t more)
{
	size_t front = (size_t)(bytes->data - bytes->storage);
	/* What was taken off at the front is as long: a byte moves once for each of those. */
	if (front && front >= bytes->length) {
		memmove(bytes->storage, bytes->data, bytes->length);
		bytes->data = bytes->storage;
		front = 0;
	}
	size_t needed = front + bytes->length + more;
	if (needed <= bytes->capacity)
		return bytes;
	bytes->capacity = (uint32_t)larger_capacity(bytes->capacity, needed);
	bytes = memory_resize(bytes, sizeof(*bytes) + bytes->capacity);
	bytes->data = bytes->storage + front;
	return bytes;
}

/* The same: made longer; data may lie inside it. */
static struct bytes *append_in_place(struct bytes *bytes, const char *data, size_t length)
{
	if (bytes->capacity - end_of(bytes, bytes) < length) {
		bool inside = (uintptr_t)data - (uintptr_t)bytes->data <= bytes->length;
		size_t offset = (size_t)((uintptr_t)data - (uintptr_t)bytes->data);
		bytes = make_room(bytes, length);
		if (inside)
			data = bytes->data + offset;
	}
	memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
	bytes->appended = (uint32_t)end_of(bytes, bytes);
	return bytes;
}

/*
 * Is there room after the data for length bytes that nobody sees? Who else shares the storage sees
 * no further than to where the root ends, or the latest append.
 */
static bool can_extend(const struct bytes *bytes, const struct bytes *root, size_t length)
{
	size_t end = end_of(bytes, root);
	if (root->capacity - end < length)
		return false;
	return root->object.references == 1 || (end >= end_of(root, root) && end >= root->appended);
}

/* Whoever held the bytes goes on to see what they saw; what is given sees more of the storage. */
static struct bytes *extend(struct bytes *bytes, struct bytes *root, const void *data,
			    size_t length)
{
	size_t end = end_of(bytes, root);
	memcpy(root->storage + end, data, length);
	root->appended = (uint32_t)(end + length);
	if (bytes->object.references == 1) {
		bytes->length += length;
		return bytes;
	}
	struct bytes *longer = share(root, bytes->data, bytes->length + length);
	object_release(bytes);
	return longer;
}

struct bytes *bytes_append(struct bytes *bytes, const void *data, size_t length)
{
	if (!length)
		return bytes;
	struct bytes *root = root_of(bytes);
	if (root == bytes && bytes->object.references == 1)
		return append_in_place(bytes, data, length);
	if (can_extend(bytes, root, length))
		return extend(bytes, root, data, length);
	/* What was appended to is appended to again, most likely: leave it room. */
	size_t whole = bytes->length + length;
	size_t capacity = root->appended ? larger_capacity(bytes->length, whole) : whole;
	struct bytes *joined = with_capacity(whole, capacity);
	if (bytes->length)
		memcpy(joined->data, bytes->data, bytes->length);
	memcpy(joined->data + bytes->length, data, length);
	joined->appended = (uint32_t)whole;
	object_release(bytes);
	return joined;
}

struct bytes *bytes_shrink(struct bytes *bytes, size_t length)
{
	bytes->length = length;
	/* A little waste is cheaper than another allocation. */
	if (bytes->capacity - length > length && bytes->capacity - length > 4 * SLICE_LEAST)
		return with_storage(bytes, length);
	return bytes;
}

struct bytes *bytes_free_end(struct bytes *bytes, size_t most)
{
	bytes->length = 0;
	return with_storage(bytes, bytes->capacity > most ? bytes->capacity - most : 0);
}

bool bytes_equal(const struct bytes *a, const struct bytes *b)
{
	return a->length == b->length && (!a->length || !memcmp(a->data, b->data, a->length));
}

bool bytes_cstring(const struct bytes *bytes, char *text, size_t size)
{
	if (bytes->length >= size || memchr(bytes->data, '\0', bytes->length))
		return false;
	memcpy(text, bytes->data, bytes->length);
	text[bytes->length] = '\0';
	return true;
}

/* Most often the first byte differs. */
bool bytes_is(const struct bytes *bytes, const char *text)
{
	size_t i = 0;
	while (i < bytes->length && text[i] && bytes->data[i] == text[i])
		i++;
	return i == bytes->length && !text[i];
}

int bytes_compare(const struct bytes *a, const struct bytes *b)
{
	size_t common = a->length < b->length ? a->length : b->length;
	int order = common ? memcmp(a->data, b->data, common) : 0;
	return order ? order : (a->length > b->length) - (a->length < b->length);
}

bool bytes_compare_part(const struct bytes *a, const struct bytes *b, size_t *place, size_t most,
			int *order)
{
	size_t rest = (a->length < b->length ? a->length : b->length) - *place;
	size_t part = rest < most ? rest : most;
	*order = part ? memcmp(a->data + *place, b->data + *place, part) : 0;
	*place += part;
	if (*order || part < rest)
		return *order;
	*order = (a->length > b->length) - (a->length < b->length);
	return true;
}

bool bytes_are_digits(const struct bytes *bytes)
{
	int64_t integer;
	return digits_read(bytes->data, bytes->length, &integer) != DIGITS_NOT;
}

bool bytes_to_int(const struct bytes *bytes, int64_t *integer)
{
	return digits_read(bytes->data, bytes->length, integer) == DIGITS_FIT;
}
