/*
 * too_big: what a router does with a packet of IP that is larger than the link after it.
 *
 * The summary is that of the frame, whose IP header is whole: version is not 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_PACKET_TOO_BIG_H
#define HANDSH_LAB_PACKET_TOO_BIG_H

#include "handsh/packet.h"

/* Is it a packet of IP, header included, of more than so many bytes? */
bool packet_is_larger(const void *frame, const struct packet_summary *summary, uint32_t mtu);
/* By a router: RFC 791 3.1, RFC 8200 5. */
bool packet_may_be_fragmented(const void *frame, const struct packet_summary *summary);

/*
 * Appends the frame of the next fragment, of at most mtu (68 or more) bytes of IP, of a packet that
 * is larger and may be fragmented; *done: bytes of its payload that the earlier ones have, 0 at first.
 * False: they have all.
 */
bool packet_fragment(const void *frame, size_t length, const struct packet_summary *summary,
		     uint32_t mtu, size_t *done, struct buffer *fragment);

/*
 * Appends the frame that tells its sender: "fragmentation needed" (RFC 1191), "packet too big" (RFC 4443).
 * It comes from the packet's destination, for a wire has no address of its own. False: nobody is told
 * (RFC 1122 3.2.2, RFC 4443 2.4): it is an error itself, a later fragment, or to or from no single host.
 */
bool packet_too_big(const void *frame, size_t length, const struct packet_summary *summary,
		    uint32_t mtu, struct buffer *answer);

#endif
