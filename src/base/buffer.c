/*
 * buffer: text and bytes that grow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/base.h"
#include "handsh/grow.h"

#define BUFFER_LEAST 64

/* Apart and cold, so that what is left of an append is small enough to be inlined. */
static __attribute__((noinline, cold)) void grow(struct buffer *buffer, size_t room)
{
	buffer->capacity = grow_capacity(buffer->capacity, buffer->length + room, BUFFER_LEAST);
	buffer->data = memory_resize(buffer->data, buffer->capacity);
}

char *buffer_reserve(struct buffer *buffer, size_t room)
{
	if (__builtin_expect(buffer->capacity - buffer->length < room, 0))
		grow(buffer, room);
	return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *data, size_t length)
{
	if (!length)
		return;
	memcpy(buffer_reserve(buffer, length), data, length);
	buffer->length += length;
}

void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_append(buffer, text, strlen(text));
}

void buffer_byte(struct buffer *buffer, char byte)
{
	*buffer_reserve(buffer, 1) = byte;
	buffer->length++;
}

void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	char *end = buffer_reserve(buffer, BUFFER_LEAST);
	size_t room = buffer->capacity - buffer->length;
	int length = vsnprintf(end, room, format, arguments);
	if (length >= 0 && (size_t)length >= room)
		vsnprintf(buffer_reserve(buffer, (size_t)length + 1), (size_t)length + 1, format,
			  again);
	va_end(again);
	if (length > 0)
		buffer->length += (size_t)length;
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(buffer, format, arguments);
	va_end(arguments);
}

/* ---- numbers are printed often enough that printf(3) shows in profiles ---- */

#define DIGITS_MOST 24   /* of 64 bits 20, and a sign */
#define PIECE 100000000u /* 8 digits: what fits 32 bits is divided in less time */

/* Writes two digits in front of at. */
static char *put_pair(char *at, uint32_t number)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
	return memcpy(at - 2, pairs + (size_t)2 * number, 2);
}

static char *put_eight(char *at, uint32_t number)
{
	uint32_t high = number / 10000, low = number % 10000;
	at = put_pair(put_pair(at, low % 100), low / 100);
	return put_pair(put_pair(at, high % 100), high / 100);
}

void buffer_int(struct buffer *buffer, int64_t integer)
{
	if (integer >= 0 && integer < 10) {
		buffer_byte(buffer, (char)('0' + integer));
		return;
	}
	char digits[DIGITS_MOST], *const end = digits + sizeof(digits), *at = end;
	uint64_t rest = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
	for (; rest >= PIECE; rest /= PIECE)
		at = put_eight(at, (uint32_t)(rest % PIECE));
	uint32_t first = (uint32_t)rest;
	for (; first >= 100; first /= 100)
		at = put_pair(at, first % 100);
	if (first >= 10)
		at = put_pair(at, first);
	else
		*--at = (char)('0' + first);
	if (integer < 0)
		*--at = '-';
	buffer_append(buffer, at, (size_t)(end - at));
}

const char *buffer_cstring(struct buffer *buffer)
{
	*buffer_reserve(buffer, 1) = '\0';
	return buffer->data;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){0};
}
