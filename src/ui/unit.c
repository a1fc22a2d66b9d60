/*
 * unit: a unit's run, and what its end means for the exit status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/session.h"

int unit_run(struct shell *shell, struct code *code)
{
	machine_run(shell->machine, code);
	switch (machine_outcome(shell->machine)) {
	case OUTCOME_FAILED:
		return STATUS_FAILED;
	case OUTCOME_INTERRUPTED:
		return STATUS_INTERRUPTED;
	case OUTCOME_EXIT:
		return machine_status(shell->machine);
	default:
		return -1;
	}
}

void unit_error(struct shell *shell, struct error *error)
{
	struct event event = {.kind = EVENT_ERROR, .flags = EVENT_TOP};
	event.error = error;
	journal_write(&shell->journal, &event);
	object_release(error);
}
