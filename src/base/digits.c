/*
 * digits: integers as they are typed: 42, -7, 0x1f, 0b101.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/base.h"

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

/* A sign that is no digit is as much as any base allows, or more. */
static int digit_of(char sign)
{
	if (sign >= '0' && sign <= '9')
		return sign - '0';
	sign |= 0x20;
	return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : 16;
}

enum digits digits_read(const char *text, size_t length, int64_t *integer)
{
	bool negative = length && text[0] == '-', over = false;
	size_t place = negative;
	int64_t result = 0;
	if (place == length)
		return DIGITS_NOT;
	const int base = base_of(text, length, &place);
	for (; place < length; place++) {
		int digit = digit_of(text[place]);
		if (digit >= base)
			return DIGITS_NOT;
		/* Negative numbers are built downwards: there is one more of them. */
		over = over || __builtin_mul_overflow(result, base, &result) ||
		       __builtin_add_overflow(result, negative ? -digit : digit, &result);
	}
	if (over)
		return DIGITS_TOO_MANY;
	*integer = result;
	return DIGITS_FIT;
}
