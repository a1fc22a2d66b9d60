/*
 * quantity: durations and sizes as they are typed: 200ms, 0.5s, 64k.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "handsh/base.h"

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Digits from *place on; false: none, or too many for an int64_t. */
static bool parse_digits(const char *text, size_t length, size_t *place, int64_t *integer)
{
	size_t start = *place;
	*integer = 0;
	for (; *place < length && is_digit(text[*place]); ++*place) {
		if (__builtin_mul_overflow(*integer, 10, integer) ||
		    __builtin_add_overflow(*integer, text[*place] - '0', integer))
			return false;
	}
	return *place > start;
}

/* Nanoseconds of one, 0: no such unit. */
static int64_t time_unit(const char *text, size_t length)
{
	static const struct {
		const char *name;
		int64_t nanoseconds;
	} units[] = {
		{"", NANOSECONDS},       {"us", 1000}, {"ms", 1000000}, {"s", NANOSECONDS},
		{"m", 60 * NANOSECONDS},
	};
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strlen(units[i].name) == length && !memcmp(units[i].name, text, length))
			return units[i].nanoseconds;
	}
	return 0;
}

/* 0x10, 0b101: seconds. */
static bool prefixed_seconds(const char *text, size_t length, int64_t *nanoseconds)
{
	int64_t seconds;
	return digits_read(text, length, &seconds) == DIGITS_FIT &&
	       !__builtin_mul_overflow(seconds, NANOSECONDS, nanoseconds);
}

bool duration_parse(const char *text, size_t length, int64_t *nanoseconds)
{
	if (length > 2 && *text == '0' && (text[1] == 'x' || text[1] == 'b'))
		return prefixed_seconds(text, length, nanoseconds);
	size_t place = 0, fraction, end;
	int64_t whole, unit;
	if (!parse_digits(text, length, &place, &whole))
		return false;
	fraction = end = place;
	if (place < length && text[place] == '.') {
		fraction = end = place + 1;
		while (end < length && is_digit(text[end]))
			end++;
		if (end == fraction)
			return false;
	}
	unit = time_unit(text + end, length - end);
	if (!unit || __builtin_mul_overflow(whole, unit, &whole))
		return false;
	/* What a digit is worth reaches 0 long before the digits can overflow. */
	for (; fraction < end && unit >= 10; fraction++) {
		unit /= 10;
		if (__builtin_add_overflow(whole, (text[fraction] - '0') * unit, &whole))
			return false;
	}
	*nanoseconds = whole;
	return true;
}

void duration_format(int64_t nanoseconds, struct buffer *buffer)
{
	int64_t microseconds = nanoseconds / 1000 + (nanoseconds % 1000 > 0);
	const char *unit = "us";
	if (microseconds % 1000000 == 0) {
		microseconds /= 1000000;
		unit = "s";
	} else if (microseconds % 1000 == 0) {
		microseconds /= 1000;
		unit = "ms";
	}
	buffer_int(buffer, microseconds);
	buffer_text(buffer, unit);
}

void size_format(uint64_t size, struct buffer *buffer)
{
	static const char *const units[] = {"k", "M", "G", "T", "P"};
	unsigned unit = 0;
	uint64_t tenths = size / 1024 * 10 + size % 1024 * 10 / 1024;
	if (size < 10240) {
		buffer_format(buffer, "%" PRIu64 " byte%s", size, size == 1 ? "" : "s");
		return;
	}
	for (; tenths >= 10240 && unit < 4; unit++)
		tenths /= 1024;
	buffer_format(buffer, "%" PRIu64 ".%" PRIu64 "%s", tenths / 10, tenths % 10, units[unit]);
}

bool size_parse(const char *text, size_t length, int64_t *size)
{
	size_t place = 0;
	int64_t number, unit = 1;
	if (!parse_digits(text, length, &place, &number))
		return false;
	if (place + 1 == length) {
		char letter = text[place];
		unit = letter == 'k' || letter == 'K' ? INT64_C(1) << 10
		       : letter == 'M'                ? INT64_C(1) << 20
		       : letter == 'G'                ? INT64_C(1) << 30
						      : 0;
	} else if (place != length) {
		return false;
	}
	if (!unit || __builtin_mul_overflow(number, unit, &number))
		return false;
	*size = number;
	return true;
}
