/*
 * operate: operations on values. All take their operands, and give NULL with *result set, or the
 * error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_OPERATE_H
#define HANDSH_RUN_OPERATE_H

#include "handsh/value.h"

#define MESSAGE_CUT 2000 /* bytes of a value in a message */

/* ---- operate.c ---- */

/* which is an instruction ADD … IN, NEGATE, BNOT. *result may be an operation, as lengthy.h says. */
struct error *operate(unsigned which, struct value a, struct value b, struct value *result);
/* Of bytes, lists and maps: would + or - give a value, and no error? Borrows both. */
bool operate_fits(unsigned which, struct value a, struct value b);
/* And at once? Holders: of a, when those have let go of it that are about to. */
bool operate_fits_at_once(unsigned which, struct value a, struct value b, uint32_t holders);
struct value operate_fitting(unsigned which, struct value a, struct value b); /* takes both */
/* Of a comparison that was expected; borrows both. */
struct error *comparison_error(unsigned which, struct value a, struct value b);

/* ---- container.c ---- */

struct error *operate_index(struct value container, struct value index, struct value *result);
struct error *operate_slice(struct value container, struct value from, struct value to,
			    struct value *result);
struct error *operate_field(struct value object, const struct bytes *name, struct value *result);
bool slice_fits(struct value container, struct value from, struct value to); /* borrows all */
/* Borrow all. */
struct error *index_error(struct value container, int64_t index, size_t count);
struct error *no_key(const struct map *map, const struct bytes *key);
struct error *key_type_error(struct value key);

/* Counts from the end when negative; false: there is no such element. */
static inline bool index_place(int64_t index, size_t count, size_t *place)
{
	if (index < 0)
		index += (int64_t)count;
	*place = (size_t)index;
	return index >= 0 && (size_t)index < count;
}

/* ---- path.c ---- */

/* variable[keys…] = value. Borrows keys; on an error the variable is as it was. */
struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value value);
/* Where that element stands, in containers that are the variable's alone; NULL: there is none. */
struct value *path_place(struct value *variable, struct value *keys, size_t count);

/* What stands there; UNSET: there is nothing. Borrows all, gives what is borrowed. */
struct value path_look(struct value variable, const struct value *keys, size_t count);

/* ---- make.c ---- */

struct error *make_list(struct value *elements, size_t count, struct value *result);
struct error *make_map(struct value *pairs, size_t count, struct value *result);
/* The first of count, with the others as elements after its own. */
struct error *make_appended(struct value *operands, size_t count, struct value *result);
struct error *make_join(struct value *pieces, size_t count, struct value *result); /* likewise */
/* Would these give a value, at once? False where that would take long to know. Borrow all. */
bool appended_fits(const struct value *operands, size_t count);
bool join_fits(const struct value *pieces, size_t count);
struct error *depth_error(void);

/* The elements of a list of count, the first last; takes it. */
struct error *unpack(struct value list, size_t count, struct value *elements);

/* ---- each.c ---- */

struct error *each_check(struct value container, const char *word); /* borrows it */
/* The next element (new references), or false at the end. Borrows all. */
bool each_next(struct value container, struct value *position, struct value *key,
	       struct value *element);
/* Of a filter, on the stack: what is gone through becomes result, container and position. */
struct error *filter_begin(struct value *container);
void filter_keep(struct value *result); /* the element that was the latest */

/* ---- slots of variables ---- */

static inline void slot_set(struct value *slot, struct value value) /* takes value */
{
	struct value old = *slot;
	*slot = value;
	value_release(old);
}

#endif
