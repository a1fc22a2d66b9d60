/*
 * fate: draws by key, and departures from a line: fate.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/fate.h"

/* SplitMix64's constants: the odd number next to 2^64 over the golden ratio, and its finalizer. */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

static uint64_t mix(uint64_t word)
{
	word = (word ^ word >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	word = (word ^ word >> 27) * UINT64_C(0x94d049bb133111eb);
	return word ^ word >> 31;
}

/* Which of the draws; their numbers are part of what a seed means, and stay. */
enum draw { DRAW_LOSS, DRAW_DUPLICATE, DRAW_REORDER, DRAW_CORRUPT, DRAW_BIT, DRAW_JITTER };

static uint64_t draw_of(const struct fate_key *key, enum draw draw)
{
	const uint64_t words[] = {key->rule, key->direction, key->number, draw};
	uint64_t state = mix(key->seed + GOLDEN);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		state = mix((state ^ words[i]) + GOLDEN);
	return state;
}

/* 0 up to most, each as likely but for one part in 2^64 / most: the high part of a product. */
static uint64_t below(uint64_t draw, uint64_t most)
{
	return (uint64_t)(((unsigned __int128)draw * most) >> 64);
}

static bool happens(const struct fate_key *key, enum draw draw, uint32_t chance)
{
	return chance && below(draw_of(key, draw), CHANCE_CERTAIN) < chance;
}

static int64_t delay_of(const struct impairment *impairment, const struct fate_key *key)
{
	if (!impairment->jitter)
		return impairment->delay;
	const uint64_t width = (uint64_t)impairment->jitter * 2 + 1;
	const int64_t offset =
		(int64_t)below(draw_of(key, DRAW_JITTER), width) - impairment->jitter;
	return offset < -impairment->delay ? 0 : impairment->delay + offset;
}

struct fate fate_of(const struct impairment *impairment, const struct fate_key *key)
{
	return (struct fate){
		.lost = happens(key, DRAW_LOSS, impairment->loss),
		.duplicated = happens(key, DRAW_DUPLICATE, impairment->duplicate),
		.reordered = happens(key, DRAW_REORDER, impairment->reorder),
		.corrupted = happens(key, DRAW_CORRUPT, impairment->corrupt),
		.delay = delay_of(impairment, key),
		.draw = draw_of(key, DRAW_BIT),
	};
}

uint64_t fate_bit(const struct fate *fate, size_t first, size_t end)
{
	return first * 8 + below(fate->draw, (end - first) * 8);
}

bool line_departure(const struct line_rule *rule, int64_t last, uint32_t present, int64_t now,
		    size_t bytes, int64_t *departure)
{
	const int64_t begin = last > now ? last : now;
	if (rule->queue && present > rule->queue)
		return false;
	*departure = begin;
	if (rule->rate) {
		const uint64_t work = (uint64_t)bytes * 8 * (uint64_t)NANOSECONDS;
		*departure += (int64_t)((work + rule->rate - 1) / rule->rate);
	}
	return true;
}
