/*
 * wire_socket: the one packet(7) socket by which the frames of all wires come and go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_WIRE_SOCKET_H
#define HANDSH_LAB_WIRE_SOCKET_H

#include <linux/if_packet.h>
#include <sys/socket.h>

#include "handsh/run.h"

#define WIRE_BATCH 64 /* frames that are sent by one system call */

/* One that has come; borrowed until the function that is given it returns. */
struct frame {
	const unsigned char *data;
	size_t length;
	unsigned index; /* of the interface, in the wires' namespace, that it came in by */
	int64_t time;   /* when: CLOCK_REALTIME, nanoseconds */
};

struct wire_socket {
	struct observer observer; /* watch.fd: -1 when it is closed */
	struct machine *machine;
	void (*take)(void *context, const struct frame *frame);
	void *context;
	unsigned char *ring;
	unsigned next;     /* place in the ring of the frame to come */
	unsigned released; /* up to there the kernel has its places back */
	uint64_t lost;     /* frames for which there was no room in the ring, or on their way out */
	unsigned outgoing; /* in the arrays */
	struct mmsghdr messages[WIRE_BATCH];
	struct iovec vectors[WIRE_BATCH];
	struct sockaddr_ll ends[WIRE_BATCH];
	unsigned char tagged[2048]; /* a frame that has its VLAN's tag again */
};

/* Takes fd, a packet socket of protocol 0 in the wires' namespace. 0, or errno. */
int wire_socket_open(struct wire_socket *wire, struct machine *machine, int fd,
		     void (*take)(void *context, const struct frame *frame), void *context);
/* Out by that interface; data stays as it is until the next flush. */
void wire_socket_send(struct wire_socket *wire, unsigned index, const void *data, size_t length);
/* What was sent goes now. From within take that happens by itself. */
void wire_socket_flush(struct wire_socket *wire);
/* Takes what has come by now, as the loop does. Not from within take. */
void wire_socket_look(struct wire_socket *wire);
/* The same, of so many at most that others have their turn. Gives how many there were. */
unsigned wire_socket_turn(struct wire_socket *wire);
void wire_socket_close(struct wire_socket *wire);

#endif
