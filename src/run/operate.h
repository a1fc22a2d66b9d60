/*
 * operate: operations on values. All take their operands, and give NULL with *result set, or the
 * error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_OPERATE_H
#define HANDSH_RUN_OPERATE_H

#include "handsh/value.h"

struct machine;

#define MESSAGE_CUT 2000 /* bytes of a value in a message */

/* ---- operate.c ---- */

/* which is an instruction ADD … IN with two operands, or NEGATE, BNOT with one. *result may be an
 * operation, as lengthy.h says. */
struct error *operate(struct machine *machine, unsigned which, const struct value *operands,
		      struct value *result);
/* The same, but borrows them. */
struct error *operate_shown(struct machine *machine, unsigned which, const struct value *operands,
			    struct value *result);
/* What an instruction LESS … gives for two of this order. */
struct value order_holds(unsigned which, int order);
/* Of a comparison that was expected; borrows both. */
struct error *comparison_error(unsigned which, struct value a, struct value b);
/* The operation is not made for these; borrows both. */
struct error *operands_error(unsigned which, struct value a, struct value b);

/* ---- combine.c ---- */

/* ADD and SUBTRACT, as operate does. */
struct error *combine(struct machine *machine, unsigned which, struct value a, struct value b,
		      struct value *result);
/* Would that give a value, and at once? Borrows both. Holders: of a, when those have let go of it
 * that are about to. */
bool combine_fits_at_once(unsigned which, struct value a, struct value b, uint32_t holders);
struct value combine_fitting(struct machine *machine, unsigned which, struct value a,
			     struct value b); /* takes both */

/* ---- container.c ---- */

/* Of a container and an index; of a container and two ends. */
struct error *operate_index(struct machine *machine, const struct value *operands,
			    struct value *result);
struct error *operate_slice(struct machine *machine, const struct value *operands,
			    struct value *result);
struct error *operate_field(struct machine *machine, struct value object, const struct bytes *name,
			    struct value *result);
/* Would the slice of these three give a value, at once? Borrows all. */
bool slice_fits_at_once(const struct value *operands, uint32_t holders);
/* Borrow all. */
struct error *index_error(struct value container, int64_t index, size_t count);
struct error *no_key(const struct map *map, const struct bytes *key);
struct error *key_type_error(struct value key);
struct error *key_length_error(void);

/* Counts from the end when negative; false: there is no such element. */
static inline bool index_place(int64_t index, size_t count, size_t *place)
{
	if (index < 0)
		index += (int64_t)count;
	*place = (size_t)index;
	return index >= 0 && (size_t)index < count;
}

/* ---- path.c ---- */

/*
 * variable[keys…] = *value, which becomes what stood there, or nil. Borrows keys; on an error both
 * are as they were, and with *copy too: there must be a copy first, which takes long.
 */
struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value *value, struct value *copy);
/* Where that element stands, in containers that are the variable's alone; NULL: there is none, or
 * it must be copied first. */
struct value *path_place(struct value *variable, struct value *keys, size_t count,
			 struct value *copy);
/* A container on the way to there is replaced by another that is equal, which it takes; false: it is
 * not there. */
bool path_replace(struct machine *machine, struct value *variable, const struct value *keys,
		  size_t count, struct value container, struct value by);

/* What stands there; UNSET: there is nothing. Borrows all, gives what is borrowed. */
struct value path_look(struct value variable, const struct value *keys, size_t count);

/* ---- make.c ---- */

struct error *make_list(struct machine *machine, const struct value *elements, size_t count,
			struct value *result);
struct error *make_map(struct machine *machine, struct value *pairs, size_t count,
		       struct value *result);
/* The first of count, with the others as elements after its own. */
struct error *make_appended(struct machine *machine, struct value *operands, size_t count,
			    struct value *result);
struct error *make_join(struct machine *machine, struct value *pieces, size_t count,
			struct value *result); /* likewise */
/* Would these give a value, at once? False where that would take long to know. Borrow all. */
bool appended_fits_at_once(const struct value *operands, size_t count, uint32_t holders);
bool join_fits(const struct value *pieces, size_t count);
struct error *depth_error(void);

/* The elements of a list of count, the first last; takes it. */
struct error *unpack(struct machine *machine, struct value list, size_t count,
		     struct value *elements);

/* ---- each.c ---- */

struct error *each_check(struct value container, const char *word); /* borrows it */
/* The next element (new references), or false at the end. Borrows all. */
bool each_next(struct value container, struct value *position, struct value *key,
	       struct value *element);
/* Of a filter, on the stack: what is gone through becomes result, container and position. */
struct error *filter_begin(struct value *container);
void filter_keep(struct value *result); /* the element that was the latest */

#endif
