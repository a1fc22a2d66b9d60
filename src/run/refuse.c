/*
 * refuse: large values that nobody holds any more. They are freed in pieces, between which tasks
 * have their turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#define AT_ONCE ((size_t)1 << 10) /* steps between two looks at the clock */
#define VALUES 16                 /* that wait for it: the memory may be wanted */

void refuse_add(struct machine *machine, struct value value)
{
	if (!dismantling_takes(value)) {
		value_release(value);
		return;
	}
	while (machine->refuse.count >= VALUES)
		dismantling_go_on(&machine->refuse, AT_ONCE);
	dismantling_add(&machine->refuse, value);
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
