/*
 * fate: what becomes of a packet that a rule meets. Functions of their arguments alone: nothing is kept
 * and no generator is shared, so that what one packet does changes nothing for another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_FATE_H
#define HANDSH_FATE_H

#include "handsh/base.h"

/* ---- chance ---- */

#define CHANCE_CERTAIN UINT32_C(1000000000) /* chances are counted in parts of this */

/* Times are nanoseconds and not negative. */
struct impairment {
	int64_t delay, jitter; /* jitter is at most so much more or less, each as likely */
	uint32_t loss, duplicate, reorder, corrupt; /* chances */
};

/* What a fate depends on, beside the impairment. */
struct fate_key {
	uint64_t seed;
	uint64_t rule;      /* which of the rules */
	uint64_t direction; /* from whom to whom, as the wire numbers them */
	uint64_t number;    /* of the packet among those that the rule met there, from 0 on */
};

struct fate {
	bool lost, duplicated, reordered, corrupted;
	int64_t delay; /* nanoseconds, not negative */
	uint64_t draw; /* of the bit that is wrong where it is corrupted: fate_bit */
};

/*
 * Each of the chances has a draw of its own: a rule with loss and duplicate loses the same packets as
 * one with loss alone. A draw is the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014, the mix of 13) over the seed, into which rule, direction,
 * number and which draw it is are added one after the other.
 */
struct fate fate_of(const struct impairment *impairment, const struct fate_key *key);
/* The bit that is flipped, of the bytes from first up to end (less than 4 GiB, and not none). */
uint64_t fate_bit(const struct fate *fate, size_t first, size_t end);

/* ---- a line of a rate, with a queue before it ---- */

struct line_rule {
	uint64_t rate;  /* bits in a second; 0: at once */
	uint32_t queue; /* packets that wait while one leaves; 0: as many as come */
};

/*
 * When a packet of so many bytes (up to 16 MiB), which comes now, will have left, in nanoseconds: it
 * begins when the one before it has left, which was or will be at last (INT64_MIN: there was none).
 * Rounded up. present: those that have come and not left, the one that is leaving too. False: the queue
 * is full, and the packet is lost.
 */
bool line_departure(const struct line_rule *rule, int64_t last, uint32_t present, int64_t now,
		    size_t bytes, int64_t *departure);

#endif
