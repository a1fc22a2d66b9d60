/*
 * wire_socket: frames from a ring that the kernel shares with us, TPACKET_V2 of packet(7), and out by
 * sendmmsg(2).
 *
 * A queue of a socket would lose what no rule has dropped: it has room for 185 frames, and more may
 * only be asked for by root.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/wire_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#define PLACE 2048  /* bytes: above the largest frame and what stands before it */
#define BLOCK 65536 /* places come in blocks of so many bytes */
#define BLOCKS 128
#define PLACES (BLOCKS * (BLOCK / PLACE))
#define TURN 512 /* frames that are taken before others of the loop have their turn */
#define TAG 4    /* bytes that a VLAN's tag has in a frame, after the two addresses */

/* ---- what does not come ---- */

#define RECORDS 8   /* so many are looked at */
#define RECORD 20   /* bytes of one without sources */
#define BEGINNING 6 /* instructions before those for the records */
#define JUDGING 8   /* instructions for one */

static struct sock_filter *load(struct sock_filter *next, unsigned size, uint32_t at)
{
	*next = (struct sock_filter)BPF_STMT(BPF_LD | BPF_ABS | size, at);
	return next + 1;
}

/* Goes on where that is what was loaded; otherwise there. */
static struct sock_filter *demand(struct sock_filter *next, uint32_t value,
				  const struct sock_filter *otherwise)
{
	*next = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0,
					     (uint8_t)(otherwise - next - 1));
	return next + 1;
}

/* Goes on unless that is what was loaded; then there. */
static struct sock_filter *leave(struct sock_filter *next, uint32_t value,
				 const struct sock_filter *there)
{
	*next = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value,
					     (uint8_t)(there - next - 1), 0);
	return next + 1;
}

/*
 * An IPv6 address makes its host report that it listens to that address's group, and no setting keeps
 * it from that: a report (MLDv2, RFC 3810) whose records are all of groups ff02::1:ffXX:XXXX does not
 * come on the wire.
 */
static int attach_filter(int fd)
{
	struct sock_filter program[BEGINNING + RECORDS * JUDGING + 2], *next = program;
	struct sock_filter *comes = program + BEGINNING + RECORDS * JUDGING;
	struct sock_filter *does_not = comes + 1;
	next = demand(load(next, BPF_H, 12), ETH_P_IPV6, comes);
	next = demand(load(next, BPF_B, 20), 0, comes);   /* a hop-by-hop header, as reports have */
	next = demand(load(next, BPF_B, 62), 143, comes); /* ICMPv6: MLDv2 report */
	for (uint32_t i = 0, at = 74; i < RECORDS; i++, at += RECORD) {
		next = demand(load(next, BPF_W, at), 0xff020000, comes);
		next = demand(load(next, BPF_W, at + 8), 1, comes);
		next = demand(load(next, BPF_B, at + 12), 0xff, comes);
		next = leave(load(next, BPF_H, 68), i + 1, does_not); /* it was the last */
	}
	*comes = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
	*does_not = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	const struct sock_fprog filter = {sizeof(program) / sizeof(*program), program};
	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter));
}

/* ---- the socket ---- */

static int set(int fd, int option, int value)
{
	return setsockopt(fd, SOL_PACKET, option, &value, sizeof(value));
}

/* Bound only when all is set: before, it would take other interfaces' frames. */
static int prepare(struct wire_socket *wire, int fd)
{
	struct tpacket_req request = {
		.tp_block_size = BLOCK,
		.tp_block_nr = BLOCKS,
		.tp_frame_size = PLACE,
		.tp_frame_nr = PLACES,
	};
	const struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
	if (set(fd, PACKET_VERSION, TPACKET_V2) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof(request)) < 0 ||
	    set(fd, PACKET_IGNORE_OUTGOING, 1) < 0 || set(fd, PACKET_QDISC_BYPASS, 1) < 0 ||
	    attach_filter(fd) < 0)
		return errno;
	wire->ring = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (wire->ring == MAP_FAILED) {
		wire->ring = NULL;
		return errno;
	}
	return bind(fd, (const struct sockaddr *)&all, sizeof(all)) < 0 ? errno : 0;
}

/* ---- out ---- */

void wire_socket_send(struct wire_socket *wire, unsigned index, const void *data, size_t length)
{
	if (wire->outgoing == WIRE_BATCH)
		wire_socket_flush(wire);
	const unsigned i = wire->outgoing++;
	wire->vectors[i] = (struct iovec){(void *)(uintptr_t)data, length};
	wire->ends[i] = (struct sockaddr_ll){
		.sll_family = AF_PACKET, .sll_ifindex = (int)index, .sll_halen = ETH_ALEN};
	wire->messages[i] = (struct mmsghdr){.msg_hdr = {.msg_name = &wire->ends[i],
							 .msg_namelen = sizeof(wire->ends[i]),
							 .msg_iov = &wire->vectors[i],
							 .msg_iovlen = 1}};
}

/* One that cannot go (its host is gone, or has set itself a smaller MTU) keeps none from going. */
void wire_socket_flush(struct wire_socket *wire)
{
	const unsigned count = wire->outgoing;
	unsigned sent = 0;
	wire->outgoing = 0;
	while (sent < count) {
		const int result =
			TEMP_FAILURE_RETRY(sendmmsg(wire->observer.watch.fd, wire->messages + sent,
						    count - sent, MSG_DONTWAIT));
		if (result > 0) {
			sent += (unsigned)result;
		} else {
			sent++;
			wire->lost++;
		}
	}
}

/* ---- in ---- */

static struct tpacket2_hdr *place(const struct wire_socket *wire, unsigned i)
{
	return (struct tpacket2_hdr *)(void *)(wire->ring + (size_t)i * PLACE);
}

/* Its tag, which the kernel has taken out, stands in the frame again. */
static void put_tag(struct wire_socket *wire, const struct tpacket2_hdr *header,
		    struct frame *frame)
{
	enum { ADDRESSES = 2 * ETH_ALEN };
	const uint16_t type =
		header->tp_status & TP_STATUS_VLAN_TPID_VALID ? header->tp_vlan_tpid : ETH_P_8021Q;
	const uint16_t tag[2] = {htons(type), htons(header->tp_vlan_tci)};
	if (frame->length < ADDRESSES || frame->length > sizeof(wire->tagged) - TAG)
		return;
	memcpy(wire->tagged, frame->data, ADDRESSES);
	memcpy(wire->tagged + ADDRESSES, tag, TAG);
	memcpy(wire->tagged + ADDRESSES + TAG, frame->data + ADDRESSES, frame->length - ADDRESSES);
	frame->data = wire->tagged;
	frame->length += TAG;
}

static void take(struct wire_socket *wire, const struct tpacket2_hdr *header)
{
	const struct sockaddr_ll *from =
		(const struct sockaddr_ll *)(const void *)((const char *)header +
							   TPACKET_ALIGN(sizeof(*header)));
	struct frame frame = {
		.data = (const unsigned char *)header + header->tp_mac,
		.length = header->tp_snaplen,
		.index = (unsigned)from->sll_ifindex,
		.time = header->tp_sec * NANOSECONDS + header->tp_nsec,
	};
	const bool tagged = header->tp_status & TP_STATUS_VLAN_VALID;
	if (tagged)
		put_tag(wire, header, &frame);
	wire->take(wire->context, &frame);
	if (tagged)
		wire_socket_flush(wire); /* there is one place for such a frame */
}

/* What was sent of them has gone. */
static void release(struct wire_socket *wire)
{
	wire_socket_flush(wire);
	while (wire->released != wire->next) {
		__atomic_store_n(&place(wire, wire->released)->tp_status, TP_STATUS_KERNEL,
				 __ATOMIC_RELEASE);
		wire->released = (wire->released + 1) % PLACES;
	}
}

static void count_lost(struct wire_socket *wire)
{
	struct tpacket_stats statistics;
	socklen_t size = sizeof(statistics);
	if (getsockopt(wire->observer.watch.fd, SOL_PACKET, PACKET_STATISTICS, &statistics,
		       &size) == 0)
		wire->lost += statistics.tp_drops;
}

/* So many at most: others of the loop have their turn. Gives how many there were. */
static unsigned take_turn(struct wire_socket *wire, unsigned most)
{
	bool losing = false;
	unsigned taken = 0;
	while (taken < most) {
		struct tpacket2_hdr *header = place(wire, wire->next);
		const uint32_t status = __atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE);
		if (!(status & TP_STATUS_USER))
			break;
		losing |= (status & TP_STATUS_LOSING) != 0;
		take(wire, header);
		wire->next = (wire->next + 1) % PLACES;
		if (++taken % WIRE_BATCH == 0)
			release(wire);
	}
	release(wire);
	if (losing)
		count_lost(wire);
	return taken;
}

void wire_socket_look(struct wire_socket *wire)
{
	if (wire->ring)
		take_turn(wire, PLACES);
}

unsigned wire_socket_turn(struct wire_socket *wire)
{
	return wire->ring ? take_turn(wire, TURN) : 0;
}

static void ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	(void)machine;
	take_turn(observer->context, TURN);
	if (events & EPOLLERR) { /* as when an interface of the wires goes down */
		int number;
		socklen_t size = sizeof(number);
		getsockopt(observer->watch.fd, SOL_SOCKET, SO_ERROR, &number, &size);
	}
}

int wire_socket_open(struct wire_socket *wire, struct machine *machine, int fd,
		     void (*take_)(void *context, const struct frame *frame), void *context)
{
	wire->machine = machine;
	wire->take = take_;
	wire->context = context;
	wire->next = wire->released = wire->outgoing = 0;
	int number = prepare(wire, fd);
	if (!number && !observer_open(machine, &wire->observer, fd, EPOLLIN, ready, wire))
		number = errno;
	if (number) {
		if (wire->ring)
			munmap(wire->ring, (size_t)BLOCK * BLOCKS);
		wire->ring = NULL;
		wire->observer.watch.fd = -1;
		close(fd);
	}
	wire->observer.late = true; /* what a call has sent is shown after what it waits for */
	return number;
}

void wire_socket_close(struct wire_socket *wire)
{
	const int fd = wire->observer.watch.fd;
	if (fd < 0)
		return;
	watch_close(wire->machine, &wire->observer.watch);
	munmap(wire->ring, (size_t)BLOCK * BLOCKS);
	wire->ring = NULL;
	close(fd);
}
