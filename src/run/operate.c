/*
 * operate: the operators of expressions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/operate.h"
#include "handsh/operations.h"
#include "run/lengthy.h"
#include "run/machine.h"

#include <string.h>

static const char *const symbols[] = {
	[INSTRUCTION_ADD] = "+",      [INSTRUCTION_SUBTRACT] = "-",
	[INSTRUCTION_MULTIPLY] = "*", [INSTRUCTION_DIVIDE] = "/",
	[INSTRUCTION_MODULO] = "%",   [INSTRUCTION_BAND] = "band",
	[INSTRUCTION_BOR] = "bor",    [INSTRUCTION_BXOR] = "bxor",
	[INSTRUCTION_BSL] = "bsl",    [INSTRUCTION_BSR] = "bsr",
	[INSTRUCTION_EQUAL] = "==",   [INSTRUCTION_DIFFERENT] = "!=",
	[INSTRUCTION_LESS] = "<",     [INSTRUCTION_LESS_EQUAL] = "<=",
	[INSTRUCTION_GREATER] = ">",  [INSTRUCTION_GREATER_EQUAL] = ">=",
	[INSTRUCTION_IN] = "in",
};

struct error *operands_error(unsigned which, struct value a, struct value b)
{
	struct error *error =
		error_new("TYPE", NULL, "%s %s %s: these types do not go together",
			  value_type_name(a.type), symbols[which], value_type_name(b.type));
	if ((a.type == TYPE_INT && b.type == TYPE_BYTES) ||
	    (a.type == TYPE_BYTES && b.type == TYPE_INT))
		error_hint(error, "convert one side: (int V) gives a number, (str V) its digits");
	return error;
}

static struct error *overflow(unsigned which, int64_t a, int64_t b)
{
	return error_new("OVERFLOW", NULL, "%lld %s %lld does not fit 64 bits", (long long)a,
			 symbols[which], (long long)b);
}

static struct error *divide(unsigned which, int64_t a, int64_t b, int64_t *c)
{
	if (b == 0)
		return error_new("DIVIDE", NULL, "%lld %s 0: division by zero", (long long)a,
				 symbols[which]);
	if (b == -1) {
		if (which == INSTRUCTION_DIVIDE && __builtin_sub_overflow(0, a, c))
			return overflow(which, a, b);
		if (which == INSTRUCTION_MODULO)
			*c = 0;
		return NULL;
	}
	*c = which == INSTRUCTION_DIVIDE ? a / b : a % b;
	return NULL;
}

/* A bsl is a multiplication, whose result must fit; a bsr keeps the sign. */
static struct error *shift(unsigned which, int64_t a, int64_t count, int64_t *c)
{
	if (count < 0 || count > 63)
		return error_new("RANGE", NULL, "%lld %s %lld: a count is 0 to 63", (long long)a,
				 symbols[which], (long long)count);
	*c = which == INSTRUCTION_BSL ? (int64_t)((uint64_t)a << count) : a >> count;
	if (which == INSTRUCTION_BSL && *c >> count != a)
		return overflow(which, a, count);
	return NULL;
}

static struct error *arithmetic(unsigned which, int64_t a, int64_t b, struct value *result)
{
	int64_t c = 0;
	bool over = false;
	struct error *error = NULL;
	switch (which) {
	case INSTRUCTION_ADD:
		over = __builtin_add_overflow(a, b, &c);
		break;
	case INSTRUCTION_SUBTRACT:
		over = __builtin_sub_overflow(a, b, &c);
		break;
	case INSTRUCTION_MULTIPLY:
		over = __builtin_mul_overflow(a, b, &c);
		break;
	case INSTRUCTION_BAND:
		c = a & b;
		break;
	case INSTRUCTION_BOR:
		c = a | b;
		break;
	case INSTRUCTION_BXOR:
		c = a ^ b;
		break;
	case INSTRUCTION_BSL:
	case INSTRUCTION_BSR:
		error = shift(which, a, b, &c);
		break;
	default:
		error = divide(which, a, b, &c);
	}
	if (over)
		error = overflow(which, a, b);
	*result = value_int(c);
	return error;
}

/* Of one type. Bytes that are not equally long differ at once. */
static bool takes_long_to_compare(struct value a, struct value b)
{
	if (a.type == TYPE_BYTES)
		return a.bytes->length > LENGTHY_BYTES && a.bytes->length == b.bytes->length;
	return a.type == TYPE_LIST || a.type == TYPE_MAP;
}

/* Takes both. */
static struct error *equality(struct machine *machine, unsigned which, struct value a,
			      struct value b, struct value *result)
{
	bool wanted = which == INSTRUCTION_EQUAL;
	struct error *error = NULL;
	if (a.type == b.type && takes_long_to_compare(a, b)) {
		*result = lengthy_equal(a, b, wanted);
		return NULL;
	}
	if ((a.type == TYPE_INT && b.type == TYPE_BYTES) ||
	    (a.type == TYPE_BYTES && b.type == TYPE_INT))
		error = operands_error(which, a, b);
	else
		*result = value_bool(value_equal(a, b) == wanted);
	machine_release(machine, a);
	machine_release(machine, b);
	return error;
}

struct value order_holds(unsigned which, int order)
{
	switch (which) {
	case INSTRUCTION_LESS:
		return value_bool(order < 0);
	case INSTRUCTION_LESS_EQUAL:
		return value_bool(order <= 0);
	case INSTRUCTION_GREATER:
		return value_bool(order > 0);
	default:
		return value_bool(order >= 0);
	}
}

/* Takes both. */
static struct error *order(struct machine *machine, unsigned which, struct value a, struct value b,
			   struct value *result)
{
	struct error *error = NULL;
	if (a.type != b.type || (a.type != TYPE_INT && a.type != TYPE_BYTES)) {
		error = operands_error(which, a, b);
	} else if (a.type == TYPE_BYTES && a.bytes->length > LENGTHY_BYTES &&
		   b.bytes->length > LENGTHY_BYTES) {
		*result = lengthy_order(which, a, b);
		return NULL;
	} else {
		*result = order_holds(which, value_compare(a, b));
	}
	machine_release(machine, a);
	machine_release(machine, b);
	return error;
}

static bool is_long_search(struct value a, struct value b)
{
	if (b.type == TYPE_BYTES)
		return a.type == TYPE_BYTES && b.bytes->length > LENGTHY_BYTES;
	if (b.type != TYPE_LIST || b.list->range || !b.list->count)
		return false;
	return b.list->count > LENGTHY_STEPS || a.type == TYPE_LIST || a.type == TYPE_MAP ||
	       (a.type == TYPE_BYTES && a.bytes->length > LENGTHY_BYTES);
}

/* a in b: an element of a list, a key of a map, a part of bytes. Takes both. */
static struct error *contains(struct machine *machine, struct value a, struct value b,
			      struct value *result)
{
	struct error *error = NULL;
	struct value ignored;
	if (is_long_search(a, b)) {
		*result = lengthy_contains(a, b);
		return NULL;
	}
	if (b.type == TYPE_LIST)
		*result = value_bool(list_contains(b.list, a));
	else if (b.type == TYPE_MAP && a.type == TYPE_BYTES)
		*result = value_bool(map_get(b.map, a.bytes->data, a.bytes->length, &ignored));
	else if (b.type == TYPE_BYTES && a.type == TYPE_BYTES)
		*result = value_bool(
			memmem(b.bytes->data, b.bytes->length, a.bytes->data, a.bytes->length));
	else
		error = operands_error(INSTRUCTION_IN, a, b);
	machine_release(machine, a);
	machine_release(machine, b);
	return error;
}

/* - or bnot */
static struct error *invert(unsigned which, struct value a, struct value *result)
{
	struct error *error = NULL;
	if (a.type != TYPE_INT)
		error = error_new("TYPE", NULL, "%s needs an int, not %s",
				  which == INSTRUCTION_BNOT ? "bnot" : "-",
				  value_type_name(a.type));
	else if (which == INSTRUCTION_BNOT)
		*result = value_int(~a.integer);
	else if (a.integer == INT64_MIN)
		error = error_new("OVERFLOW", NULL, "-(%lld) does not fit 64 bits",
				  (long long)a.integer);
	else
		*result = value_int(-a.integer);
	return error;
}

struct error *operate(struct machine *machine, unsigned which, const struct value *operands,
		      struct value *result)
{
	const struct value a = operands[0];
	struct error *error;
	switch (which) {
	case INSTRUCTION_NEGATE:
	case INSTRUCTION_BNOT:
		error = invert(which, a, result);
		machine_release(machine, a);
		return error;
	case INSTRUCTION_EQUAL:
	case INSTRUCTION_DIFFERENT:
		return equality(machine, which, a, operands[1], result);
	case INSTRUCTION_LESS:
	case INSTRUCTION_LESS_EQUAL:
	case INSTRUCTION_GREATER:
	case INSTRUCTION_GREATER_EQUAL:
		return order(machine, which, a, operands[1], result);
	case INSTRUCTION_IN:
		return contains(machine, a, operands[1], result);
	default:
		if (a.type == TYPE_INT && operands[1].type == TYPE_INT)
			return arithmetic(which, a.integer, operands[1].integer, result);
		return combine(machine, which, a, operands[1], result);
	}
}

struct error *operate_shown(struct machine *machine, unsigned which, const struct value *operands,
			    struct value *result)
{
	const struct value retained[] = {value_retain(operands[0]), value_retain(operands[1])};
	return operate(machine, which, retained, result);
}

struct error *comparison_error(unsigned which, struct value a, struct value b)
{
	struct buffer left = {0}, right = {0};
	value_literal_cut(a, &left, MESSAGE_CUT);
	value_literal_cut(b, &right, MESSAGE_CUT);
	struct error *error =
		error_new("EXPECT", "expect", "%s %s %s is not true", buffer_cstring(&left),
			  symbols[which], buffer_cstring(&right));
	buffer_free(&left);
	buffer_free(&right);
	return error;
}
