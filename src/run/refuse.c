/*
 * refuse: large values that nobody holds any more. They are freed in pieces, between which tasks
 * have their turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#define AT_ONCE ((size_t)1 << 10) /* steps between two looks at the clock */
#define VALUES 16 /* that wait for it until the task gives way: the memory may be wanted */

/* Apart from what happens most often, which needs no registers of its own. */
static __attribute__((noinline)) void drop(struct machine *machine, struct value value)
{
	if (machine->refuse.count >= VALUES)
		machine->budget = 0;
	dismantling_drop(&machine->refuse, value);
}

void refuse_add(struct machine *machine, struct value value)
{
	if (value.type == TYPE_LIST || value.type == TYPE_MAP || dismantling_takes(value)) {
		drop(machine, value);
		return;
	}
	value.object->references = 0;
	object_destroy(value.object);
}

void refuse_clear(struct machine *machine, int64_t until)
{
	while (!dismantling_go_on(&machine->refuse, AT_ONCE) && clock_now() < until)
		;
}

void refuse_free(struct machine *machine)
{
	dismantling_go_on(&machine->refuse, SIZE_MAX);
	dismantling_free(&machine->refuse);
}
