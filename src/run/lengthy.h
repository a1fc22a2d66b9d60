/*
 * lengthy: operations on values so large that others would have to wait for them. Such an operation
 * stands in the place of its result until it is done, and goes on as a command does that computes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_LENGTHY_H
#define HANDSH_RUN_LENGTHY_H

#include "run/task.h"

/* What is looked at and copied at once, which takes a millisecond or a few. */
#ifdef HANDSH_STRESS
#define LENGTHY_STEPS ((size_t)2)
#define LENGTHY_BYTES ((size_t)16)
#define LENGTHY_COPY ((size_t)32)
#else
#define LENGTHY_STEPS ((size_t)1 << 12)
#define LENGTHY_BYTES ((size_t)1 << 20)
#define LENGTHY_COPY ((size_t)1 << 24)
#endif

/* Is it short, or appended to where it stands, since it has but so many holders? */
static inline bool is_no_copy(const struct bytes *bytes, uint32_t holders)
{
	return bytes->length <= LENGTHY_COPY ||
	       (bytes->object.references == holders && !bytes->owner);
}

/* Is it no value but an operation that is not done? */
static inline bool is_lengthy(struct value value)
{
	return value.type == TYPE_UNSET;
}

/* Each takes the values and gives the result, or the operation as far as it has come. */
struct value lengthy_equal(struct value a, struct value b, bool wanted);
struct value lengthy_contains(struct value a, struct value b); /* in bytes, or an element */
struct value lengthy_without(struct value list, struct value elements);
struct value lengthy_join(const struct value *pieces, size_t count);

/* The task goes on with it. */
void lengthy_begin(struct task *task, struct value operation);
/*
 * It is done. The variable that is to get the result may have got another value meanwhile, by
 * another task: true: the operands, with that one, are on the stack, and the instruction at task->pc
 * makes it anew.
 */
bool lengthy_overtaken(struct task *task);
extern const struct command lengthy_command; /* what the task is in then */

#endif
