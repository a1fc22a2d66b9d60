/*
 * unit: a unit's run, and what its end means for the exit status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/session.h"

static enum ended how_ended(const struct machine *machine)
{
	switch (machine_outcome(machine)) {
	case OUTCOME_DONE:
		return ENDED_DONE;
	case OUTCOME_FAILED:
		return ENDED_FAILED;
	case OUTCOME_EXIT:
		return ENDED_EXIT;
	default:
		return ENDED_INTERRUPTED;
	}
}

static void write_end(struct shell *shell, struct source *source, enum ended how)
{
	struct event event = {.kind = EVENT_UNIT_END, .flags = EVENT_TOP, .source = source};
	event.end = (struct event_end){.how = how};
	if (journal_wants(&shell->journal, EVENT_UNIT_END))
		journal_write(&shell->journal, &event);
}

void unit_ended(struct shell *shell, const struct code *code)
{
	write_end(shell, code->source, how_ended(shell->machine));
}

void unit_checked(struct shell *shell, const struct code *code)
{
	write_end(shell, code->source, ENDED_DONE);
}

int unit_run(struct shell *shell, struct code *code)
{
	machine_run(shell->machine, code);
	unit_ended(shell, code);
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

static void write_error(struct shell *shell, const struct error *error)
{
	struct event event = {.kind = EVENT_ERROR, .flags = EVENT_TOP};
	event.error = error;
	journal_write(&shell->journal, &event);
}

void unit_error(struct shell *shell, struct error *error)
{
	write_error(shell, error);
	object_release(error);
}

void unit_refused(struct shell *shell, struct error *error)
{
	write_error(shell, error);
	write_end(shell, (struct source *)error->source, ENDED_SYNTAX);
	object_release(error);
}
