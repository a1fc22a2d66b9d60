/*
 * lengthy: see lengthy.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/lengthy.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/operations.h"
#include "run/machine.h"
#include "run/operate.h"
#include "run/operation.h"

static struct value finish(struct operation *operation)
{
	struct value result = operation->kind ? operation->kind->finish(operation) : VALUE_NIL;
	operation->kind = NULL;
	return result;
}

static void destroy(struct object *object)
{
	struct operation *operation = (struct operation *)object;
	struct machine *machine = operation->machine;
	machine_release(machine, finish(operation));
	for (size_t i = 0; i < operation->count; i++)
		machine_release(machine, operation->values[i]);
	free(operation);
}

static const struct behaviour operation_behaviour = {.destroy = destroy};

struct operation *operation_new(const struct operation_kind *kind, const struct value *values,
				size_t count)
{
	size_t size = count * sizeof(*values);
	struct operation *operation = memory_allocate(sizeof(*operation) + size);
	*operation = (struct operation){
		.object = {&operation_behaviour, 1}, .kind = kind, .count = count};
	if (count)
		memcpy(operation->values, values, size);
	return operation;
}

static enum run exec(struct call *call)
{
	struct operation *operation = (struct operation *)call->state;
	struct error *error = NULL;
	do {
		bool done = operation->kind->go_on(operation, &error);
		if (error)
			return call_error(call, error);
		if (done)
			return call_return(call, finish(operation));
	} while (!call_overdue(call));
	return call_yield(call);
}

const struct command lengthy_command = {.name = "", .exec = exec};

/* Others run meanwhile: what a condition has read so far may change before its task looks out. */
static void doubt_condition(struct task *task)
{
	struct region *region = task->region_count ? &task->regions[task->region_count - 1] : NULL;
	if (region && (region->kind == REGION_WITHIN || region->kind == REGION_UNTIL))
		region->live = true;
}

void lengthy_begin(struct task *task, struct value operation)
{
	doubt_condition(task);
	task->call.manner = CALL_ASIDE; /* what it gives is no command's */
	call_begin(task, &lengthy_command, 0, &(struct shape){0});
	task->call.state = operation.object;
	((struct operation *)operation.object)->machine = task->machine;
	slice_over(task->machine); /* its time is counted from here on */
}

/* ---- its end ---- */

/* The operand that was the variable's value when it began; NULL: there is none. */
static struct value *lent_operand(struct operation *operation)
{
	for (size_t i = 0; i < operation->count; i++) {
		if (operation->values[i].flags & VALUE_LENT)
			return &operation->values[i];
	}
	return NULL;
}

#define LET_GO_WORDS 2

/* The instruction that begins the making of a variable's value, at the end of which pc is. */
static const uint32_t *beginning(const uint32_t *pc)
{
	switch (instruction(*pc)) {
	case INSTRUCTION_ADD_LOCAL:
	case INSTRUCTION_ADD_GLOBAL:
		return pc;
	default:
		return pc - LET_GO_WORDS;
	}
}

/* What the variable, or the element of it, holds now; UNSET: nobody else may change it, or it has
 * gone. */
static struct value held_now(const struct task *task, const uint32_t *pc)
{
	switch (instruction(*pc)) {
	case INSTRUCTION_ADD_GLOBAL:
		return task->machine->global_values[operand(*pc)];
	case INSTRUCTION_LET_GO_GLOBAL:
		return path_look(task->machine->global_values[operand(*pc)],
				 task->stack + task->top - pc[1], pc[1]);
	default:
		return VALUE_UNSET;
	}
}

/* The variable's value was to be copied: the variable holds the copy, unless it has changed. */
static void give_copy(struct task *task, const struct operation *operation)
{
	const struct value *keys;
	uint32_t count;
	struct value *slot = assign_path_of(task, &keys, &count);
	struct value copy = task->call.result;
	if (!path_replace(task->machine, slot, keys, count, operation->values[0], copy))
		machine_release(task->machine, copy);
	call_end(&task->call);
}

/* The operands of which one has changed. */
static void give_back(struct task *task, struct operation *operation)
{
	for (size_t i = 0; i < operation->count; i++)
		task->stack[task->top++] = value_retain(operation->values[i]);
	machine_release(task->machine, task->call.result);
	call_end(&task->call);
}

bool lengthy_again(struct task *task)
{
	struct operation *operation = (struct operation *)task->call.state;
	if (operation->copies) {
		give_copy(task, operation);
		return true;
	}
	struct value *lent = lent_operand(operation);
	if (!lent)
		return false;
	const uint32_t *pc = beginning(task->pc);
	struct value now = held_now(task, pc);
	if (now.type == TYPE_UNSET || (now.type == lent->type && now.word == lent->word))
		return false;
	machine_release(task->machine, *lent);
	*lent = value_retain(now);
	give_back(task, operation);
	task->pc = pc;
	return true;
}
