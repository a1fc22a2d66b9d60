/*
 * digits: integers as they are typed: 42, -7, 0x1f, 0b101.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/base.h"

#define LENGTH_MOST ((size_t)1 << 16)

/* Of the digits at *place, which is left after an 0x or 0b. */
static int base_of(const char *text, size_t length, size_t *place)
{
	if (length - *place < 3 || text[*place] != '0')
		return 10;
	char letter = text[*place + 1];
	int base = letter == 'x' ? 16 : letter == 'b' ? 2 : 10;
	*place += base == 10 ? 0 : 2;
	return base;
}

enum digits digits_magnitude(const char *text, size_t length, bool *negative, uint64_t *magnitude)
{
	bool over = false;
	size_t place = *negative = length && text[0] == '-';
	uint64_t result = 0;
	if (place == length || length > LENGTH_MOST)
		return DIGITS_NOT;
	const int base = base_of(text, length, &place);
	for (; place < length; place++) {
		int digit = digit_value(text[place]);
		if (digit < 0 || digit >= base)
			return DIGITS_NOT;
		over = over || __builtin_mul_overflow(result, base, &result) ||
		       __builtin_add_overflow(result, digit, &result);
	}
	*magnitude = result;
	return over ? DIGITS_TOO_MANY : DIGITS_FIT;
}

enum digits digits_read(const char *text, size_t length, int64_t *integer)
{
	bool negative;
	uint64_t magnitude;
	enum digits digits = digits_magnitude(text, length, &negative, &magnitude);
	if (digits != DIGITS_FIT)
		return digits;
	if (magnitude > (uint64_t)INT64_MAX + negative)
		return DIGITS_TOO_MANY;
	*integer = negative ? (int64_t)-magnitude : (int64_t)magnitude;
	return DIGITS_FIT;
}
