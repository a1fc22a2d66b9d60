/*
 * value_set: sets of values: what is looked for many times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BASE_VALUE_SET_H
#define HANDSH_BASE_VALUE_SET_H

#include "handsh/value.h"

struct value_set;

struct value_set *value_set_new(size_t most); /* room for so many; value_set_free ends it */
void value_set_add(struct value_set *set, struct value value); /* borrows it as long as it lives */
bool value_set_has(const struct value_set *set, struct value value);
void value_set_free(struct value_set *set);

#endif
