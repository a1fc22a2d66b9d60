/*
 * table: what the files of the lab share: hosts, their interfaces, and the wires.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_TABLE_H
#define HANDSH_LAB_TABLE_H

#include "handsh/connection_state.h"
#include "handsh/impair.h"
#include "lab/keeper/keeper_link.h"
#include "lab/network.h"
#include "lab/wire_socket.h"

/* A host's interface on a wire. Its other end is an interface of the wires' namespace. */
struct station {
	struct lab_host *host;
	struct wire *wire;
	unsigned index;  /* of the other end, by which frames tell where they come from */
	unsigned number; /* on the wire: of its addresses, unless those were given */
	bool cut;        /* its cable: nothing comes or goes */
	struct link_end end;
	struct ip_prefix addresses[2]; /* IPv4, IPv6; family 0: none */
};

struct wire {
	struct object object;
	struct wire *next;
	char *name;
	unsigned number;                          /* of its networks: 10.0.NUMBER.0/24 */
	unsigned mtu;                             /* of the interfaces on it */
	struct station *stations[WIRE_HOSTS + 1]; /* by their number; NULL: none */
	unsigned last;                            /* number last given */
	struct flows *flows;                      /* of its connections; NULL: none has been seen */
	enum packet_fate expected; /* of the next so many to come: PASSED or DROPPED */
	uint32_t expected_count;
};

struct lab_host {
	struct host host;
	struct lab *lab;                  /* NULL: it is closed */
	struct lab_host *previous, *next; /* of a list of utlist.h, in the order of making */
	int network;                      /* its namespace */
	struct netlink_socket netlink;    /* of NETLINK_ROUTE, on it */
	int diag; /* of NETLINK_SOCK_DIAG, on it; -1: nobody has asked yet */
	bool router, arp;
	char *dns; /* as in struct host_plan */
	struct station *stations[HOST_WIRES];
	unsigned station_count;
};

/* The packets on some of the wires that a command's words mean. */
struct wire_filter {
	struct packet_match *match;     /* NULL: all of them */
	char *words;                    /* as they were written; NULL: none */
	uint64_t wires[LAB_WIRES / 64]; /* a bit for each, by its number */
	uint64_t met;                   /* packets */
};

/* That packets are held. */
struct hold {
	struct wire_filter filter;
	struct hold *previous, *next; /* of a list of utlist.h, in the order of making */
};

/* Packets that have come and go on later: the earliest is the first of a binary heap. */
struct departures {
	struct alarm alarm;
	struct departure *heap;
	uint32_t count, room;
	uint64_t
		last; /* number last given: those of one moment go in the order in which they came */
};

struct lab {
	struct machine *machine;
	struct socket_table *sockets;
	struct libraries libraries;
	struct keeper_link keeper;
	const struct mnl *mnl;
	struct netlink_socket
		netlink; /* in the wires' namespace; fd -1: nothing has been started */
	struct wire_socket socket;
	struct wire *wires;
	struct lab_host *hosts;
	uint32_t last_host;        /* number last given */
	struct station **stations; /* by the index of their other ends; NULL: none */
	uint32_t station_count, station_room;
	uint32_t last_packet;                /* number last given */
	struct packet *latest[PACKETS_KEPT]; /* by number, modulo as many; NULL: none yet */
	struct packet *held;                 /* of a list of utlist.h, oldest first */
	struct packet_waiter *waiters;       /* the same, of calls */
	struct hold *holds;
	struct rule *rules; /* of a list of utlist.h, in the order of making */
	uint32_t last_rule; /* number last given */
	struct departures departures;
	struct wire_capture *captures; /* of a list of utlist.h, in the order of beginning */
};

/* How a packet that has come goes on. */
struct passage {
	const struct station *from, *to; /* to NULL: all, or nobody known */
	int64_t came, due; /* CLOCK_MONOTONIC: due at once where that is when it came */
	uint32_t copies;
	uint32_t mtu; /* it is larger, and goes in fragments; 0: whole */
	bool refused; /* it is lost because it may not be fragmented */
};

/* Notes what came of a step. False: it has failed. */
static inline bool step_done(struct lab_failure *failure, enum lab_step step, int number)
{
	*failure = (struct lab_failure){step, number};
	return number == 0;
}

/* ---- host_calls.c ---- */

/* A socket in a namespace of the lab. -1 with errno. */
int lab_socket(struct lab *lab, int namespace_, int family, int type, int protocol);
extern const struct host_operations lab_operations;

/* ---- lab.c ---- */

/* lab_make; NULL: *error where the plan is not one, else *failure. */
struct host *lab_try(struct lab *lab, const struct host_plan *plan, struct lab_failure *failure,
		     struct error **error);

/* ---- names.c ---- */

/* What stands in the /etc/hosts and the /etc/resolv.conf of its programs. */
void host_names_text(const struct lab_host *host, struct buffer *text);
void host_servers_text(const struct lab_host *host, struct buffer *text);

/* A line about something that has come to pass, for whoever has asked for it. */
void lab_notice(struct lab *lab, const char *text);

/* ---- start.c ---- */

/* What there must be before the first host. */
bool lab_start(struct lab *lab, struct lab_failure *failure);
/* That programs find a guardian, which knows of all hosts. */
bool lab_guard(struct lab *lab, struct lab_failure *failure);

/* ---- wires.c ---- */

struct wire *wire_get(struct lab *lab, const char *name,
		      unsigned mtu); /* made when new; NULL: too many */
/* A new interface of the host, with its addresses; NULL: the wire is full. The wire's and the host's. */
struct station *station_add(struct lab_host *host, struct wire *wire);
void station_remove(struct station *station); /* frees it */

/* ---- host_network.c ---- */

/* The host's namespace has nothing yet. */
bool host_set_up(struct lab_host *host, struct lab_failure *failure);

/* ---- routes.c ---- */

/* To all wires, over the fewest routers: of this host, or, where it is a router, of all. 0 or errno. */
int routes_renew(struct lab_host *host);

/* ---- links.c ---- */

struct value ip_value(const struct ip *ip); /* bytes */

/* ---- traffic.c ---- */

/* A frame that has come in. */
void traffic_take(struct lab *lab, const struct frame *frame);
/* Sends a frame on the wire to whom its address says, but to from, which may be NULL. The frame stays as
 * it is until the wires' socket is flushed. time: when it came, CLOCK_REALTIME; 0: goes on only now. */
void traffic_send(struct lab *lab, const struct wire *wire, const struct station *from,
		  const void *frame, size_t length, int64_t time);
/* The packet so many times, in fragments of at most mtu bytes of IP unless that is 0; it is held until the
 * wires' socket is flushed. */
void traffic_go_on(struct lab *lab, const struct packet *packet, const struct station *from,
		   uint32_t copies, uint32_t mtu);
/* The station on the wire that a frame is for; NULL: all, or nobody. */
const struct station *traffic_to(const struct wire *wire, const void *frame);

/* ---- wire_packets.c ---- */

/* The next, with a copy of the frame; kept among the latest, and borrowed. from, to may be NULL. */
struct packet *packet_new(struct lab *lab, struct wire *wire, const struct frame *frame,
			  const struct station *from, const struct station *to);
/* It has come, and its fate is known: it is told of, and who waits for it wakes. */
void packet_came(struct lab *lab, struct packet *packet);
/* Is everybody told of it, or who wants all of them alone? */
bool packet_is_told(const struct packet *packet);
/* The station it has come from; NULL: that is not there any more, or it was made by hand. */
const struct station *packet_station(const struct packet *packet);
void packets_free(struct lab *lab);

/* ---- states.c ---- */

struct state_look {
	const struct station *to; /* NULL: nothing is to be seen */
	struct connection before;
	bool told; /* everybody is told of the packet */
};

/* Before a packet is sent to whom it is for. False: it changes no state that somebody wants to hear of. */
bool state_before(struct lab *lab, const struct packet *packet, struct state_look *look);
/* When it has gone, and been told of: tells what it has changed. */
void state_after(struct lab *lab, const struct packet *packet, const struct state_look *look);

/* ---- wire_rules.c ---- */

/* Of a packet that has just come, of which passage has from, to and one copy. */
enum packet_fate wire_decide(struct lab *lab, struct packet *packet, struct passage *passage);
void holds_free(struct lab *lab);

/* ---- wire_filter.c ---- */

/* On the wire, NULL: all. Takes match, copies words. */
void filter_open(struct wire_filter *filter, const struct lab *lab, const struct wire *wire,
		 struct packet_match *match, const char *words);
bool filter_is_on(const struct wire_filter *filter, const struct wire *wire);
/* Is the packet one of them? Then it has met it. */
bool filter_meets(struct wire_filter *filter, const struct packet *packet);
/* It is on that wire no more, NULL: on any. True: it is on none. */
bool filter_leave(struct wire_filter *filter, const struct wire *wire);
void filter_close(struct wire_filter *filter);

/* ---- rules.c ---- */

/* What the rules of its wire make of a packet. False: one has lost it. */
bool rules_meet(struct lab *lab, struct packet *packet, struct passage *passage);
void rules_free(struct lab *lab);

/* ---- departures.c ---- */

/* At passage->due. False: too many are on their way. */
bool departures_add(struct lab *lab, struct packet *packet, const struct passage *passage);
void departures_free(struct lab *lab);

/* ---- packet_waiters.c ---- */

void packet_waiters_wake(struct lab *lab, struct packet *packet);

#endif
