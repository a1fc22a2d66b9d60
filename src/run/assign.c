/*
 * assign: what a variable's slot takes beside a whole value: more at its end, a step, an element.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/operate.h"
#include "run/task.h"

static bool too_long(struct value a, struct value b)
{
	if (a.type == TYPE_BYTES)
		return a.bytes->length + b.bytes->length > BYTES_MAX;
	return a.type == TYPE_LIST && a.list->count + b.list->count > LIST_MAX;
}

struct error *assign_sum(struct value *slot, struct value old, struct value value)
{
	/* Not where the sum would fail: then the slot keeps what it had. */
	if (value_counted(old) && slot->type == old.type && slot->object == old.object &&
	    old.type == value.type && !too_long(old, value)) {
		value_release(*slot);
		*slot = VALUE_NIL;
	}
	struct value result;
	struct error *error = operate(INSTRUCTION_ADD, old, value, &result);
	if (!error)
		slot_set(slot, result);
	return error;
}

struct error *assign_step(struct task *task, const char *name, struct value *slot,
			  const struct value *from, int64_t by)
{
	struct value value = value_retain(*from);
	struct error *error = NULL;
	if (value.type == TYPE_UNSET)
		error = lookup_unset(task, name, &value);
	if (!error)
		error = operate(INSTRUCTION_ADD, value, value_int(by), &value);
	if (!error)
		slot_set(slot, value);
	return error;
}

static struct error *assign_unset(struct task *task, const char *name)
{
	struct value socket;
	struct error *error = lookup_unset(task, name, &socket);
	if (error)
		return error;
	value_release(socket);
	return error_new("TYPE", NULL, "%s is a socket: it has no elements to set", name);
}

struct error *assign_path(struct task *task, const char *name, struct value *slot,
			  const struct value *outer, struct value *keys, uint32_t count)
{
	struct value value = keys[count];
	struct error *error;
	if (slot->type == TYPE_UNSET && outer)
		*slot = value_retain(*outer);
	if (slot->type != TYPE_UNSET) {
		error = path_assign(slot, keys, count, value);
	} else {
		error = assign_unset(task, name);
		value_release(value);
	}
	while (count)
		value_release(keys[--count]);
	return error;
}
