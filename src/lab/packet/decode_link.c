/*
 * decode_link: Ethernet, VLAN tags (IEEE 802.1Q), ARP (RFC 826), and which protocol follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"

#define FRAME_MOST ((size_t)1 << 24) /* more of a frame is not looked at: bits are counted in 32 */

static const struct field_row ethernet_rows[] = {
	{"dst", FORM_LINK, .bit = 0, .bits = 48},
	{"src", FORM_LINK, .bit = 48, .bits = 48},
};

static const struct field_row vlan_rows[] = {
	{"priority", FORM_NUMBER, .bit = 0, .bits = 3},
	{"drop eligible", FORM_YES, .bit = 3, .bits = 1},
	{"vlan", FORM_NUMBER, .bit = 4, .bits = 12,
	 .brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
	{"type", FORM_NAMED_HEX, WORDS_ETHER, .bit = 16, .bits = 16},
};

static const struct field_row type_rows[] = {
	{"type", FORM_NAMED_HEX, WORDS_ETHER, .bit = 96, .bits = 16},
	/* Where no layer follows that would say it. */
	{"type", FORM_NAMED_HEX, WORDS_ETHER, .bit = 96, .bits = 16,
	 .brief = PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
	/* IEEE 802.3: below 1536 it is a length, and the frame one of LLC. */
	{"length", FORM_NUMBER, .bit = 96, .bits = 16,
	 .brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP},
};

static bool is_decoded(unsigned ether_type)
{
	return ether_type == ETH_P_IP || ether_type == ETH_P_IPV6 || ether_type == ETH_P_ARP ||
	       is_vlan(ether_type);
}

static const struct field_row *type_row(unsigned ether_type)
{
	if (ether_type < ETH_P_802_3_MIN)
		return &type_rows[2];
	return &type_rows[is_decoded(ether_type) ? 0 : 1];
}

static const struct field_row arp_rows[] = {
	{"hardware", FORM_NUMBER, .bit = 0, .bits = 16},
	{"protocol", FORM_NAMED_HEX, WORDS_ETHER, .bit = 16, .bits = 16},
	{"hardware size", FORM_NUMBER, .bit = 32, .bits = 8},
	{"protocol size", FORM_NUMBER, .bit = 40, .bits = 8},
	{"op", FORM_NAMED, WORDS_ARP, .bit = 48, .bits = 16, .brief = PACKET_BRIEF_TEXT},
};

/* Of IPv4 over Ethernet. */
static const struct field_row arp_address_rows[] = {
	{"sha", FORM_LINK, .bit = 64, .bits = 48},
	{"spa", FORM_IPV4, .bit = 112, .bits = 32},
	{"tha", FORM_LINK, .bit = 144, .bits = 48},
	{"tpa", FORM_IPV4, .bit = 192, .bits = 32},
};

#define ARP_HEAD_SIZE 8

/* What the four addresses come to. */
static void say_arp(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at, *sha = header + 8, *spa = header + 14,
		      *tpa = header + 24;
	struct buffer *text = &decoding->out->text;
	const unsigned operation = get16(header + 6);
	if (operation != 1 && operation != 2)
		return;
	field_begin(decoding, "said", at * 8, 0, PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP);
	if (operation == 1)
		buffer_format(text, "who has %u.%u.%u.%u? tell %u.%u.%u.%u", tpa[0], tpa[1], tpa[2],
			      tpa[3], spa[0], spa[1], spa[2], spa[3]);
	else
		buffer_format(text, "%u.%u.%u.%u is at %02x:%02x:%02x:%02x:%02x:%02x", spa[0],
			      spa[1], spa[2], spa[3], sha[0], sha[1], sha[2], sha[3], sha[4],
			      sha[5]);
	field_end(decoding);
}

void decode_arp(struct decoding *decoding, size_t at)
{
	const uint8_t *header = decoding->frame + at;
	size_t end = at + ARP_SIZE;
	if (!header_begin(decoding, "ARP", at, ARP_HEAD_SIZE, ROWS(arp_rows), PACKET_LAYER_ALONE))
		return;
	const size_t sizes = ((size_t)header[4] + header[5]) * 2;
	if (header[4] == 6 && header[5] == 4 && get16(header + 2) == ETH_P_IP) {
		fields_of_rows(decoding, ROWS(arp_address_rows), at);
		if (end <= decoding->end)
			say_arp(decoding, at);
	} else {
		end = at + ARP_HEAD_SIZE + sizes;
		if (end <= decoding->end)
			field_form(decoding, "addresses", at + ARP_HEAD_SIZE, sizes, FORM_BYTES, 0);
	}
	if (end > decoding->end) {
		field_wrong(decoding, at, decoding_left(decoding, at), "cut after %zu of %zu bytes",
			    decoding_left(decoding, at), end - at);
		end = decoding->end;
	}
	layer_end(decoding, end);
	decode_padding(decoding, end);
}

void decode_network(struct decoding *decoding, unsigned ether_type, size_t at)
{
	switch (ether_type) {
	case ETH_P_IP:
		decode_ipv4(decoding, at);
		break;
	case ETH_P_IPV6:
		decode_ipv6(decoding, at);
		break;
	case ETH_P_ARP:
		decode_arp(decoding, at);
		break;
	default:
		decode_payload(decoding, at);
	}
}

/* The type that stands after the tags, which move *at on; a tag that is cut ends the frame. */
static unsigned decode_tags(struct decoding *decoding, unsigned ether_type, size_t *at)
{
	while (is_vlan(ether_type) && *at < decoding->end) {
		if (!header_begin(decoding, "VLAN", *at, VLAN_SIZE, ROWS(vlan_rows),
				  PACKET_LAYER_QUIET)) {
			*at = decoding->end;
			break;
		}
		ether_type = get16(decoding->frame + *at + 2);
		*at += VLAN_SIZE;
		layer_end(decoding, *at);
	}
	return ether_type;
}

static void decode_ethernet(struct decoding *decoding)
{
	size_t at = ETHERNET_SIZE;
	if (!header_begin(decoding, "Ethernet", 0, ETHERNET_SIZE, ROWS(ethernet_rows),
			  PACKET_LAYER_QUIET | PACKET_LAYER_ENDS))
		return;
	unsigned ether_type = get16(decoding->frame + 12);
	field_of(decoding, type_row(ether_type), 0);
	layer_end(decoding, ETHERNET_SIZE);
	ether_type = decode_tags(decoding, ether_type, &at);
	decode_network(decoding, ether_type, at);
}

void packet_decode(const void *frame, size_t length, const struct flow_note *note,
		   struct packet_decoded *decoded)
{
	struct decoding decoding = {
		.out = decoded,
		.frame = frame,
		.end = length < FRAME_MOST ? length : FRAME_MOST,
		.note = note && note->known ? note : NULL,
		.whole = true,
	};
	decoded->layer_count = decoded->field_count = 0;
	decoded->text.length = 0;
	decode_ethernet(&decoding);
}
