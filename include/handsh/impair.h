/*
 * impair: rules of the wires: what becomes of packets that nobody has in hand.
 *
 * A packet that comes and is neither held nor passed or dropped by hand meets the rules of its wire, in
 * the order in which they were made, until one loses it. What a rule does to it depends on the rule's
 * seed and number, on the direction, and on how many the rule has met there before; but for a queue
 * that is full, where time counts too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_IMPAIR_H
#define HANDSH_IMPAIR_H

#include "handsh/fate.h"
#include "handsh/names.h"
#include "handsh/wire.h"

/* What a rule has done to a packet; of several the bits 1 << effect. */
enum rule_effect {
	EFFECT_LOST,
	EFFECT_DELAYED,
	EFFECT_DUPLICATED,
	EFFECT_REORDERED, /* it was not delayed, so that it overtakes those that were */
	EFFECT_CORRUPTED,
	EFFECT_FRAGMENTED,
	EFFECTS,
};
extern const struct names rule_effect_names; /* "lost" … */

/* What a rule is to be like. */
struct rule_plan {
	struct impairment impairment;
	struct line_rule line;
	uint32_t mtu; /* bytes of a packet of IP, at least MTU_LEAST; 0: any number */
	uint64_t seed;
	uint32_t most; /* it ends when it has met so many; 0: by wire_mend */
};

/* A rule that stands. */
struct rule;

/* On the wire, NULL: all there are now. words, filter: as they were written; filter NULL: every packet.
 * Takes match, copies the texts. Gives its number: those that were made before are less. */
uint32_t wire_impair(struct lab *lab, struct wire *wire, const struct rule_plan *plan,
		     const char *words, struct packet_match *match, const char *filter);
/* No rule is on the wire any more, NULL: on any. What was delayed comes all the same. */
void wire_mend(struct lab *lab, struct wire *wire);

/* In the order of making; NULL begins, and ends. lab may be NULL. Borrowed until the next event. */
const struct rule *rule_next(const struct lab *lab, const struct rule *rule);
bool rule_is_on(const struct rule *rule, const struct wire *wire);

struct rule_facts {
	uint32_t number;
	const char *words, *filter; /* filter NULL: every packet */
	uint64_t seed;
	uint32_t left; /* packets that it will meet before it ends; 0: any number */
	uint64_t met;
	uint64_t count[EFFECTS]; /* of packets */
};
void rule_facts(const struct rule *rule, struct rule_facts *facts);

#endif
