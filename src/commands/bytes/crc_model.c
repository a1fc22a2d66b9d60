/*
 * crc_model: see crc_model.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/crc_model.h"

#include <ctype.h>
#include <endian.h>
#include <string.h>

#define ALL UINT64_MAX

const struct crc_model crc_models[] = {
	{"crc-3/gsm", NULL, 3, false, 0x3, 0, 0x7, 0x4},
	{"crc-4/g-704", "crc-4/itu", 4, true, 0x3, 0, 0, 0x7},
	{"crc-5/usb", NULL, 5, true, 0x05, 0x1f, 0x1f, 0x19},
	{"crc-7/mmc", "crc-7", 7, false, 0x09, 0, 0, 0x75},
	{"crc-8/smbus", "crc-8", 8, false, 0x07, 0, 0, 0xf4},
	{"crc-8/autosar", NULL, 8, false, 0x2f, 0xff, 0xff, 0xdf},
	{"crc-8/bluetooth", NULL, 8, true, 0xa7, 0, 0, 0x26},
	{"crc-8/cdma2000", NULL, 8, false, 0x9b, 0xff, 0, 0xda},
	{"crc-8/darc", NULL, 8, true, 0x39, 0, 0, 0x15},
	{"crc-8/dvb-s2", NULL, 8, false, 0xd5, 0, 0, 0xbc},
	{"crc-8/i-432-1", "crc-8/itu", 8, false, 0x07, 0, 0x55, 0xa1},
	{"crc-8/maxim-dow", "crc-8/maxim", 8, true, 0x31, 0, 0, 0xa1},
	{"crc-8/rohc", NULL, 8, true, 0x07, 0xff, 0, 0xd0},
	{"crc-8/sae-j1850", NULL, 8, false, 0x1d, 0xff, 0xff, 0x4b},
	{"crc-8/wcdma", NULL, 8, true, 0x9b, 0, 0, 0x25},
	{"crc-10/atm", "crc-10", 10, false, 0x233, 0, 0, 0x199},
	{"crc-15/can", "crc-15", 15, false, 0x4599, 0, 0, 0x059e},
	{"crc-16/arc", "crc-16", 16, true, 0x8005, 0, 0, 0xbb3d},
	{"crc-16/dect-x", NULL, 16, false, 0x0589, 0, 0, 0x007f},
	{"crc-16/dnp", NULL, 16, true, 0x3d65, 0, 0xffff, 0xea82},
	{"crc-16/genibus", NULL, 16, false, 0x1021, 0xffff, 0xffff, 0xd64e},
	{"crc-16/ibm-3740", "crc-16/ccitt-false", 16, false, 0x1021, 0xffff, 0, 0x29b1},
	{"crc-16/ibm-sdlc", "crc-16/x-25", 16, true, 0x1021, 0xffff, 0xffff, 0x906e},
	{"crc-16/kermit", "crc-16/ccitt", 16, true, 0x1021, 0, 0, 0x2189},
	{"crc-16/maxim-dow", "crc-16/maxim", 16, true, 0x8005, 0, 0xffff, 0x44c2},
	{"crc-16/modbus", NULL, 16, true, 0x8005, 0xffff, 0, 0x4b37},
	{"crc-16/spi-fujitsu", NULL, 16, false, 0x1021, 0x1d0f, 0, 0xe5cc},
	{"crc-16/t10-dif", NULL, 16, false, 0x8bb7, 0, 0, 0xd0db},
	{"crc-16/umts", "crc-16/buypass", 16, false, 0x8005, 0, 0, 0xfee8},
	{"crc-16/usb", NULL, 16, true, 0x8005, 0xffff, 0xffff, 0xb4c8},
	{"crc-16/xmodem", NULL, 16, false, 0x1021, 0, 0, 0x31c3},
	{"crc-17/can-fd", NULL, 17, false, 0x1685b, 0, 0, 0x04f03},
	{"crc-21/can-fd", NULL, 21, false, 0x102899, 0, 0, 0x0ed841},
	{"crc-24/ble", NULL, 24, true, 0x00065b, 0x555555, 0, 0xc25a56},
	{"crc-24/openpgp", "crc-24", 24, false, 0x864cfb, 0xb704ce, 0, 0x21cf02},
	{"crc-32/aixm", "crc-32q", 32, false, 0x814141ab, 0, 0, 0x3010bf7f},
	{"crc-32/autosar", NULL, 32, true, 0xf4acfb13, ALL, ALL, 0x1697d06a},
	{"crc-32/bzip2", NULL, 32, false, 0x04c11db7, ALL, ALL, 0xfc891918},
	{"crc-32/cksum", "crc-32/posix", 32, false, 0x04c11db7, 0, ALL, 0x765e7680},
	{"crc-32/iscsi", "crc-32c", 32, true, 0x1edc6f41, ALL, ALL, 0xe3069283},
	{"crc-32/iso-hdlc", "crc-32", 32, true, 0x04c11db7, ALL, ALL, 0xcbf43926},
	{"crc-32/jamcrc", NULL, 32, true, 0x04c11db7, ALL, 0, 0x340bc6d9},
	{"crc-32/mpeg-2", NULL, 32, false, 0x04c11db7, ALL, 0, 0x0376e6e7},
	{"crc-32/xfer", NULL, 32, false, 0x000000af, 0, 0, 0xbd0be338},
	{"crc-40/gsm", NULL, 40, false, 0x0004820009, 0, ALL, 0xd4164fc646},
	{"crc-64/ecma-182", "crc-64", 64, false, 0x42f0e1eba9ea3693, 0, 0, 0x6c40df5f0b497347},
	{"crc-64/go-iso", "crc-64/iso", 64, true, 0x1b, ALL, ALL, 0xb90956c775a41001},
	{"crc-64/redis", NULL, 64, true, 0xad93d23594c935a9, 0, 0, 0xe9c6d914c4b8d9ca},
	{"crc-64/we", NULL, 64, false, 0x42f0e1eba9ea3693, ALL, ALL, 0x62ec59e3f1a4f00a},
	{"crc-64/xz", NULL, 64, true, 0x42f0e1eba9ea3693, ALL, ALL, 0x995dc9bbdf1939fa},
	{NULL},
};

/* ---- names ---- */

static const char *skip_marks(const char *name)
{
	while (*name && strchr("-_/ ", *name))
		name++;
	return name;
}

static bool is_named(const char *name, const char *wanted)
{
	for (;; name++, wanted++) {
		name = skip_marks(name);
		wanted = skip_marks(wanted);
		if (tolower((unsigned char)*name) != tolower((unsigned char)*wanted))
			return false;
		if (!*name)
			return true;
	}
}

const struct crc_model *crc_find(const char *name)
{
	for (const struct crc_model *model = crc_models; model->name; model++)
		if (is_named(model->name, name) || (model->also && is_named(model->also, name)))
			return model;
	return NULL;
}

/* ---- the register ---- */

static uint64_t mask_of(const struct crc_model *model)
{
	return ALL >> (64 - model->width);
}

static uint64_t turn_round(uint64_t bits, unsigned width)
{
	uint64_t turned = 0;
	for (unsigned i = 0; i < width; i++)
		turned |= (bits >> i & 1) << (width - 1 - i);
	return turned;
}

/* A value of the model, as the register has it. */
static uint64_t to_word(const struct crc_model *model, uint64_t value)
{
	value &= mask_of(model);
	return model->reflected ? turn_round(value, model->width) : value << (64 - model->width);
}

uint64_t crc_begin(const struct crc_model *model)
{
	return to_word(model, model->begin);
}

uint64_t crc_end(const struct crc_model *model, uint64_t word)
{
	uint64_t value = model->reflected ? word : word >> (64 - model->width);
	return (value ^ model->end) & mask_of(model);
}

uint64_t crc_bit(const struct crc_model *model, uint64_t word, bool bit)
{
	const uint64_t generator = to_word(model, model->generator);
	if (model->reflected)
		return ((word & 1) ^ bit) ? word >> 1 ^ generator : word >> 1;
	return ((word >> 63) ^ bit) ? word << 1 ^ generator : word << 1;
}

/* ---- bytes ---- */

/* What the register becomes when eight of its bits have gone. */
static uint64_t shift_byte(const struct crc_model *model, uint64_t generator, uint64_t word)
{
	for (int i = 0; i < 8; i++) {
		if (model->reflected)
			word = word >> 1 ^ (word & 1 ? generator : 0);
		else
			word = word << 1 ^ (word >> 63 ? generator : 0);
	}
	return word;
}

void crc_make_tables(const struct crc_model *model, struct crc_tables *tables)
{
	const uint64_t generator = to_word(model, model->generator);
	for (unsigned byte = 0; byte < 256; byte++)
		tables->words[0][byte] = shift_byte(model, generator,
						    model->reflected ? byte : (uint64_t)byte << 56);
	for (unsigned more = 1; more < CRC_AT_ONCE; more++) {
		for (unsigned byte = 0; byte < 256; byte++) {
			uint64_t word = tables->words[more - 1][byte];
			tables->words[more][byte] =
				model->reflected ? word >> 8 ^ tables->words[0][word & 0xff]
						 : word << 8 ^ tables->words[0][word >> 56];
		}
	}
}

/* The first of the eight bytes has seven more after it. */
static uint64_t eight_bytes(const struct crc_tables *tables, uint64_t word, bool lowest_first)
{
	uint64_t result = 0;
	for (unsigned i = 0; i < CRC_AT_ONCE; i++) {
		unsigned shift = lowest_first ? 8 * i : 56 - 8 * i;
		result ^= tables->words[CRC_AT_ONCE - 1 - i][word >> shift & 0xff];
	}
	return result;
}

static uint64_t many_bytes(const struct crc_model *model, const struct crc_tables *tables,
			   uint64_t word, const char *data, size_t count)
{
	uint64_t next;
	for (size_t i = 0; i < count; i++) {
		memcpy(&next, data + CRC_AT_ONCE * i, sizeof(next));
		if (model->reflected)
			word = eight_bytes(tables, word ^ le64toh(next), true);
		else
			word = eight_bytes(tables, word ^ be64toh(next), false);
	}
	return word;
}

uint64_t crc_bytes(const struct crc_model *model, const struct crc_tables *tables, uint64_t word,
		   const char *data, size_t length)
{
	const uint64_t generator = to_word(model, model->generator);
	size_t i = tables ? length / CRC_AT_ONCE * CRC_AT_ONCE : 0;
	if (tables)
		word = many_bytes(model, tables, word, data, length / CRC_AT_ONCE);
	for (; i < length; i++) {
		uint64_t byte = (unsigned char)data[i];
		word = shift_byte(model, generator, word ^ (model->reflected ? byte : byte << 56));
	}
	return word;
}
