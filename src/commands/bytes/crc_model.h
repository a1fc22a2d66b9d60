/*
 * crc_model: cyclic redundancy checks. What they differ in is a row of Rocksoft's model, as the
 * catalogue of reveng (https://reveng.sourceforge.io/crc-catalogue/) has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_CRC_MODEL_H
#define HANDSH_COMMANDS_BYTES_CRC_MODEL_H

#include "handsh/base.h"

struct crc_model {
	const char *name, *also; /* the catalogue's; a usual one, or NULL */
	uint8_t width;           /* 1 to 64 */
	bool reflected;     /* the lowest bit of a byte goes first, and the check is turned round */
	uint64_t generator; /* without its highest bit */
	uint64_t begin, end; /* the register at first; what the check is xor-ed with */
	uint64_t check;      /* what comes of "123456789" */
};

extern const struct crc_model crc_models[]; /* width 0 at the end */

/* By either name, in any case, with or without its dashes: CRC32, crc-32c, crc-16/modbus. */
const struct crc_model *crc_find(const char *name);

/* The register, at one end of a word: the lowest bits where it is reflected, else the highest. */
uint64_t crc_begin(const struct crc_model *model);
uint64_t crc_end(const struct crc_model *model, uint64_t word);
uint64_t crc_bit(const struct crc_model *model, uint64_t word, bool bit);

#define CRC_AT_ONCE 8

/* What a byte makes of the register, with up to seven more bytes of zeros after it. */
struct crc_tables {
	uint64_t words[CRC_AT_ONCE][256];
};

void crc_make_tables(const struct crc_model *model, struct crc_tables *tables);
/* Of bytes; without tables, which are NULL, for a few. */
uint64_t crc_bytes(const struct crc_model *model, const struct crc_tables *tables, uint64_t word,
		   const char *data, size_t length);

#endif
