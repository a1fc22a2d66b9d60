/*
 * value_set: sets of values: what is looked for many times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BASE_VALUE_SET_H
#define HANDSH_BASE_VALUE_SET_H

#include "handsh/value.h"

struct value_set;

/* Of elements of the list, which is borrowed until value_set_free; none is in it yet. */
struct value_set *value_set_new(const struct list *list);
void value_set_add(struct value_set *set, size_t index);
bool value_set_has(struct value_set *set, struct value value);
void value_set_free(struct value_set *set);

#endif
