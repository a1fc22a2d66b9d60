/*
 * unset: a variable that is not set may be a socket of the table; else the error names the nearest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

static void offer_variables(struct task *task, struct nearest *nearest)
{
	struct machine *machine = task->machine;
	for (uint32_t i = 0; i < machine->globals.count; i++)
		if (machine->global_values[i].type != TYPE_UNSET)
			nearest_offer(nearest, machine->globals.names[i]);
	for (uint32_t i = 0; i < task->code->local_count; i++)
		if (task->stack[task->base + i].type != TYPE_UNSET)
			nearest_offer(nearest, task->code->locals[i]);
	if (machine->hooks.offer)
		machine->hooks.offer(machine, nearest);
}

struct error *unset_lookup(struct task *task, const char *name, struct value *result)
{
	struct machine *machine = task->machine;
	*result = machine->hooks.lookup ? machine->hooks.lookup(machine, name) : VALUE_UNSET;
	if (result->type != TYPE_UNSET)
		return NULL;
	struct error *error = error_new("UNSET", NULL, "the variable %s is not set", name);
	struct nearest nearest = {.wanted = name};
	offer_variables(task, &nearest);
	struct buffer text = {0};
	nearest_format(&nearest, &text);
	if (!text.length)
		buffer_format(&text, "%s = V sets it; sockets lists the names of sockets", name);
	error_hint(error, "%s", buffer_cstring(&text));
	buffer_free(&text);
	return error;
}
