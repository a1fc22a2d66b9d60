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
#define LENGTHY_ENTRIES ((size_t)2)
#else
#define LENGTHY_STEPS ((size_t)1 << 12)
#define LENGTHY_BYTES ((size_t)1 << 20)
#define LENGTHY_COPY ((size_t)1 << 24)
#define LENGTHY_ENTRIES ((size_t)1 << 14) /* of maps */
#endif
#define LENGTHY_ELEMENTS (LENGTHY_COPY / sizeof(struct value)) /* of lists */
/* What is added to a value in place is done at once if it is no more than one in so many of what
 * there is, though that may be long: a copy would cost as much again for each. */
#define LENGTHY_PART 16

/* Is it short, or appended to where it stands, since it has but so many holders? */
static inline bool is_no_copy(const struct bytes *bytes, uint32_t holders)
{
	return bytes->length <= LENGTHY_COPY ||
	       (bytes->object.references == holders && !bytes->owner);
}

/* Is it short to copy so much, where as much is kept in its place? */
static inline bool is_short(size_t copied, size_t kept, size_t most)
{
	return copied <= most || copied <= kept / LENGTHY_PART;
}

/* Is it no value but an operation that is not done? */
static inline bool is_lengthy(struct value value)
{
	return value.type == TYPE_UNSET;
}

/* Each takes the values and gives the result, or the operation as far as it has come. */
struct value lengthy_equal(struct value a, struct value b, bool wanted);
struct value lengthy_order(unsigned which, struct value a, struct value b); /* of bytes */
struct value lengthy_contains(struct value a, struct value b); /* in bytes, or an element */
struct value lengthy_without(struct value list, struct value elements);
struct value lengthy_join(const struct value *pieces, size_t count);
struct value lengthy_sum(struct value a, struct value b);                /* of lists, or of maps */
struct value lengthy_rest(struct value map, struct value keys);          /* the map without them */
struct value lengthy_append(const struct value *operands, size_t count); /* as make_appended */
#define PART_OPERANDS 3
struct value lengthy_part(const struct value *operands, size_t start, size_t count); /* of a list */
/* Of a list or map, borrowed, that a variable holds and is about to change; it holds the copy
 * then, and the instruction is done again. */
struct value lengthy_copy(struct value container);

/* The task goes on with it. */
void lengthy_begin(struct task *task, struct value operation);
/*
 * It is done. True: the instruction at task->pc is to be done again: the variable holds a copy that
 * it may change, or it has got another value meanwhile, by another task; then the operands, with
 * that one, are on the stack.
 */
bool lengthy_again(struct task *task);
extern const struct command lengthy_command; /* what the task is in then */

#endif
