/*
 * draft_set: one value in its place, or why it does not fit there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

#include "lab/packet/packet_draft.h"

static void put_bits(uint8_t *place, const struct packet_key *key, uint64_t number)
{
	for (unsigned i = key->bit + key->bits; i > key->bit; i--, number >>= 1) {
		const unsigned bit = 7 - (i - 1) % 8;
		uint8_t *byte = &place[(i - 1) / 8];
		*byte = (uint8_t)((*byte & ~(1u << bit)) | (unsigned)(number & 1) << bit);
	}
}

/* ---- numbers ---- */

static bool read_number(struct value value, int64_t *number)
{
	if (value.type == TYPE_BYTES)
		return bytes_to_int(value.bytes, number);
	*number = value.integer;
	return value.type == TYPE_INT;
}

static bool set_number(struct draft *draft, const struct packet_key *key, uint8_t *place,
		       struct value value)
{
	const int64_t step = key->kind == KEY_EIGHTS ? 8 : 1;
	const int64_t most = ((INT64_C(1) << key->bits) - 1) * step;
	int64_t number;
	if (!read_number(value, &number))
		return draft_refuse(draft, "TYPE", key->name, "it takes an int, 0 to %" PRId64,
				    most);
	if (number < 0 || number > most || number % step)
		return draft_refuse(draft, "RANGE", key->name,
				    "it takes 0 to %" PRId64 "%s, not %" PRId64, most,
				    step == 8 ? " in eights" : "", number);
	put_bits(place, key, (uint64_t)(number / step));
	return true;
}

/* Relative ones may be before the beginning: keep-alive probes of a connection that has sent nothing. */
static bool set_relative(struct draft *draft, const struct packet_key *key, uint8_t *place,
			 struct value value)
{
	const uint32_t base = key->kind == KEY_SEQ ? draft->wish->seq_base : draft->wish->ack_base;
	int64_t number;
	if (!read_number(value, &number))
		return draft_refuse(draft, "TYPE", key->name, "it takes an int");
	if (number < INT32_MIN || number > UINT32_MAX)
		return draft_refuse(draft, "RANGE", key->name, "it takes %d to %u", INT32_MIN,
				    UINT32_MAX);
	put_bits(place, key, base + (uint32_t)number);
	return true;
}

static bool set_yes(struct draft *draft, const struct packet_key *key, uint8_t *place,
		    struct value value)
{
	if (value.type != TYPE_BOOL)
		return draft_refuse(draft, "TYPE", key->name, "it takes true or false");
	put_bits(place, key, value.boolean);
	return true;
}

/* ---- flags ---- */

static bool read_flags(struct draft *draft, struct value value, uint64_t *flags)
{
	struct buffer text = {0}, allowed = {0};
	bool good = true;
	value_format(value, &text);
	for (char *next = (char *)buffer_cstring(&text), *word;
	     (word = strtok_r(next, " ", &next));) {
		int number = 0;
		good = good && name_number(&names_tcp_flags, word, &number);
		*flags |= (uint64_t)number;
	}
	for (size_t i = 0; !good && i < names_tcp_flags.count; i++)
		buffer_format(&allowed, "%s%s", i ? " " : "", names_tcp_flags.list[i].text);
	if (!good)
		draft_refuse(draft, "RANGE", "flags", "it takes words of %s, or an int",
			     buffer_cstring(&allowed));
	buffer_free(&text);
	buffer_free(&allowed);
	return good;
}

static bool set_flags(struct draft *draft, const struct packet_key *key, uint8_t *place,
		      struct value value)
{
	uint64_t flags = 0, more;
	if (value.type == TYPE_INT)
		return set_number(draft, key, place, value);
	const size_t count = value.type == TYPE_LIST ? value.list->count : 1;
	for (size_t i = 0; i < count; i++, flags |= more) {
		const struct value word = value.type == TYPE_LIST ? list_at(value.list, i) : value;
		more = 0;
		if (word.type != TYPE_BYTES)
			return draft_refuse(draft, "TYPE", key->name, "it takes words: SYN ACK");
		if (!read_flags(draft, word, &more))
			return false;
	}
	put_bits(place, key, flags);
	return true;
}

/* ---- addresses ---- */

bool draft_address(struct draft *draft, const char *key, int family, struct value value,
		   uint8_t *address)
{
	const struct packet_hosts *hosts = draft->wish->hosts;
	struct packet_host host;
	char text[256];
	if (value.type != TYPE_BYTES || !bytes_cstring(value.bytes, text, sizeof(text)))
		return draft_refuse(draft, "TYPE", key, "it takes an address, or a host's name");
	if (inet_pton(family, text, address) == 1)
		return true;
	if (!hosts || !hosts->named(hosts->context, text, &host))
		return draft_refuse(draft, "RANGE", key,
				    "it takes an address of %s, or a host's name",
				    family == AF_INET ? "IPv4" : "IPv6");
	if (!(family == AF_INET ? host.has_ipv4 : host.has_ipv6))
		return draft_refuse(draft, "RANGE", key, "%s has no address of %s", host.name,
				    family == AF_INET ? "IPv4" : "IPv6");
	memcpy(address, family == AF_INET ? host.ipv4 : host.ipv6, family == AF_INET ? 4 : 16);
	return true;
}

static bool set_link(struct draft *draft, const struct packet_key *key, uint8_t *place,
		     struct value value)
{
	uint8_t address[6];
	char text[18] = "";
	bool good = value.type == TYPE_BYTES && bytes_cstring(value.bytes, text, sizeof(text)) &&
		    strlen(text) == 17;
	for (unsigned i = 0; good && i < 6; i++) {
		const int high = digit_value(text[i * 3]), low = digit_value(text[i * 3 + 1]);
		good = high >= 0 && low >= 0 && (text[i * 3 + 2] == ':' || i == 5);
		address[i] = (uint8_t)(high << 4 | low);
	}
	if (!good)
		return draft_refuse(draft, value.type == TYPE_BYTES ? "RANGE" : "TYPE", key->name,
				    "it takes a hardware address: 02:00:00:00:00:01");
	memcpy(place + key->bit / 8, address, sizeof(address));
	return true;
}

/* ---- the rest ---- */

static bool set_payload(struct draft *draft, const struct packet_key *key, struct value value)
{
	struct buffer *part = &draft->part[PART_PAYLOAD];
	if (value.type != TYPE_BYTES)
		return draft_refuse(draft, "TYPE", key->name, "it takes bytes");
	if (value.bytes->length > UINT16_MAX)
		return draft_refuse(draft, "RANGE", key->name,
				    "%zu bytes are more than a packet holds (%d)",
				    value.bytes->length, UINT16_MAX);
	part->length = 0;
	buffer_append(part, value.bytes->data, value.bytes->length);
	return true;
}

bool draft_set(struct draft *draft, const struct packet_key *key, struct value value)
{
	struct frame_parts parts;
	draft_parts(draft, &parts);
	uint8_t *place = (uint8_t *)key_place(key, &parts);
	switch (key->kind) {
	case KEY_PAYLOAD:
		return set_payload(draft, key, value);
	case KEY_OPTIONS:
		return draft_set_options(draft, value);
	case KEY_MESSAGE: /* type and code say it */
		return true;
	case KEY_YES:
		return set_yes(draft, key, place, value);
	case KEY_LINK:
		return set_link(draft, key, place, value);
	case KEY_IPV4:
	case KEY_IPV6:
		return draft_address(draft, key->name, key->kind == KEY_IPV4 ? AF_INET : AF_INET6,
				     value, place + key->bit / 8);
	case KEY_FLAGS:
		return set_flags(draft, key, place, value);
	case KEY_SEQ:
	case KEY_ACK:
		return set_relative(draft, key, place, value);
	default:
		return set_number(draft, key, place, value);
	}
}
