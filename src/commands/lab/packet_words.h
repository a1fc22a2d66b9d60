/*
 * packet_words: what the commands of this folder that are about packets share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_PACKET_WORDS_H
#define HANDSH_COMMANDS_PACKET_WORDS_H

#include "handsh/socket.h"

/* The lab, which has taken what has come by now; NULL with call->error (USAGE): there has been no host. */
struct lab *call_lab(struct call *call);
/* The wire before the dot; NULL: all. */
struct wire *call_wire(const struct call *call);
/* "wire", or w2 alone: those that the call is about. Appends. */
void wires_format(const struct lab *lab, const struct wire *wire, struct buffer *text);

/* A word of a filter: any value, of which bytes and ints make sense. */
extern const struct kind kind_filter;
/* The arguments from there on as a filter: *match, for packet_match_free; NULL: there are none, and all
 * is meant. False: call->error. */
bool filter_take(struct call *call, unsigned first, struct packet_match **match);
/* The same as it was written. Appends; "every packet" where there is none. */
void filter_format(struct call *call, unsigned first, struct buffer *text);

extern const struct kind kind_held; /* the number of a packet that is held: an int */
/* Offers their numbers: of those held, or of all that are kept. */
void complete_packets(struct shell *shell, bool held, struct completion *completion);

/* An expectation that the call is evaluated for, and that is not met in time, says what came since. */
void packets_witness(struct call *call, const struct lab *lab);

/* cut and mend: of the hosts that are named, or of all. */
extern const struct parameter cable_parameters[];
extern const struct command_error cable_errors[];
enum run cables_set(struct call *call, bool cut);

#define ERRORS_OF_FILTERS                                                                          \
	{"TYPE", "the words are none of a filter, or do not fit together"},                        \
	{                                                                                          \
		"UNKNOWN", "there is no such host"                                                 \
	}
#define ERRORS_OF_HELD                                                                             \
	{"UNKNOWN", "no packet has the number, or it is kept no longer",                           \
	 "packets shows those that are kept"},                                                     \
	{                                                                                          \
		"USAGE", "the packet is not held, or none is",                                     \
			"packets shows which are; hold holds those that come"                      \
	}

#endif
