/*
 * peer: whom a task was connected to when an error ended it. The error says so, for with many clients
 * the place alone says little; and at once, for a block of finally may close the connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"

#include <string.h>

/* Does what the region leads to take the error, or throw it again? */
static bool takes(const struct task *task, const struct region *region, const struct error *error)
{
	bool innermost = region->frame == task->frame_count;
	const struct code *code = innermost ? task->code : task->frames[region->frame].code;
	const uint32_t *word = code->words + region->handler;
	if (region->kind != REGION_TRY)
		return region->kind == REGION_FAILS;
	while (instruction(*word) == INSTRUCTION_CATCH) {
		if (error_named(error, code->constants[word[1]].list))
			return true;
		word = code->words + operand(*word);
	}
	return instruction(*word) != INSTRUCTION_RAISE;
}

static bool is_caught(const struct task *task, const struct error *error, uint32_t regions)
{
	while (regions > 0 && !takes(task, &task->regions[regions - 1], error))
		regions--;
	return regions > 0;
}

/* What the error is about. One that has a place already has been passed on by a wait or fail. */
static const struct object *connection_of(struct task *task, const struct error *error)
{
	if (task->connection && task->made.count)
		return objects_items(&task->made)[0];
	if (error->source)
		return NULL;
	return task->in_call && task->call.subject ? task->call.subject : task_current(task);
}

static void add_hint(struct error *error, const struct buffer *line)
{
	const struct bytes *hint = error->hint;
	if (!hint)
		error_hint(error, "%.*s", (int)line->length, line->data);
	else if (!memmem(hint->data, hint->length, line->data, line->length))
		error_hint(error, "%.*s\n%.*s", (int)hint->length, hint->data, (int)line->length,
			   line->data);
}

void peer_name(struct task *task, struct error *error, uint32_t regions)
{
	const struct machine *machine = task->machine;
	if (task == machine->main || !machine->hooks.peer || is_caught(task, error, regions))
		return;
	struct buffer line = {0};
	const struct object *connection = connection_of(task, error);
	if (connection && machine->hooks.peer(connection, &line))
		add_hint(error, &line);
	buffer_free(&line);
}
