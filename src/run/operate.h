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

/* which is an instruction ADD … IN, NEGATE. */
struct error *operate(unsigned which, struct value a, struct value b, struct value *result);
/* Of a comparison that was expected; borrows both. */
struct error *comparison_error(unsigned which, struct value a, struct value b);

/* ---- container.c ---- */

struct error *operate_index(struct value container, struct value index, struct value *result);
struct error *operate_slice(struct value container, struct value from, struct value to,
			    struct value *result);
struct error *operate_field(struct value object, const struct bytes *name, struct value *result);
/* variable[keys…] = value. Borrows keys; on an error the variable is as it was. */
struct error *path_assign(struct value *variable, struct value *keys, size_t count,
			  struct value value);
struct error *key_type_error(struct value key);

/* ---- make.c ---- */

struct error *make_list(struct value *elements, size_t count, struct value *result);
struct error *make_map(struct value *pairs, size_t count, struct value *result);
struct error *make_join(struct value *pieces, size_t count, struct value *result);
struct error *depth_error(void);

/* ---- each.c ---- */

struct error *each_check(struct value container); /* borrows it */
/* The next element (new references), or false at the end. Borrows all. */
bool each_next(struct value container, struct value *position, struct value *key,
	       struct value *element);

/* ---- slots of variables ---- */

static inline void slot_set(struct value *slot, struct value value) /* takes value */
{
	struct value old = *slot;
	*slot = value;
	value_release(old);
}

#endif
