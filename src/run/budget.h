/*
 * budget: what a task may take before another one runs. It is counted in iterations and calls, with
 * a look at the clock now and then; what is done with large values counts by its time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_BUDGET_H
#define HANDSH_RUN_BUDGET_H

#include "run/machine.h"

#ifdef HANDSH_STRESS
#define BUDGET 2
#else
#define BUDGET 4096 /* iterations of loops, and calls, until another task runs */
#endif
#define LOOK_EVERY 64 /* of them, between two looks at the clock */
/* A single operation may take as long as thousands of iterations from here on: */
#define HEAVY_BYTES ((size_t)1 << 14)
#define HEAVY_ELEMENTS ((size_t)1 << 8)

static inline bool budget_spent(struct machine *machine)
{
	return --machine->budget < 0 || (machine->budget % LOOK_EVERY == 0 && slice_over(machine));
}

/* Something heavy has been done. */
static inline void budget_look(struct machine *machine)
{
	if (slice_over(machine))
		machine->budget = 0;
}

static inline bool heavy(struct value value)
{
	switch (value.type) {
	case TYPE_BYTES:
		return value.bytes->length >= HEAVY_BYTES;
	case TYPE_LIST:
		return value.list->count >= HEAVY_ELEMENTS;
	case TYPE_MAP:
		return map_count(value.map) >= HEAVY_ELEMENTS;
	default:
		return false;
	}
}

/* Releases a call's arguments, the last first. */
static inline void discard_arguments(struct machine *machine, const struct call *call)
{
	bool large = heavy(call->result);
	for (unsigned i = call->values; i-- > 0;) {
		struct value value = call->arguments[i];
		if (!value_counted(value))
			continue;
		large = large || heavy(value);
		machine_discard(machine, value);
	}
	if (large)
		budget_look(machine);
}

#endif
