/*
 * packet: what a frame of Ethernet is, byte by byte. Pure: nothing here has a socket, a host or a
 * clock. Frames come from anybody: each length in them is checked against the bytes that are there,
 * and no number in them sizes an allocation.
 *
 * A frame begins with its Ethernet header and has no frame check sequence, as packet(7) gives it.
 * Bits are counted from the frame's beginning, the most significant one of each byte first, as the
 * RFCs draw them: bit 0 is that of the destination's first byte which says 128.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PACKET_H
#define HANDSH_PACKET_H

#include "handsh/tcp_flow.h"
#include "handsh/value.h"

/* ---- in short: filled for each packet, without allocating ---- */

/* RFC 9293, the ones of RFC 3168 and RFC 9768 too; bits of the header's bytes 12 and 13 */
enum tcp_flags {
	TCP_FIN = 0x001,
	TCP_SYN = 0x002,
	TCP_RST = 0x004,
	TCP_PSH = 0x008,
	TCP_ACK = 0x010,
	TCP_URG = 0x020,
	TCP_ECE = 0x040,
	TCP_CWR = 0x080,
	TCP_AE = 0x100,
};

#define PACKET_NO_SCALE 0xff /* the segment says none */

struct packet_summary {
	uint16_t ether_type;  /* ETH_P_*, after VLAN tags; 0: the frame has none */
	uint8_t version;      /* of IP: 4 or 6; 0: it is none whose header is whole */
	uint8_t protocol;     /* IPPROTO_*, after extension headers; 0 without IP */
	bool fragment;        /* a part of a packet, or that with the first part */
	bool later_fragment;  /* which holds none of the transport's header */
	bool transport_whole; /* the header of TCP, UDP, UDP-Lite, ICMP or ICMPv6 is there */
	uint8_t type, code;   /* of ICMP and ICMPv6 */
	uint8_t source[16], destination[16]; /* of IPv4 the first four bytes; ARP: the sender's, the
						 target's */
	uint16_t source_port, destination_port; /* 0 where there are none */
	/* Of TCP. */
	uint16_t flags;  /* enum tcp_flags */
	uint16_t window; /* as it stands there, not scaled */
	uint32_t seq, ack;
	bool sack;     /* it holds blocks of selective acknowledgement */
	uint8_t scale; /* of a SYN: by how much later windows are shifted */
	/* Places in the frame; each is at most its length. */
	uint32_t network, transport;      /* where those headers begin */
	uint32_t payload, payload_length; /* after the last header that is known, padding apart */
};

void packet_summarize(const void *frame, size_t length, struct packet_summary *summary);

/* Are the addresses, two of struct packet_summary, those of that version of IP, the same? */
bool packet_same_address(const uint8_t *a, const uint8_t *b);

/* ---- in full: layers, each with fields; all text forms read them ---- */

/* How a field stands in the one line. */
enum packet_brief {
	PACKET_BRIEF_NAME = 1,  /* "mss" of "mss 1460" */
	PACKET_BRIEF_TEXT = 2,  /* "1460" */
	PACKET_BRIEF_GAP = 4,   /* two blanks before it: a group begins */
	PACKET_BRIEF_FIRST = 8, /* before those of its layer that have not got this */
	PACKET_BRIEF_SIZE = 16, /* "24 bytes" instead */
};

struct packet_field {
	const char *name;   /* "window"; lives for ever, as the decoded packet does at most */
	uint32_t bit, bits; /* where in the frame; bits 0: nowhere, it follows from others */
	uint64_t number;    /* of a field of at most 64 bits; else 0 */
	uint32_t text;      /* where in the packet's text its value stands, safe to show */
	uint32_t text_length;
	uint32_t remark_length; /* after the text, for the full form: "right", "raw 81", "0x0800" */
	uint8_t brief;          /* enum packet_brief */
};

enum packet_layer_flags {
	PACKET_LAYER_QUIET = 1, /* its name does not stand in the one line */
	PACKET_LAYER_ENDS = 2,  /* it has the addresses, fields "src" and "dst" */
	PACKET_LAYER_PORTS = 4, /* fields "sport" and "dport" */
	PACKET_LAYER_ALONE = 8, /* what it says is clear without addresses before it */
};

struct packet_layer {
	const char *name;      /* "IPv4"; lives for ever */
	uint32_t at, length;   /* bytes of the frame */
	uint32_t first, count; /* of the fields */
	uint8_t flags;         /* enum packet_layer_flags */
	uint8_t quotes;        /* how often it stands in a quote of ICMP: 0, 1 … */
};

/* All zero: nothing. May be filled again, which keeps its memory. */
struct packet_decoded {
	struct packet_layer *layers;
	struct packet_field *fields;
	uint32_t layer_count, layer_capacity;
	uint32_t field_count, field_capacity;
	struct buffer text;
};

/* note: what the flow says of it, for relative numbers; NULL: nothing, they are raw. */
void packet_decode(const void *frame, size_t length, const struct flow_note *note,
		   struct packet_decoded *decoded);
void packet_decoded_free(struct packet_decoded *decoded); /* back to all zero */
/* The first such field of the first such layer that is no quote; NULL: none. */
const struct packet_field *packet_field(const struct packet_decoded *decoded, const char *layer,
					const char *name);

/* 10.0.0.1:40124 > 10.0.0.2:80  SYN  seq 0  win 64240  mss 1460 sackOK ts wscale 7 */
void packet_line(const struct packet_decoded *decoded, struct buffer *text);
/* Each layer with its fields, a line each. */
void packet_full(const struct packet_decoded *decoded, struct buffer *text);
/* The same, with the number of the field's first bit and its bytes in hexadecimal before it; of one
 * that is no whole byte the bits, the others of the byte being dots. */
void packet_hex(const struct packet_decoded *decoded, const void *frame, size_t length,
		struct buffer *text);

/* ---- changed ---- */

/* The other value for one bit. False: the frame does not reach so far. */
bool packet_flip(void *frame, size_t length, uint64_t bit);

#endif
