/*
 * lengthy: see lengthy.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/lengthy.h"

#include <stdlib.h>
#include <string.h>

#include "handsh/operations.h"
#include "handsh/walk.h"
#include "run/machine.h"
#include "run/operate.h"

enum kind { EQUAL, SEARCH, WITHOUT, JOIN, DONE };

struct operation {
	struct object object;
	uint8_t kind; /* enum kind */
	bool wanted;  /* EQUAL: the answer that is true */
	union {
		struct comparison comparison;
		struct search search;
		struct difference difference;
		struct formatted formatted;
	};
	size_t joined; /* of values */
	size_t count;  /* of values */
	struct value values[];
};

/* Lets go of what it has made; gives it where that is the result. */
static struct value finish(struct operation *operation)
{
	struct value result = VALUE_NIL;
	switch ((enum kind)operation->kind) {
	case EQUAL:
		result = value_bool(operation->comparison.different != operation->wanted);
		comparison_end(&operation->comparison);
		break;
	case SEARCH:
		result = value_bool(operation->search.found);
		search_end(&operation->search);
		break;
	case WITHOUT:
		result = value_object(TYPE_LIST, difference_end(&operation->difference));
		break;
	case JOIN:
		result = value_bytes(formatted_bytes(&operation->formatted));
		break;
	case DONE:
		break;
	}
	operation->kind = DONE;
	return result;
}

static void destroy(struct object *object)
{
	struct operation *operation = (struct operation *)object;
	value_release(finish(operation));
	for (size_t i = 0; i < operation->count; i++)
		value_release(operation->values[i]);
	free(operation);
}

static const struct behaviour operation_behaviour = {.destroy = destroy};

/* Takes the values. */
static struct operation *operation_new(enum kind kind, const struct value *values, size_t count)
{
	size_t size = count * sizeof(*values);
	struct operation *operation = memory_allocate(sizeof(*operation) + size);
	*operation = (struct operation){
		.object = {&operation_behaviour, 1}, .kind = (uint8_t)kind, .count = count};
	if (count)
		memcpy(operation->values, values, size);
	return operation;
}

/* ---- a piece of each: true when that was all ---- */

/* A piece of one value's text, or all of those that are shorter. */
static bool join(struct operation *operation, struct error **error)
{
	enum formatted_state state = FORMATTED_DONE;
	size_t length = formatted_length(&operation->formatted);
	while (state == FORMATTED_DONE && operation->joined < operation->count &&
	       formatted_length(&operation->formatted) - length < LENGTHY_BYTES / 16) {
		state = formatted_add(&operation->formatted, operation->values[operation->joined]);
		operation->joined += state == FORMATTED_DONE;
	}
	if (state == FORMATTED_TOO_LONG)
		*error = error_new("RANGE", NULL, "the bytes would be longer than %zu", BYTES_MAX);
	return operation->joined == operation->count;
}

static bool go_on(struct operation *operation, struct error **error)
{
	switch ((enum kind)operation->kind) {
	case EQUAL:
		return comparison_go_on(&operation->comparison, LENGTHY_STEPS);
	case SEARCH:
		return search_go_on(&operation->search, LENGTHY_STEPS);
	case WITHOUT:
		return difference_go_on(&operation->difference, LENGTHY_STEPS);
	case JOIN:
		return join(operation, error);
	default:
		return true;
	}
}

/* ---- the beginnings ---- */

static struct value unfinished(struct operation *operation)
{
	return value_object(TYPE_UNSET, operation);
}

struct value lengthy_equal(struct value a, struct value b, bool wanted)
{
	struct comparison comparison;
	comparison_begin(&comparison, a, b);
	if (!comparison_go_on(&comparison, LENGTHY_STEPS)) {
		const struct value values[] = {a, b};
		struct operation *operation = operation_new(EQUAL, values, 2);
		operation->wanted = wanted;
		operation->comparison = comparison;
		return unfinished(operation);
	}
	comparison_end(&comparison);
	value_release(a);
	value_release(b);
	return value_bool(comparison.different != wanted);
}

struct value lengthy_contains(struct value a, struct value b)
{
	const struct value values[] = {a, b};
	struct operation *operation = operation_new(SEARCH, values, 2);
	search_begin(&operation->search, a, b, 0);
	return unfinished(operation);
}

struct value lengthy_without(struct value list, struct value elements)
{
	const struct value values[] = {list, elements};
	struct operation *operation = operation_new(WITHOUT, values, 2);
	difference_begin(&operation->difference, object_retain(list.list),
			 object_retain(elements.list));
	return unfinished(operation);
}

struct value lengthy_join(const struct value *pieces, size_t count)
{
	struct operation *operation = operation_new(JOIN, pieces, count);
	formatted_begin(&operation->formatted);
	return unfinished(operation);
}

/* ---- the rest ---- */

static enum run exec(struct call *call)
{
	struct operation *operation = (struct operation *)call->state;
	struct error *error = NULL;
	do {
		bool done = go_on(operation, &error);
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
	call_begin(task, &lengthy_command, 0, &(const struct shape){0});
	task->call.state = operation.object;
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

bool lengthy_overtaken(struct task *task)
{
	struct operation *operation = (struct operation *)task->call.state;
	struct value *lent = lent_operand(operation);
	if (!lent)
		return false;
	const uint32_t *pc = beginning(task->pc);
	struct value now = held_now(task, pc);
	if (now.type == TYPE_UNSET || (now.type == lent->type && now.word == lent->word))
		return false;
	value_release(*lent);
	*lent = value_retain(now);
	for (size_t i = 0; i < operation->count; i++)
		task->stack[task->top++] = value_retain(operation->values[i]);
	value_release(task->call.result);
	call_end(&task->call);
	task->pc = pc;
	return true;
}
