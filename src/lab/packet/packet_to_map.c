/*
 * packet_to_map: the values of the keys that a packet has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lab/packet/packet_key.h"

static const char protocol_prefix[] = "IPPROTO_";
#define PREFIX (sizeof(protocol_prefix) - 1)

/* ---- values in place ---- */

static int64_t number_at(const uint8_t *place, const struct packet_key *key)
{
	uint64_t number = 0;
	for (unsigned i = key->bit; i < (unsigned)key->bit + key->bits; i++)
		number = number << 1 | (place[i / 8] >> (7 - i % 8) & 1);
	return (int64_t)number;
}

static struct value link_value(const uint8_t *address)
{
	return value_bytes(bytes_format("%02x:%02x:%02x:%02x:%02x:%02x", address[0], address[1],
					address[2], address[3], address[4], address[5]));
}

static struct value address_text(int family, const uint8_t *address)
{
	char text[INET6_ADDRSTRLEN];
	return value_bytes(bytes_text(inet_ntop(family, address, text, sizeof(text))));
}

static struct value flags_value(int64_t flags)
{
	struct buffer text = {0};
	for (size_t i = 0; i < names_tcp_flags.count; i++)
		if (flags & names_tcp_flags.list[i].number)
			buffer_format(&text, "%s%s", text.length ? " " : "",
				      names_tcp_flags.list[i].text);
	return value_bytes(bytes_from(&text));
}

/* ---- values of their own ---- */

struct value proto_value(const struct frame_parts *parts)
{
	char text[32];
	size_t length = 0;
	if (!parts->version)
		return parts->ether_type == ETH_P_ARP ? value_bytes(bytes_text("arp"))
						      : VALUE_UNSET;
	const char *name = name_of(&names_protocols, parts->protocol);
	if (parts->protocol == IPPROTO_ICMPV6)
		return value_bytes(bytes_text("icmp6"));
	if (!name || strncmp(name, protocol_prefix, PREFIX) != 0)
		return value_int(parts->protocol);
	for (; name[PREFIX + length] && length < sizeof(text); length++)
		text[length] = (char)tolower(name[PREFIX + length]);
	return value_bytes(bytes_new(text, length));
}

bool proto_number(const char *name, int *number)
{
	if (strcasecmp(name, "icmp6") == 0)
		name = "icmpv6";
	for (size_t i = 0; i < names_protocols.count; i++) {
		const struct name *one = &names_protocols.list[i];
		if (strncmp(one->text, protocol_prefix, PREFIX) == 0 && one->number <= UINT8_MAX &&
		    strcasecmp(one->text + PREFIX, name) == 0) {
			*number = one->number;
			return true;
		}
	}
	return false;
}

static struct value message_value(const uint8_t *header, const struct frame_parts *parts)
{
	const struct names *names = parts->protocol == IPPROTO_ICMPV6 ? &names_icmp6 : &names_icmp;
	const char *name = name_of(names, header[0] * 256 + header[1]);
	return name ? value_bytes(bytes_text(name)) : VALUE_UNSET;
}

static struct value note_value(const struct flow_note *note)
{
	struct buffer text = {0};
	if (!note || !note->known || note->segment == SEGMENT_USUAL)
		return VALUE_UNSET;
	flow_segment_name(note, &text);
	return value_bytes(bytes_from(&text));
}

static struct value frame_value(const struct frame_parts *parts)
{
	struct buffer frame = {0};
	for (unsigned i = 0; i < PARTS; i++)
		buffer_append(&frame, parts->data[i], parts->length[i]);
	return value_bytes(bytes_from(&frame));
}

static struct value value_alone(const struct packet_key *key, const struct frame_parts *parts,
				const struct flow_note *note)
{
	switch (key->kind) {
	case KEY_PROTO:
		return proto_value(parts);
	case KEY_PAYLOAD:
		return value_bytes(
			bytes_new(parts->data[PART_PAYLOAD], parts->length[PART_PAYLOAD]));
	case KEY_BYTES:
		return frame_value(parts);
	case KEY_NOTE:
		return note_value(note);
	default:
		return VALUE_UNSET;
	}
}

static uint32_t base_of(const struct packet_key *key, const struct flow_note *note)
{
	if (!note || !note->known)
		return 0;
	return key->kind == KEY_SEQ ? note->seq_base : note->ack_base;
}

struct value key_value(const struct packet_key *key, const struct frame_parts *parts,
		       const struct flow_note *note)
{
	const uint8_t *place = key_place(key, parts);
	if (!place)
		return key->place == AT_NOTHING ? value_alone(key, parts, note) : VALUE_UNSET;
	switch (key->kind) {
	case KEY_YES:
		return value_bool(number_at(place, key));
	case KEY_EIGHTS:
		return value_int(number_at(place, key) * 8);
	case KEY_LINK:
		return link_value(place + key->bit / 8);
	case KEY_IPV4:
	case KEY_IPV6:
		return address_text(key->kind == KEY_IPV4 ? AF_INET : AF_INET6,
				    place + key->bit / 8);
	case KEY_FLAGS:
		return flags_value(number_at(place, key));
	case KEY_SEQ:
	case KEY_ACK:
		return value_int((uint32_t)number_at(place, key) - base_of(key, note));
	case KEY_OPTIONS:
		return options_value(place + TCP_SIZE, parts->length[PART_TRANSPORT] - TCP_SIZE);
	case KEY_MESSAGE:
		return message_value(place, parts);
	default:
		return value_int(number_at(place, key));
	}
}

struct map *packet_to_map(struct map *map, const void *frame, size_t length,
			  const struct flow_note *note)
{
	struct frame_parts parts;
	frame_split(frame, length, &parts);
	for (size_t i = 0; i < packet_key_count; i++) {
		const struct packet_key *key = &packet_keys[i];
		/* Padding belongs to the frame as well. */
		struct value value = key->kind == KEY_BYTES ? value_bytes(bytes_new(frame, length))
							    : key_value(key, &parts, note);
		if (value.type != TYPE_UNSET)
			map = map_put_text(map, key->name, value);
	}
	return map;
}
