/*
 * packet_filter: the words of pcap-filter(7) as instructions of bpf(4). Its source is the one file that
 * knows libpcap, which is loaded when it is first used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PACKET_FILTER_H
#define HANDSH_PACKET_FILTER_H

#include "handsh/value.h"

/* Bytes of words, which whoever has them checks: everything waits for libpcap, whose time grows with
 * their square. */
#define PACKET_FILTER_MOST 2048

enum filter_start {
	FILTER_AT_ETHERNET, /* packets begin with an Ethernet header */
	FILTER_AT_NETWORK,  /* with that of IPv4 or IPv6, wherever the socket begins to read */
};

/*
 * Appends the program, an array of struct sock_filter. False with *error: TYPE what is wrong with the
 * words, ELIBACC no libpcap. Names of hosts are looked up at once, while everything waits.
 */
bool packet_filter_compile(const char *words, enum filter_start start, const char *call,
			   struct buffer *program, struct error **error);

/* ---- here instead of in the kernel ---- */

struct bpf_insn;

/* All zero: none. */
struct packet_program {
	struct buffer instructions;
	unsigned (*run)(const struct bpf_insn *instructions, const unsigned char *frame,
			unsigned length, unsigned present);
};

/* As packet_filter_compile, of frames that begin with an Ethernet header. */
bool packet_program_new(struct packet_program *program, const char *words, const char *call,
			struct error **error);
void packet_program_free(struct packet_program *program); /* back to all zero */
/* Does the frame (less than 4 GiB) fit? Without allocating. */
bool packet_program_fits(const struct packet_program *program, const void *frame, size_t length);

#endif
