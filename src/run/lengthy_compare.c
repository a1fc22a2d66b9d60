/*
 * lengthy_compare: lengthy operations that find something out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/operate.h"
#include "run/operation.h"

/* ---- == and != ---- */

static bool equal_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	return comparison_go_on(&operation->comparison, LENGTHY_STEPS);
}

static struct value equal_finish(struct operation *operation)
{
	comparison_end(&operation->comparison);
	return value_bool(operation->comparison.different != operation->wanted);
}

static const struct operation_kind equal = {equal_go_on, equal_finish};

struct value lengthy_equal(struct value a, struct value b, bool wanted)
{
	struct comparison comparison;
	comparison_begin(&comparison, a, b);
	if (!comparison_go_on(&comparison, LENGTHY_STEPS)) {
		const struct value values[] = {a, b};
		struct operation *operation = operation_new(&equal, values, 2);
		operation->wanted = wanted;
		operation->comparison = comparison;
		return operation_value(operation);
	}
	comparison_end(&comparison);
	value_release(a);
	value_release(b);
	return value_bool(comparison.different != wanted);
}

/* ---- <, <=, > and >= ---- */

static bool order_go_on(struct operation *operation, struct error **error)
{
	(void)error;
	return bytes_compare_part(operation->values[0].bytes, operation->values[1].bytes,
				  &operation->place, LENGTHY_BYTES, &operation->order);
}

static struct value order_finish(struct operation *operation)
{
	return order_holds(operation->which, operation->order);
}

static const struct operation_kind order = {order_go_on, order_finish};

struct value lengthy_order(unsigned which, struct value a, struct value b)
{
	const struct value values[] = {a, b};
	struct operation *operation = operation_new(&order, values, 2);
	operation->which = which;
	return operation_value(operation);
}

/* ---- in ---- */

static bool search_piece(struct operation *operation, struct error **error)
{
	(void)error;
	return search_go_on(&operation->search, LENGTHY_STEPS);
}

static struct value search_finish(struct operation *operation)
{
	search_end(&operation->search);
	return value_bool(operation->search.found);
}

static const struct operation_kind search = {search_piece, search_finish};

struct value lengthy_contains(struct value a, struct value b)
{
	const struct value values[] = {a, b};
	struct operation *operation = operation_new(&search, values, 2);
	search_begin(&operation->search, a, b, 0);
	return operation_value(operation);
}
