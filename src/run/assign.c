/*
 * assign: what a variable's slot takes beside a whole value: a step, an element; and how it lets go
 * of its value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/lengthy.h"
#include "run/machine.h"
#include "run/operate.h"

static size_t operand_count(uint32_t operation)
{
	switch (instruction(operation)) {
	case INSTRUCTION_SLICE:
		return 3;
	case INSTRUCTION_JOIN:
		return operand(operation);
	case INSTRUCTION_APPEND:
		return 1 + operand(operation);
	default:
		return 2;
	}
}

#define HOLDERS 2 /* of the operand: the stack, and the variable */

/* Would the operation give a value, and no error, and at once? */
static bool fits(uint32_t operation, const struct value *operands, size_t count)
{
	switch (instruction(operation)) {
	case INSTRUCTION_SLICE:
		return slice_fits_at_once(operands, HOLDERS);
	case INSTRUCTION_JOIN:
		return join_fits(operands, count);
	case INSTRUCTION_APPEND:
		return appended_fits_at_once(operands, count, HOLDERS);
	default:
		return combine_fits_at_once(instruction(operation), operands[0], operands[1],
					    HOLDERS);
	}
}

/* And may it stand so deep? */
static bool fits_deep(const struct value *operands, size_t count, uint32_t levels)
{
	for (size_t i = 0; i < count; i++) {
		if (value_depth(operands[i]) + 1 + levels > VALUE_DEPTH_MAX)
			return false;
	}
	return true;
}

struct value assign_let_go(struct value *slot, struct value *top, uint32_t keys, uint32_t operation)
{
	size_t count = operand_count(operation), i = 0;
	struct value *operands = top - count, copy = VALUE_NIL;
	if (keys && !(slot = path_place(slot, top - count - keys, keys, &copy)))
		return copy;
	while (operands[i].word != slot->word || operands[i].type != slot->type) {
		if (++i == count)
			return VALUE_NIL;
	}
	if (!value_counted(*slot) || !fits(operation, operands, count) ||
	    (keys && !fits_deep(operands, count, keys))) {
		operands[i].flags |= VALUE_LENT;
		return VALUE_NIL;
	}
	object_release(slot->object);
	*slot = VALUE_NIL;
	return VALUE_NIL;
}

struct value *assign_path_of(struct task *task, const struct value **keys, uint32_t *count)
{
	const uint32_t *pc = task->pc;
	const struct value *top = task->stack + task->top;
	uint32_t which = instruction(*pc);
	if (which == INSTRUCTION_PATH_LOCAL || which == INSTRUCTION_PATH_GLOBAL) {
		*count = pc[1] & PATH_KEYS;
		*keys = top - *count - 1;
	} else {
		*count = pc[1];
		*keys = top - operand_count(pc[2]) - *count;
	}
	return which == INSTRUCTION_PATH_LOCAL || which == INSTRUCTION_LET_GO_LOCAL
		       ? &task->stack[task->base + operand(*pc)]
		       : &task->machine->global_values[operand(*pc)];
}

struct error *assign_sum(struct machine *machine, struct value *slot, struct value *operands,
			 struct value *result)
{
	struct value old = operands[0], value = operands[1];
	bool same = slot->type == old.type && slot->word == old.word;
	if (!combine_fits_at_once(INSTRUCTION_ADD, old, value, 1u + same)) {
		operands[0].flags |= same ? VALUE_LENT : 0;
		struct error *error = operate(machine, INSTRUCTION_ADD, operands, result);
		if (!error && !is_lengthy(*result))
			slot_replace(machine, slot, *result);
		return error;
	}
	if (same) {
		object_release(slot->object);
		*slot = VALUE_NIL;
	}
	*result = combine_fitting(machine, INSTRUCTION_ADD, old, value);
	slot_replace(machine, slot, *result);
	return NULL;
}

struct error *assign_step(struct task *task, const char *name, struct value *slot,
			  const struct value *from, int64_t by)
{
	struct value operands[] = {value_retain(*from), value_int(by)}, sum;
	struct error *error = NULL;
	if (from->type == TYPE_UNSET)
		error = lookup_unset(task, name, &operands[0]);
	if (!error)
		error = operate(task->machine, INSTRUCTION_ADD, operands, &sum);
	if (!error)
		slot_replace(task->machine, slot, sum);
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
			  const struct value *outer, struct value *keys, uint32_t count,
			  struct value *copy)
{
	struct error *error;
	*copy = VALUE_NIL;
	if (slot->type == TYPE_UNSET && outer)
		*slot = value_retain(*outer);
	if (slot->type != TYPE_UNSET)
		error = path_assign(slot, keys, count, &keys[count], copy);
	else
		error = assign_unset(task, name);
	if (is_lengthy(*copy))
		return error;
	machine_release(task->machine, keys[count]);
	while (count)
		machine_release(task->machine, keys[--count]);
	return error;
}
