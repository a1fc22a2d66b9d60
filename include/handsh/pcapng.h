/*
 * pcapng: packets as a file that Wireshark and tcpdump read: the blocks of draft-ietf-opsawg-pcapng, one
 * section, in the byte order of this machine. What is appended to the buffer goes into the file as it is,
 * the header first, then one interface for each wire, which are numbered from 0 on, then packets; an
 * interface may also come between packets, before the first of its own.
 *
 * Texts are UTF-8, as the format wants it: what is none is escaped. Longer ones than an option holds
 * (65,535 bytes) are cut.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_PCAPNG_H
#define HANDSH_PCAPNG_H

#include "handsh/base.h"

/* The section's beginning; application: what has written it, "handsh 0.1.0". */
void pcapng_header(struct buffer *file, const char *application);
/* One of Ethernet, whose times are nanoseconds; name: that of the wire. */
void pcapng_interface(struct buffer *file, const char *name);
/* Adds a comment to those that a packet is to have. */
void pcapng_comment(struct buffer *comments, const char *text, size_t length);
/* A frame (less than 4 GiB) that was seen there, at a time of day (clock_wall), with comments. */
void pcapng_packet(struct buffer *file, uint32_t interface, int64_t time, const void *frame,
		   size_t length, const struct buffer *comments);
/* Of that interface, at a time of day, comments that no packet is to have. */
void pcapng_comments(struct buffer *file, uint32_t interface, int64_t time,
		     const struct buffer *comments);

#endif
