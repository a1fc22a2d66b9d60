/*
 * rules: what rules make of the packets that they meet: impair.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "handsh/hash_table.h"
#include "lab/packet/too_big.h"
#include "lab/rule_line.h"
#include "lab/table.h"

static const struct name effects[] = {
	{"lost", EFFECT_LOST, "they went no further"},
	{"delayed", EFFECT_DELAYED, "they went on later"},
	{"duplicated", EFFECT_DUPLICATED, "they went on twice"},
	{"reordered", EFFECT_REORDERED, "they were not delayed, and overtook those that were"},
	{"corrupted", EFFECT_CORRUPTED, "a bit of them was changed"},
	{"fragmented", EFFECT_FRAGMENTED, "they went on in parts"},
};

const struct names rule_effect_names = {"effect of a rule", effects, EFFECTS};

/* From one station of a wire to another, or to several. */
struct direction_met {
	uint64_t key;
	uint64_t met; /* packets */
	struct rule_line line;
	UT_hash_handle hh;
};

struct rule {
	struct wire_filter filter;
	uint32_t number;
	char *words;
	struct rule_plan plan;
	struct direction_met *directions; /* of uthash(3), by key */
	uint64_t count[EFFECTS];
	struct rule *previous, *next;
};

/* ---- making and ending ---- */

uint32_t wire_impair(struct lab *lab, struct wire *wire, const struct rule_plan *plan,
		     const char *words, struct packet_match *match, const char *filter)
{
	struct rule *rule = memory_zeroed(1, sizeof(*rule));
	filter_open(&rule->filter, lab, wire, match, filter);
	rule->number = ++lab->last_rule;
	rule->words = memory_copy(words, strlen(words));
	rule->plan = *plan;
	DL_APPEND2(lab->rules, rule, previous, next);
	return rule->number;
}

static void end_rule(struct lab *lab, struct rule *rule)
{
	struct direction_met *direction, *next;
	HASH_ITER(hh, rule->directions, direction, next)
	{
		HASH_DEL(rule->directions, direction);
		rule_line_free(&direction->line);
		free(direction);
	}
	DL_DELETE2(lab->rules, rule, previous, next);
	filter_close(&rule->filter);
	free(rule->words);
	free(rule);
}

static void report_rule(struct lab *lab, const struct rule *rule)
{
	struct buffer text = {0};
	if (rule->filter.met)
		return;
	buffer_format(&text, "impair: rule %u met no packet: %s", rule->number, rule->words);
	if (rule->filter.words)
		buffer_format(&text, " %s", rule->filter.words);
	lab_notice(lab, buffer_cstring(&text));
	buffer_free(&text);
}

/* After the last the numbers begin anew, so that the same words have the same fates again. */
void wire_mend(struct lab *lab, struct wire *wire)
{
	for (struct rule *rule = lab->rules, *next; rule; rule = next) {
		next = rule->next;
		if (!filter_leave(&rule->filter, wire))
			continue;
		report_rule(lab, rule);
		end_rule(lab, rule);
	}
	if (!lab->rules)
		lab->last_rule = 0;
}

void rules_free(struct lab *lab)
{
	wire_mend(lab, NULL);
}

/* ---- what a rule does to a packet ---- */

static uint64_t key_of(const struct passage *passage)
{
	const struct station *from = passage->from, *to = passage->to;
	return (uint64_t)from->wire->number << 16 | (uint64_t)from->number << 8 |
	       (to ? to->number : 0);
}

static struct direction_met *direction_of(struct rule *rule, const struct passage *passage)
{
	struct direction_met *direction;
	const uint64_t key = key_of(passage);
	HASH_FIND(hh, rule->directions, &key, sizeof(key), direction);
	if (!direction) {
		direction = memory_zeroed(1, sizeof(*direction));
		direction->key = key;
		rule_line_open(&direction->line);
		HASH_ADD(hh, rule->directions, key, sizeof(direction->key), direction);
	}
	return direction;
}

static void note(struct rule *rule, struct packet *packet, enum rule_effect effect)
{
	packet->effects |= (uint8_t)(1u << effect);
	packet->rule = rule->number;
	rule->count[effect]++;
}

/* False: it may not be sent in parts, and whoever sent it is to hear that. */
static bool fits(struct rule *rule, struct packet *packet, struct passage *passage)
{
	const uint32_t mtu = rule->plan.mtu;
	if (!mtu || !packet_is_larger(packet->frame, &packet->summary, mtu))
		return true;
	if (!passage->mtu || mtu < passage->mtu)
		passage->mtu = mtu;
	if (!packet_may_be_fragmented(packet->frame, &packet->summary)) {
		passage->refused = true;
		return false;
	}
	note(rule, packet, EFFECT_FRAGMENTED);
	return true;
}

static void delay(struct rule *rule, struct packet *packet, struct passage *passage,
		  const struct fate *fate)
{
	if (fate->reordered && fate->delay) {
		note(rule, packet, EFFECT_REORDERED);
		return;
	}
	passage->due += fate->delay;
}

static void damage(struct rule *rule, struct packet *packet, const struct fate *fate)
{
	if (!fate->corrupted || packet->length <= ETH_HLEN)
		return;
	packet_flip(packet->frame, packet->length, fate_bit(fate, ETH_HLEN, packet->length));
	note(rule, packet, EFFECT_CORRUPTED);
}

/* False: the rule has lost it. */
static bool meet(struct rule *rule, struct packet *packet, struct passage *passage)
{
	struct direction_met *direction = direction_of(rule, passage);
	const struct fate_key key = {rule->plan.seed, rule->number, direction->key,
				     direction->met++};
	const struct fate fate = fate_of(&rule->plan.impairment, &key);
	const int64_t before = passage->due;
	if (!fits(rule, packet, passage) || fate.lost ||
	    !rule_line_pass(&direction->line, &rule->plan.line, packet->length, &passage->due))
		return false;
	damage(rule, packet, &fate);
	if (fate.duplicated) {
		passage->copies++;
		note(rule, packet, EFFECT_DUPLICATED);
	}
	delay(rule, packet, passage, &fate);
	if (passage->due > before)
		note(rule, packet, EFFECT_DELAYED);
	return true;
}

/* ---- all rules ---- */

/* When it came, on the clock of the loop. */
static int64_t coming_of(const struct packet *packet)
{
	const int64_t age = clock_wall() - packet->time;
	return clock_now() - (age > 0 && age < NANOSECONDS ? age : 0);
}

bool rules_meet(struct lab *lab, struct packet *packet, struct passage *passage)
{
	if (lab->rules)
		passage->came = passage->due = coming_of(packet);
	for (struct rule *rule = lab->rules, *next; rule; rule = next) {
		next = rule->next;
		if (!filter_meets(&rule->filter, packet))
			continue;
		const bool goes_on = meet(rule, packet, passage);
		if (!goes_on)
			note(rule, packet, EFFECT_LOST);
		if (rule->plan.most && rule->filter.met == rule->plan.most)
			end_rule(lab, rule);
		if (!goes_on)
			return false;
	}
	packet->delay = passage->due - passage->came;
	return !packet->delay || departures_add(lab, packet, passage);
}

/* ---- looking at them ---- */

const struct rule *rule_next(const struct lab *lab, const struct rule *rule)
{
	return rule ? rule->next : lab ? lab->rules : NULL;
}

bool rule_is_on(const struct rule *rule, const struct wire *wire)
{
	return filter_is_on(&rule->filter, wire);
}

void rule_facts(const struct rule *rule, struct rule_facts *facts)
{
	*facts = (struct rule_facts){
		.number = rule->number,
		.words = rule->words,
		.filter = rule->filter.words,
		.seed = rule->plan.seed,
		.left = rule->plan.most ? rule->plan.most - (uint32_t)rule->filter.met : 0,
		.met = rule->filter.met,
	};
	memcpy(facts->count, rule->count, sizeof(facts->count));
}
