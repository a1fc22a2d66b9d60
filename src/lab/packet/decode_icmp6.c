/*
 * decode_icmp6: the messages of RFC 4443, and which of the others follow: neighbour discovery, multicast
 * listeners.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/decoding.h"
#include "lab/packet/icmp_message.h"

#define HEAD_SIZE 4 /* type, code, checksum: of all messages */

enum {
	PACKET_TOO_BIG = 2,
	PARAMETER_PROBLEM = 4,
	ERRORS_END = 128,
	ECHO_REQUEST = 128,
	ECHO_REPLY,
	LISTENER_QUERY,
	LISTENER_DONE = 132,
	ROUTER_SOLICITATION,
	REDIRECT = 137,
	LISTENER_REPORT_2 = 143,
};

static void decode_error(struct decoding *decoding, unsigned type, size_t at)
{
	const unsigned brief = PACKET_BRIEF_NAME | PACKET_BRIEF_TEXT | PACKET_BRIEF_GAP;
	if (type == PACKET_TOO_BIG)
		field_number(decoding, "mtu", at + 4, 4, brief);
	else if (type == PARAMETER_PROBLEM)
		field_number(decoding, "pointer", at + 4, 4, brief);
	else
		field_form(decoding, "unused", at + 4, 4, FORM_HEX, 0);
	layer_end(decoding, at + ICMP_SIZE);
	decode_quote(decoding, ETH_P_IPV6, at + ICMP_SIZE);
}

static void decode_plain(struct decoding *decoding, unsigned type, size_t at)
{
	if (type == ECHO_REQUEST || type == ECHO_REPLY)
		decode_echo(decoding, at);
	else
		field_form(decoding, "unused", at + 4, 4, FORM_HEX, 0);
	layer_end(decoding, at + ICMP_SIZE);
	decode_payload(decoding, at + ICMP_SIZE);
}

void decode_icmp6(struct decoding *decoding, size_t at)
{
	if (!header_begin(decoding, "ICMPv6", at, ICMP_SIZE, NULL, 0, 0))
		return;
	const unsigned type = decoding->frame[at];
	field_message(decoding, &names_icmp6, at);
	field_transport_checksum(decoding, at + 2, at, decoding_left(decoding, at), true);
	if (type < ERRORS_END) {
		decode_error(decoding, type, at);
	} else if (type >= ROUTER_SOLICITATION && type <= REDIRECT) {
		decode_neighbour(decoding, type, at + HEAD_SIZE);
		layer_end(decoding, decoding->end);
	} else if ((type >= LISTENER_QUERY && type <= LISTENER_DONE) || type == LISTENER_REPORT_2) {
		decode_listener(decoding, type, at + HEAD_SIZE);
		layer_end(decoding, decoding->end);
	} else {
		decode_plain(decoding, type, at);
	}
}
