/*
 * wire: packets on the wires between the hosts of the lab: what has come, what is held, and what becomes
 * of it by hand.
 *
 * A frame that comes from a host becomes a packet with a number. It passes at once, unless the wire is
 * cut, a count of those to come says otherwise, it is held, or a rule (impair.h) has its way with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_WIRE_H
#define HANDSH_WIRE_H

#include "handsh/lab.h"
#include "handsh/packet.h"
#include "handsh/packet_match.h"

struct wire;

/* TYPE_WIRE; field name */
extern const struct behaviour wire_behaviour;
/* By name; NULL: there is none. lab may be NULL. Borrowed; lives as long as the lab, or a reference. */
struct wire *wire_find(const struct lab *lab, const char *name);
const char *wire_name(const struct wire *wire);
/* In the order of making; NULL begins, and ends. lab may be NULL. */
struct wire *wire_next(const struct lab *lab, const struct wire *wire);

/* Takes what the hosts have sent by now, which else happens between the turns of tasks. */
void lab_look(struct lab *lab);
/* The same of as many as one turn of the loop takes, before it waits: what a socket of the shell's own has
 * sent is there, and epoll(7) need not say so. Where nothing has come, captures are written. */
void lab_turn(struct lab *lab);

/* ---- packets ---- */

enum packet_fate {
	PACKET_HELD,
	PACKET_PASSED,
	PACKET_DROPPED,  /* by hand */
	PACKET_LOST,     /* by a rule, or a cut */
	PACKET_INJECTED, /* made by hand, and passed */
};

struct packet {
	struct object object;
	uint32_t id;            /* from 1 on, of all wires together */
	uint8_t fate;           /* enum packet_fate */
	uint8_t effects;        /* of rules: bits of enum rule_effect, impair.h */
	uint32_t rule;          /* number of the last that did something to it; 0: none */
	int64_t time;           /* when it came: CLOCK_REALTIME, nanoseconds */
	int64_t delay;          /* by rules, nanoseconds */
	struct wire *wire;      /* held */
	struct host *from, *to; /* held; from NULL: injected; to NULL: to all, or to nobody known */
	struct packet *previous, *next; /* of those that are held, a list of utlist.h */
	struct flow_note note;
	struct packet_summary summary;
	uint32_t length, room; /* of the frame */
	unsigned char frame[];
};

/* Its format is the line of a packet, with what became of it; fields those of packet_value. */
extern const struct behaviour packet_behaviour;

const char *packet_fate_named(enum packet_fate fate); /* "held" */
static inline const char *packet_fate_name(const struct packet *packet)
{
	return packet_fate_named((enum packet_fate)packet->fate);
}
/* What has become of it, unless it has just passed: "held", "delayed 10ms, duplicated". Appends. */
void packet_outcome_format(const struct packet *packet, struct buffer *text);
/* {id time from to fate …}, and the keys of packet_to_map; a new reference. */
struct value packet_value(const struct packet *packet);
/* #1  a > b, and what is in it. */
void packet_head_format(const struct packet *packet, struct buffer *text);
bool packet_matches(const struct packet *packet,
		    const struct packet_match *match); /* NULL: all do */

/* The latest so many are kept, and all that are held. */
#define PACKETS_KEPT 1024
/* The one after it, of those held and the latest; NULL begins, and ends. lab may be NULL. Borrowed. */
struct packet *packet_next(const struct lab *lab, const struct packet *packet);
/* A number that no packet gets: of what is no packet. The first so many are given already: */
uint32_t packet_skip(struct lab *lab);
void packets_begin(struct lab *lab, uint32_t last);
uint32_t packet_last(const struct lab *lab); /* number of the latest; 0: none has come */
struct packet *packet_find(const struct lab *lab, uint32_t id); /* NULL: it is not kept */
struct packet *packet_oldest_held(const struct lab *lab, const struct wire *wire);

/* ---- by hand; wire NULL: all ---- */

/* From now on those that match are held, beside those that match what was asked for before; NULL: all
 * are. Takes match; words: as they were written, for whoever wonders that none has come. */
void wire_hold(struct lab *lab, struct wire *wire, struct packet_match *match, const char *words);
/* Nothing is held from now on, and what is goes, in the order in which it came. */
void wire_release(struct lab *lab, struct wire *wire);
bool wire_holds(const struct lab *lab, const struct wire *wire);
/* The next so many to come pass, or are dropped, whatever is held. */
void wire_expect(struct lab *lab, struct wire *wire, enum packet_fate fate, uint32_t count);
/* Of one that is held: passes, so many times; or is dropped. */
void packet_pass(struct lab *lab, struct packet *packet, uint32_t copies);
void packet_drop(struct lab *lab, struct packet *packet);
#define PACKET_LEAST 14 /* bytes: a frame has a header */
/* Is there a host on the wire that a frame of at least so many bytes is for? */
bool wire_has(const struct wire *wire, const void *frame);
/* One that was made by hand goes where its address says. Copies the frame; a new packet, borrowed. */
struct packet *packet_inject(struct lab *lab, struct wire *wire, const void *frame, size_t length);
/* What the host sends or receives by the wire is lost; or no more. NULL: of all hosts, by all wires. */
void lab_cut(struct lab *lab, const struct wire *wire, const struct host *host, bool cut);
bool host_is_on(const struct host *host, const struct wire *wire);

/* What the filters ask of the lab's hosts. */
struct packet_hosts lab_packet_hosts(struct lab *lab);

/*
 * A call that waits for a packet which matches, and is one of those held, or comes. *found is a new
 * reference; call->state is its own from the first call, where it is NULL, to the end. Takes match at the
 * first.
 */
enum run packet_await(struct call *call, struct lab *lab, struct packet_match *match,
		      struct packet **found);

#endif
