/*
 * operation: what the files that do lengthy operations share: an operation as far as it has come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_RUN_OPERATION_H
#define HANDSH_RUN_OPERATION_H

#include "handsh/walk.h"
#include "run/lengthy.h"

struct operation {
	struct object object;
	struct machine *machine;
	const struct operation_kind *kind; /* NULL: its result has been taken */
	union {
		struct {
			struct comparison comparison;
			bool wanted; /* the answer that is true */
		};
		struct {
			int order;      /* of the first value to the second */
			unsigned which; /* the instruction that asks for it */
		};
		struct search search;
		struct difference difference;
		struct formatted formatted;
		struct gathering gathering;
	};
	bool copies;  /* the first value, so that a variable can change it */
	size_t place; /* of the next one of values, of bytes or of keys */
	size_t count; /* of values */
	struct value values[];
};

struct operation_kind {
	/* A piece of it; true: that was all. Or an error. */
	bool (*go_on)(struct operation *operation, struct error **error);
	/* Its result, which is dropped if it ends early; lets go of what else it has made. */
	struct value (*finish)(struct operation *operation);
};

/* Takes the values. */
struct operation *operation_new(const struct operation_kind *kind, const struct value *values,
				size_t count);

static inline struct value operation_value(struct operation *operation)
{
	return value_object(TYPE_UNSET, operation);
}

#endif
