/*
 * real: see real.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/real.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DIGITS_MOST 17   /* tell any double from its neighbours */
#define READ_MOST 1024   /* bytes of a text that is read */
#define TEXT_MOST 32     /* bytes of such a text */
#define FIXED_MOST 16    /* digits before the point; above, and below 1e-4, there is an exponent */
#define FIXED_LEAST (-4) /* as Python writes them */

/* ---- 2 bytes: a sign, 5 bits of exponent and 10 of fraction ---- */

#define HALF_INFINITY UINT64_C(0x7c00)
#define HALF_NAN UINT64_C(0x7e00)
#define HALF_FRACTION 10
#define HALF_BIAS 15
#define DOUBLE_FRACTION 52
#define DOUBLE_BIAS 1023

/* Rounded to the nearest, and to the even one of two. */
static uint64_t shift_right(uint64_t bits, unsigned shift)
{
	if (shift > DOUBLE_FRACTION + 2)
		return 0;
	const uint64_t half = UINT64_C(1) << (shift - 1), rest = bits & (2 * half - 1);
	bits >>= shift;
	return bits + (rest > half || (rest == half && bits & 1));
}

static uint64_t half_of(double real)
{
	const unsigned cut = DOUBLE_FRACTION - HALF_FRACTION;
	uint64_t bits, fraction;
	memcpy(&bits, &real, sizeof(bits));
	const uint64_t sign = bits >> 63 << 15;
	const int exponent = (int)(bits >> DOUBLE_FRACTION & 0x7ff) - DOUBLE_BIAS + HALF_BIAS;
	fraction = bits & ((UINT64_C(1) << DOUBLE_FRACTION) - 1);
	if (isnan(real))
		return sign | HALF_NAN;
	if (isinf(real) || exponent > 2 * HALF_BIAS)
		return sign | HALF_INFINITY;
	if (exponent > 0) /* the carry of rounding goes into the exponent, as it should */
		return sign | shift_right((uint64_t)exponent << DOUBLE_FRACTION | fraction, cut);
	return sign | shift_right(fraction | UINT64_C(1) << DOUBLE_FRACTION,
				  cut + 1 + (unsigned)-exponent);
}

static double real_of_half(uint64_t bits)
{
	const int exponent = (int)(bits >> HALF_FRACTION & 0x1f);
	const double fraction = (double)(bits & 0x3ff), one = 1 << HALF_FRACTION;
	double real;
	if (exponent == 0x1f)
		real = fraction > 0 ? NAN : INFINITY;
	else if (exponent)
		real = ldexp(fraction + one, exponent - HALF_BIAS - HALF_FRACTION);
	else
		real = ldexp(fraction, 1 - HALF_BIAS - HALF_FRACTION);
	return bits & 0x8000 ? -real : real;
}

/* ---- bits ---- */

bool real_bits(double real, unsigned size, uint64_t *bits)
{
	const float single = (float)real;
	uint32_t word;
	switch (size) {
	case sizeof(real):
		memcpy(bits, &real, sizeof(real));
		return true;
	case sizeof(single):
		memcpy(&word, &single, sizeof(word));
		*bits = word;
		return !isinf(single) || isinf(real);
	default:
		*bits = half_of(real);
		return (*bits & 0x7fff) != HALF_INFINITY || isinf(real);
	}
}

static double real_of(uint64_t bits, unsigned size)
{
	uint32_t word = (uint32_t)bits;
	double real;
	float single;
	switch (size) {
	case sizeof(real):
		memcpy(&real, &bits, sizeof(real));
		return real;
	case sizeof(single):
		memcpy(&single, &word, sizeof(single));
		return single;
	default:
		return real_of_half(bits);
	}
}

/* ---- texts ---- */

static bool is_word(const char *text, double *real)
{
	const char *word = text + (*text == '-' || *text == '+');
	if (strcasecmp(word, "nan") == 0)
		*real = NAN;
	else if (strcasecmp(word, "inf") == 0 || strcasecmp(word, "infinity") == 0)
		*real = *text == '-' ? -INFINITY : INFINITY;
	else
		return false;
	return true;
}

enum digits real_read(const struct bytes *text, double *real)
{
	char copy[READ_MOST], *end;
	int64_t integer;
	if (bytes_to_int(text, &integer)) {
		*real = (double)integer;
		return DIGITS_FIT;
	}
	if (!bytes_cstring(text, copy, sizeof(copy)))
		return DIGITS_NOT;
	if (is_word(copy, real))
		return DIGITS_FIT;
	if (copy[strspn(copy, "+-.0123456789eE")])
		return DIGITS_NOT;
	*real = strtod(copy, &end);
	if (*end || end == copy)
		return DIGITS_NOT;
	return isinf(*real) ? DIGITS_TOO_MANY : DIGITS_FIT;
}

/* Of so many digits; the exponent as the text has it. */
static bool is_enough(double real, int digits, uint64_t bits, unsigned size, char *text)
{
	uint64_t same;
	snprintf(text, TEXT_MOST, "%.*e", digits - 1, real);
	return real_bits(strtod(text, NULL), size, &same) && same == bits;
}

/* -d.ddde+XX with the point where Python puts it. */
static struct bytes *place_point(const char *text)
{
	const bool negative = *text == '-';
	const char *mark = strchr(text, 'e');
	char digits[DIGITS_MOST + 1];
	int count = 0;
	for (const char *next = text + negative; next < mark; next++)
		if (*next != '.')
			digits[count++] = *next;
	digits[count] = '\0';
	static const char zeros[] = "000000000000000";
	const int exponent = atoi(mark + 1);
	const char *sign = negative ? "-" : "";
	if (exponent < FIXED_LEAST || exponent >= FIXED_MOST)
		return bytes_format("%s%c%s%s%s", sign, digits[0], count > 1 ? "." : "", digits + 1,
				    mark);
	if (exponent < 0)
		return bytes_format("%s0.%.*s%s", sign, -exponent - 1, zeros, digits);
	if (count <= exponent + 1)
		return bytes_format("%s%s%.*s.0", sign, digits, exponent + 1 - count, zeros);
	return bytes_format("%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
}

struct bytes *real_text(uint64_t bits, unsigned size)
{
	const double real = real_of(bits, size);
	char text[TEXT_MOST];
	if (isnan(real))
		return bytes_text("nan");
	if (isinf(real))
		return bytes_text(real < 0 ? "-inf" : "inf");
	int digits = 1;
	while (!is_enough(real, digits, bits, size, text) && digits < DIGITS_MOST)
		digits++;
	return place_point(text);
}
