/*
 * match: what the words of a filter are compiled to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_MATCH_H
#define HANDSH_LAB_PACKET_MATCH_H

#include "handsh/packet_filter.h"
#include "handsh/packet_match.h"

/* Their names and meanings: packet_match_words. */
enum match_word {
	MATCH_SYN = 1,
	MATCH_SYNACK = 2,
	MATCH_ACK = 4,
	MATCH_FIN = 8,
	MATCH_RST = 16,
	MATCH_DATA = 32,
	MATCH_RETRANSMISSION = 64,
	MATCH_ARP = 128,
	MATCH_ICMP = 256,
	MATCH_TCP = 512,
	MATCH_UDP = 1024,
	MATCH_FROM = 2048,
	MATCH_TO = 4096,
};

struct packet_match {
	uint32_t others; /* that hold it as well as the first */
	unsigned words;  /* enum match_word: all of these must hold */
	char *from, *to;
	uint32_t count, capacity;
	struct packet_program *programs; /* all of them must fit */
};

/* Words of pcap-filter(7) that are read one after the other. */
struct expression {
	const struct packet_hosts *hosts;
	const char *call;
	struct error **error;
	struct buffer text;     /* so far */
	struct buffer previous; /* its last word or sign */
};

/* The words that stand in one argument. False: *error is set. */
bool expression_add(struct expression *expression, const char *words);
/* Does what follows belong to the last, as after not? */
bool expression_is_open(struct expression *expression);
/* The same, or does it lack what follows, as after port? */
bool expression_goes_on(struct expression *expression);
/* For errors: the words that there are; wanted: what somebody may have meant, or NULL. */
void match_hint(struct error *error, const char *wanted);

#endif
