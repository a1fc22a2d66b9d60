/*
 * decode_mptcp: the option of TCP over many paths: RFC 8684, section 3.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <inttypes.h>

#include "lab/packet/decoding.h"

enum subtype {
	MP_CAPABLE,
	MP_JOIN,
	DSS,
	ADD_ADDR,
	REMOVE_ADDR,
	MP_PRIO,
	MP_TCPRST = 8,
};

/* From the option's beginning: its kind, length, subtype, then what the subtype has. */
struct option {
	const uint8_t *data;
	size_t length;
	struct buffer *text;
	size_t start; /* in the text, of what the subtype says */
};

static void separate(const struct option *option)
{
	if (option->text->length > option->start)
		buffer_text(option->text, ", ");
}

static uint64_t get64(const uint8_t *at)
{
	return (uint64_t)get32(at) << 32 | get32(at + 4);
}

/* A number of eight bytes or four, of which *at is moved on. False: it is not there. */
static bool take(const struct option *option, size_t *at, bool large, uint64_t *number)
{
	const size_t size = large ? 8 : 4;
	if (option->length - *at < size)
		return false;
	*number = large ? get64(option->data + *at) : get32(option->data + *at);
	*at += size;
	return true;
}

/* Flags: 1 a data acknowledgement, 2 of 8 bytes, 4 a mapping, 8 whose number has 8 bytes, 16 the end */
static void append_dss(const struct option *option)
{
	const unsigned flags = option->data[3];
	size_t at = 4;
	uint64_t number;
	if (flags & 1 && take(option, &at, flags & 2, &number))
		buffer_format(option->text, "data ack %" PRIu64, number);
	if (flags & 4 && take(option, &at, flags & 8, &number) && option->length - at >= 6) {
		separate(option);
		buffer_format(option->text, "data seq %" PRIu64 " is %u here, %u bytes", number,
			      get32(option->data + at), get16(option->data + at + 4));
	}
	if (flags & 16) {
		separate(option);
		buffer_text(option->text, "the end of the data");
	}
}

/* Of which family the address is tells the length, with a port and with a digest after it. */
static void append_address(const struct option *option)
{
	const size_t after = option->length - 4;
	const bool v6 = after >= 16;
	char address[INET6_ADDRSTRLEN];
	buffer_format(option->text, "address %u", option->data[3]);
	if (after < 4)
		return;
	inet_ntop(v6 ? AF_INET6 : AF_INET, option->data + 4, address, sizeof(address));
	const size_t end = v6 ? 20 : 8, rest = option->length - end;
	buffer_format(option->text, " %s", address);
	if (rest == 2 || rest == 10)
		buffer_format(option->text, " port %u", get16(option->data + end));
}

static void append_subtype(const struct option *option, unsigned subtype)
{
	if (option->length < 4)
		return;
	switch (subtype) {
	case MP_CAPABLE:
		buffer_format(option->text, "version %u", option->data[2] & 15);
		break;
	case MP_JOIN:
		if (option->length <= 16)
			buffer_format(option->text, "address %u", option->data[3]);
		break;
	case DSS:
		append_dss(option);
		break;
	case ADD_ADDR:
		append_address(option);
		break;
	case REMOVE_ADDR:
		for (size_t i = 3; i < option->length; i++)
			buffer_format(option->text, "%s%u", i > 3 ? " " : "address ",
				      option->data[i]);
		break;
	case MP_TCPRST:
		buffer_format(option->text, "reason %u", option->data[3]);
		break;
	}
}

void decode_mptcp(struct decoding *decoding, size_t at, size_t length, unsigned brief)
{
	struct option option = {decoding->frame + at, length, &decoding->out->text, 0};
	const unsigned subtype = option.data[2] >> 4;
	const char *name = name_of(&names_mptcp, (int)subtype);
	field_begin(decoding, "mptcp", at * 8, length * 8, brief);
	if (name)
		buffer_text(option.text, name);
	else
		buffer_format(option.text, "subtype %u", subtype);
	if (subtype == MP_PRIO && option.data[2] & 1)
		buffer_text(option.text, " spare");
	field_remark(decoding);
	option.start = option.text->length;
	append_subtype(&option, subtype);
	field_end(decoding);
}
