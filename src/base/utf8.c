/*
 * utf8: sequences of UTF-8 as RFC 3629 defines them: the shortest form, no surrogates, up to
 * U+10FFFF.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/base.h"

/* Length that the first byte announces, its bits in *character; 0: it cannot be a first byte. */
static size_t announced(unsigned char first, uint32_t *character)
{
	if (first >= 0xc2 && first <= 0xdf) {
		*character = first & 0x1f;
		return 2;
	}
	if ((first & 0xf0) == 0xe0) {
		*character = first & 0x0f;
		return 3;
	}
	if (first >= 0xf0 && first <= 0xf4) {
		*character = first & 0x07;
		return 4;
	}
	return 0;
}

size_t utf8_sequence(const char *data, size_t length, uint32_t *character)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	if (!length)
		return 0;
	unsigned char first = (unsigned char)data[0];
	if (first < 0x80) {
		*character = first;
		return 1;
	}
	uint32_t result = 0;
	size_t size = announced(first, &result);
	if (!size || size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];
		if ((byte & 0xc0) != 0x80)
			return 0;
		result = result << 6 | (byte & 0x3f);
	}
	if (result < least[size] || result > 0x10ffff || (result >= 0xd800 && result <= 0xdfff))
		return 0;
	*character = result;
	return size;
}

size_t utf8_put(uint32_t character, char out[4])
{
	static const unsigned char mark[] = {0, 0, 0xc0, 0xe0, 0xf0};
	if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
		return 0;
	if (character < 0x80) {
		out[0] = (char)character;
		return 1;
	}
	size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
	for (size_t i = size - 1; i; i--) {
		out[i] = (char)(0x80 | (character & 0x3f));
		character >>= 6;
	}
	out[0] = (char)(mark[size] | character);
	return size;
}

bool utf8_valid(const char *data, size_t length)
{
	uint32_t character;
	for (size_t i = 0, size; i < length; i += size) {
		size = utf8_sequence(data + i, length - i, &character);
		if (!size)
			return false;
	}
	return true;
}
