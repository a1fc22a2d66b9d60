/*
 * crc: cyclic redundancy checks: the remainder of a division of bits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/bytes/crc_model.h"
#include "handsh/command.h"

enum { OPTION_BITS };

#define NAME_MOST 100    /* bytes of a name, or bits of a generator, and a NUL */
#define FEW ((size_t)64) /* bytes for which tables are not worth their making */

struct checking {
	struct object object;
	struct crc_model model;
	uint64_t word;
	struct crc_tables *tables; /* or NULL */
};

static void destroy(struct object *object)
{
	free(((struct checking *)object)->tables);
	free(object);
}

static const struct behaviour checking_behaviour = {.destroy = destroy};

/* ---- which one ---- */

static void tell_models(void (*tell)(void *context, const char *word, const char *text),
			void *context)
{
	char text[NAME_MOST];
	for (const struct crc_model *model = crc_models; model->name; model++) {
		snprintf(text, sizeof(text), "%u bits, generator 0x%" PRIx64 "%s%s", model->width,
			 model->generator, model->also ? "; also " : "",
			 model->also ? model->name : "");
		tell(context, model->also ? model->also : model->name, text);
	}
}

static bool convert_model(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

static const struct kind kind_crc = {.name = "the name of a CRC, or the bits of a generator",
				     .convert = convert_model,
				     .words = tell_models,
				     .complete = complete_words};

static bool is_generator(const char *name)
{
	return name[0] == '1' && name[1] && !name[strspn(name, "01")];
}

static bool choose_generator(struct call *call, const char *bits, struct crc_model *model)
{
	size_t width = strlen(bits) - 1;
	if (width > 64) {
		call_fail(call, "RANGE", "a generator has at most 65 bits, not %zu", width + 1);
		return false;
	}
	*model = (struct crc_model){.width = (uint8_t)width};
	for (const char *bit = bits + 1; *bit; bit++)
		model->generator = model->generator << 1 | (*bit == '1');
	return true;
}

static bool choose_model(struct call *call, struct crc_model *model)
{
	const struct bytes *name = call_argument(call, 0).bytes;
	char text[NAME_MOST];
	const struct crc_model *found = NULL;
	if (bytes_cstring(name, text, sizeof(text))) {
		if (is_generator(text))
			return choose_generator(call, text, model);
		found = crc_find(text);
	}
	if (!found) {
		call_unknown(call, &kind_crc, "CRC", name);
		return false;
	}
	*model = *found;
	return true;
}

/* ---- the division ---- */

/* The digits from done up to end; RUN_FAIL: one of them is none. */
static enum run divide_bits(struct call *call, struct checking *checking, const char *digits,
			    size_t end)
{
	for (size_t i = call->done; i < end; i++) {
		if (digits[i] != '0' && digits[i] != '1')
			return call_fail(call, "TYPE", "byte %zu is neither 0 nor 1", i);
		checking->word = crc_bit(&checking->model, checking->word, digits[i] == '1');
	}
	return RUN_DONE;
}

static enum run divide(struct call *call, struct checking *checking, const struct bytes *bytes)
{
	const size_t end = piece_end(call->done, bytes->length, PIECE_BYTES);
	if (call_option(call, OPTION_BITS)) {
		if (divide_bits(call, checking, bytes->data, end) != RUN_DONE)
			return RUN_FAIL;
	} else {
		checking->word = crc_bytes(&checking->model, checking->tables, checking->word,
					   bytes->data + call->done, end - call->done);
	}
	call->done = end;
	return end < bytes->length ? RUN_WAIT : RUN_DONE;
}

/* As bits where the generator was given so: all of them, for they are to be appended. */
static struct value result_of(const struct checking *checking)
{
	const struct crc_model *model = &checking->model;
	uint64_t check = crc_end(model, checking->word);
	if (model->name)
		return check > INT64_MAX ? value_bytes(bytes_format("%" PRIu64, check))
					 : value_int((int64_t)check);
	struct bytes *bits = bytes_allocate(model->width);
	for (unsigned i = 0; i < model->width; i++)
		bits->data[i] = '0' + (char)(check >> (model->width - 1 - i) & 1);
	return value_bytes(bits);
}

static bool begin(struct call *call, struct checking *checking)
{
	*checking = (struct checking){.object = {&checking_behaviour, 1}};
	if (!choose_model(call, &checking->model))
		return false;
	checking->word = crc_begin(&checking->model);
	if (!call_option(call, OPTION_BITS) && call_argument(call, 1).bytes->length > FEW) {
		checking->tables = memory_allocate(sizeof(*checking->tables));
		crc_make_tables(&checking->model, checking->tables);
	}
	return true;
}

static enum run crc_exec(struct call *call)
{
	struct checking local, *checking = &local;
	if (call->state)
		checking = (struct checking *)call->state;
	else if (!begin(call, checking))
		return RUN_FAIL;
	enum run run;
	while ((run = divide(call, checking, call_argument(call, 1).bytes)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_give_way(call, checking, sizeof(*checking));
	}
	if (run == RUN_DONE)
		call_return(call, result_of(checking));
	if (!call->state) /* which ends with the call */
		free(checking->tables);
	return run;
}

static bool crc_measure(const struct call *call, struct measure *measure)
{
	return call_measure(call, 1, measure);
}

/* ---- the command ---- */

static const struct parameter parameters[] = {
	{"CRC", &kind_crc, ARGUMENT_REQUIRED,
	 .text = "the bits of a generator, its highest first: 1001 is x^3 + 1; or a name:",
	 .listed = true},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_BITS] = {'b', "bits", .text = "BYTES are digits 0 and 1, and stand for bits"},
	{0},
};

static const struct command_error errors[] = {
	{"UNKNOWN", "there is no CRC of that name", "help crc lists them"},
	{"RANGE", "the generator has more than 65 bits"},
	{"TYPE", "with --bits there is something else than 0 and 1"},
	{0},
};

const struct command command_crc = {
	.name = "crc",
	.summary = "compute a cyclic redundancy check",
	.parameters = parameters,
	.options = options,
	.result = "of a name an int (one above 9223372036854775807 as the text of its digits), "
		  "of a generator the remainder as bits, one fewer than it has",
	.errors = errors,
	.help = "The names are those of the catalogue of reveng, and the usual ones; case and dashes "
		"do not count: crc32 and CRC-32/ISO-HDLC are one. Order, first value and last xor are "
		"those of the name. A generator divides plainly: the bits, with as many zeros after "
		"them as the remainder is long.",
	.python = "binascii.crc32(data)",
	.example = "expect (crc crc32 '123456789') == 0xcbf43926\n"
		   "expect (crc crc-16/modbus '123456789' | format '%04x') == '4b37'\n"
		   "expect (crc 1011 --bits 11010011101100) == '100'\n"
		   "expect error UNKNOWN { crc crc-33 abc }\n",
	.exec = crc_exec,
	.measure = crc_measure,
};
