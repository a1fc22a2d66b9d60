/*
 * compile_expect: code for expectations, and for conditions that are waited for.
 *
 * Such a condition is worked out again after events. If it calls nothing, only an assignment to a
 * variable in it can change it, and only to one of the shell's, for the task itself waits: then
 * these are told to the machine, and nothing else wakes the task. What a field of a socket says can
 * change at any time, which shows when it is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

static void compile_expect(struct builder *builder, const struct node *node)
{
	const struct node *value = node->a;
	emit(builder, INSTRUCTION_EXPECT_BEGIN, 0, node->offset);
	builder->regions++;
	if (node_is_comparison(value)) {
		compile_value(builder, value->a);
		compile_value(builder, value->b);
		emit(builder, INSTRUCTION_EXPECT_COMPARE,
		     (uint32_t)operation_instruction(value->operation), node->offset);
	} else {
		compile_value(builder, value);
		emit(builder, INSTRUCTION_EXPECT, 0, node->offset);
	}
	region_end(builder, node->offset);
}

/* ---- conditions ---- */

/* Is nothing called in it, or in those after it? */
static bool calls_nothing(const struct node *node)
{
	for (; node; node = node->next) {
		bool still = node_is_expression(node) || node->kind == NODE_PAIR;
		if (!still || !calls_nothing(node->a) || !calls_nothing(node->b) ||
		    !calls_nothing(node->c))
			return false;
	}
	return true;
}

/* The shell's variables that it names, as a list of their indexes. Takes list. */
static struct list *collect_globals(struct builder *builder, const struct node *node,
				    struct list *list)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_VARIABLE) {
			struct variable variable = variable_read(builder, node->text);
			struct value index = value_int(variable.global);
			if (variable.from != CAPTURE_LOCAL && !list_contains(list, index))
				list = list_append(list, index);
		}
		list = collect_globals(builder, node->a, list);
		list = collect_globals(builder, node->b, list);
		list = collect_globals(builder, node->c, list);
	}
	return list;
}

/* The value, or both sides of its comparison for a message. Gives 1 + the comparison, or 0. */
static uint32_t compile_sides(struct builder *builder, const struct node *value, bool message)
{
	if (!message || !node_is_comparison(value)) {
		compile_value(builder, value);
		return 0;
	}
	compile_value(builder, value->a);
	compile_value(builder, value->b);
	return 1 + (uint32_t)operation_instruction(value->operation);
}

/* In a region that WITHIN_BEGIN or UNTIL_BEGIN has begun: waits until value is true.
 * message: it can fail, and says why. */
static void compile_condition(struct builder *builder, const struct node *value, bool message,
			      uint32_t offset)
{
	bool looks = builder->looks;
	uint32_t watched = 0, start = here(builder);
	builder->regions++;
	builder->looks = calls_nothing(value);
	if (builder->looks)
		watched = 1 + constant(builder,
				       value_object(TYPE_LIST,
						    collect_globals(builder, value, list_new(0))));
	uint32_t comparison = compile_sides(builder, value, message);
	builder->looks = looks;
	emit_more(builder, INSTRUCTION_AWAIT, start, comparison, watched, offset);
	emit_effect(builder, comparison ? -2 : -1);
	region_end(builder, offset);
}

static void compile_within(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	emit(builder, INSTRUCTION_WITHIN_BEGIN, 0, node->offset);
	compile_condition(builder, node->b, true, node->offset);
}

static void compile_until(struct builder *builder, const struct node *node)
{
	emit(builder, INSTRUCTION_UNTIL_BEGIN, 0, node->offset);
	compile_condition(builder, node->a, false, node->offset);
}

/* ---- blocks ---- */

static void compile_took(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	compile_value(builder, node->b);
	emit(builder, INSTRUCTION_TOOK_BEGIN, 0, node->offset);
	builder->regions++;
	compile_block(builder, node->c, false);
	emit(builder, INSTRUCTION_TOOK_END, 0, node->offset);
	region_end(builder, node->offset);
}

static void compile_fails(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	uint32_t begin = emit(builder, INSTRUCTION_FAILS_BEGIN, 0, node->offset);
	int height = builder->height;
	builder->regions++;
	compile_block(builder, node->b, false);
	region_end(builder, node->offset);
	emit(builder, INSTRUCTION_FAILS_MISSED, 0, node->offset);
	builder->height = height;
	patch(builder, begin);
	emit_effect(builder, 1);
	emit(builder, INSTRUCTION_FAILS_MATCH, 0, node->offset);
}

bool compile_expectation(struct builder *builder, const struct node *node)
{
	switch (node->kind) {
	case NODE_UNTIL:
		compile_until(builder, node);
		return true;
	case NODE_EXPECT:
		compile_expect(builder, node);
		return true;
	case NODE_WITHIN:
		compile_within(builder, node);
		return true;
	case NODE_TOOK:
		compile_took(builder, node);
		return true;
	case NODE_FAILS:
		compile_fails(builder, node);
		return true;
	default:
		return false;
	}
}
