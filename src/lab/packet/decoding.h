/*
 * decoding: how the decoders of the protocols write down what they find.
 *
 * Each begins a layer, writes its fields, and hands the rest on. A field that is begun gets its text
 * by appending to the packet's text, then perhaps a remark. What reaches beyond the end is no field:
 * the layer says so ("cut") instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_DECODING_H
#define HANDSH_LAB_PACKET_DECODING_H

#include "handsh/names.h"
#include "handsh/packet.h"
#include "lab/packet/headers.h"

/* What TCP's and UDP's checksums count before their header: RFC 9293 3.1, RFC 8200 8.1. */
struct pseudo_header {
	const uint8_t *source, *destination; /* in the frame; NULL: there is no IP below */
	uint8_t size;                        /* of an address */
	uint8_t protocol;
	bool part; /* of a fragment, whose checksum cannot be told */
};

struct decoding {
	struct packet_decoded *out;
	const uint8_t *frame;
	size_t end;                   /* what is looked at ends here: the frame, or what IP says */
	const struct flow_note *note; /* NULL: none, or what follows is a quote */
	struct pseudo_header below;
	uint8_t quotes;
	bool whole; /* nothing was cut off by who quoted or captured it */
};

enum field_form {
	FORM_NUMBER,
	FORM_HEX,   /* 0x and all digits */
	FORM_NAMED, /* its name, with the number as a remark; the number where it has none */
	FORM_NAMED_HEX,
	FORM_WORDS,  /* a count of 32-bit words, said in bytes */
	FORM_EIGHTS, /* a count of 64-bit words, said in bytes */
	FORM_YES,    /* one bit: yes or no */
	FORM_LINK,   /* a hardware address of six bytes */
	FORM_IPV4,
	FORM_IPV6,
	FORM_BYTES,   /* hexadecimal digits */
	FORM_FLAGS,   /* of TCP */
	FORM_LITERAL, /* a quote */
};

enum vocabulary {
	NO_WORDS,
	WORDS_ETHER,
	WORDS_PROTOCOLS,
	WORDS_ECN,
	WORDS_ARP,
	WORDS_ROUTING,
	WORDS_IGMP,
	WORDS_GROUP_RECORDS,
};

/* Of a header's fixed part. No pointers, so that no start relocates them. */
struct field_row {
	char name[20];
	uint8_t form;       /* enum field_form */
	uint8_t words;      /* enum vocabulary */
	uint8_t brief;      /* enum packet_brief */
	uint16_t bit, bits; /* from the header's beginning */
};

#define ROWS(array) (array), sizeof(array) / sizeof(*(array))

static inline size_t decoding_left(const struct decoding *decoding, size_t at)
{
	return decoding->end - at;
}

/* The layer that follows; name lives for ever. Its length becomes known with layer_end. */
void layer_begin(struct decoding *decoding, const char *name, size_t at, unsigned flags);
void layer_end(struct decoding *decoding, size_t end);

/* Its number is what stands there, where it is at most 64 bits. */
struct packet_field *field_begin(struct decoding *decoding, const char *name, size_t bit,
				 size_t bits, unsigned brief);
void field_remark(struct decoding *decoding); /* what is appended from here on is the remark */
void field_end(struct decoding *decoding);

/* Whole fields, of bytes. */
void field_of(struct decoding *decoding, const struct field_row *row, size_t at);
void field_text(struct decoding *decoding, const char *name, size_t at, size_t length,
		unsigned brief, const char *text);
void field_number(struct decoding *decoding, const char *name, size_t at, size_t length,
		  unsigned brief);
void field_form(struct decoding *decoding, const char *name, size_t at, size_t length,
		enum field_form form, unsigned brief);
/* Those of the rows which are there, from at on. */
void fields_of_rows(struct decoding *decoding, const struct field_row *rows, size_t count,
		    size_t at);
/* What is wrong, of so many bytes: in every form. */
void field_wrong(struct decoding *decoding, size_t at, size_t length, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * Begins a layer with a fixed part of so many bytes. False: it is cut, and the layer has been ended
 * with what was there.
 */
bool header_begin(struct decoding *decoding, const char *name, size_t at, size_t size,
		  const struct field_row *rows, size_t count, unsigned flags);

/* A field that is a checksum, of two bytes, over the sum of what it counts with itself. */
void field_checksum(struct decoding *decoding, size_t at, uint64_t sum);
/* The same where it is not told whether it is right, because of that. */
void field_checksum_untold(struct decoding *decoding, size_t at, const char *why);
/* The same over a transport's header and data, which go up to the end; counted with the pseudo-header
 * if there is one to be. */
void field_transport_checksum(struct decoding *decoding, size_t at, size_t header, size_t covered,
			      bool pseudo);

/* What is left, as it is: nothing where there is none. */
void decode_payload(struct decoding *decoding, size_t at);
/* The same of what fills a frame up; in a quote it is not ours to say. */
void decode_padding(struct decoding *decoding, size_t at);

/* ---- the protocols ---- */

void decode_network(struct decoding *decoding, unsigned ether_type, size_t at);
void decode_arp(struct decoding *decoding, size_t at);
void decode_ipv4(struct decoding *decoding, size_t at);
void decode_ipv6(struct decoding *decoding, size_t at);
void decode_transport(struct decoding *decoding, unsigned protocol, size_t at);
/* What has no decoder here, or is the later part of a packet, which has no header. */
void decode_unknown(struct decoding *decoding, unsigned protocol, size_t at);
void decode_tcp(struct decoding *decoding, size_t at);
/* offers: of a SYN, which says in the one line what later segments do not. */
void decode_tcp_options(struct decoding *decoding, size_t at, size_t end, bool offers);
void decode_mptcp(struct decoding *decoding, size_t at, size_t length, unsigned brief);
void decode_udp(struct decoding *decoding, size_t at);
void decode_udplite(struct decoding *decoding, size_t at);
void decode_icmp(struct decoding *decoding, size_t at);
void decode_icmp6(struct decoding *decoding, size_t at);
/* After the four bytes which all messages of ICMPv6 have, up to the end. */
void decode_neighbour(struct decoding *decoding, unsigned type, size_t at);
void decode_listener(struct decoding *decoding, unsigned type, size_t at);
void decode_igmp(struct decoding *decoding, size_t at);
/* The packet that a message of ICMP is about. */
void decode_quote(struct decoding *decoding, unsigned ether_type, size_t at);

#endif
