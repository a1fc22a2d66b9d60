/*
 * host_check: see host_check.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lab/host_check.h"

#include <string.h>

#include "handsh/socket.h"

/* {step done}, up to where it stops. */
static struct list *steps(const struct lab_failure *failure)
{
	struct list *list = list_new(LAB_STEPS);
	for (enum lab_step step = 0; step <= failure->step && step < LAB_STEPS; step++) {
		struct map *map = map_put_text(map_new(), "step",
					       value_bytes(bytes_text(lab_step_text(step))));
		map = map_put_text(map, "done", value_bool(step < failure->step));
		list = list_append(list, value_object(TYPE_MAP, map));
	}
	return list;
}

static struct value steps_value(struct call *call)
{
	return value_retain((struct value){.type = TYPE_LIST, .object = call->state});
}

static void steps_text(struct call *call, struct buffer *text)
{
	const struct list *list = (const struct list *)call->state;
	for (size_t i = 0; i < list->count; i++) {
		struct value step = VALUE_NIL, done = VALUE_NIL;
		map_get(list_at(list, i).map, "step", strlen("step"), &step);
		map_get(list_at(list, i).map, "done", strlen("done"), &done);
		buffer_text(text, done.boolean ? "ok  " : "no  ");
		value_format(step, text);
		buffer_byte(text, '\n');
	}
}

static void show_steps(struct call *call)
{
	struct buffer text = {0};
	if (call_wants_rows(call)) {
		call_print_rows(call, steps_value(call));
		return;
	}
	steps_text(call, &text);
	call_print_table(call, &text);
	buffer_free(&text);
}

enum run host_check(struct call *call)
{
	static const struct exhibit exhibit = {steps_value, NULL, steps_text};
	struct shell *shell = call_shell(call);
	struct lab_failure failure;
	if (call->count && call_given(call, 0))
		return call_fail(call, "USAGE", "--check makes no host, and takes no name");
	const bool good = lab_check(shell->machine, shell->sockets, &failure);
	call->state = &steps(&failure)->object;
	if (good)
		return call_exhibit(call, &exhibit);
	if (call_dropped(call))
		show_steps(call);
	return call_error(call, lab_error(&failure, "host"));
}
