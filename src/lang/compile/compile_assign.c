/*
 * compile_assign: code for assignments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <string.h>

static bool adds_to(const struct node *value, const char *name)
{
	return value->kind == NODE_BINARY && value->operation == OPERATION_ADD &&
	       value->a->kind == NODE_VARIABLE && strcmp(value->a->text, name) == 0;
}

/* x = $x + V: the old value goes along, so that it can grow in place where nobody else holds it. */
static void compile_grow(struct builder *builder, const struct node *node)
{
	const char *name = node->a->text;
	const struct node *step = node->b->b;
	struct variable from = variable_read(builder, name), to = variable_write(builder, name);
	bool local = to.from == CAPTURE_LOCAL;
	uint32_t index = local ? to.local : to.global;
	if (step->kind == NODE_INT && step->integer >= INT32_MIN && step->integer <= INT32_MAX) {
		emit_more(builder, local ? INSTRUCTION_STEP_LOCAL : INSTRUCTION_STEP_GLOBAL, index,
			  (uint32_t)step->integer,
			  from.from == CAPTURE_EITHER ? from.global + 1 : 0, node->b->offset);
		return;
	}
	emit_variable(builder, from, node->b->a->offset);
	compile_value(builder, step);
	emit(builder, local ? INSTRUCTION_ADD_LOCAL : INSTRUCTION_ADD_GLOBAL, index,
	     node->b->offset);
}

/* The keys of l[0].name, outermost container first. */
static unsigned compile_keys(struct builder *builder, const struct node *target)
{
	if (target->kind == NODE_VARIABLE)
		return 0;
	unsigned count = compile_keys(builder, target->a);
	if (target->kind == NODE_FIELD)
		emit_constant(builder, value_bytes(bytes_text(target->text)), target->offset);
	else
		compile_value(builder, target->b);
	return count + 1;
}

static void compile_path(struct builder *builder, const struct node *node, bool want)
{
	const struct node *variable = node->a;
	while (variable->kind != NODE_VARIABLE)
		variable = variable->a;
	unsigned count = compile_keys(builder, node->a);
	compile_value(builder, node->b);
	struct variable from = variable_read(builder, variable->text);
	struct variable to = variable_write(builder, variable->text);
	bool local = to.from == CAPTURE_LOCAL;
	emit_more(builder, local ? INSTRUCTION_PATH_LOCAL : INSTRUCTION_PATH_GLOBAL,
		  local ? to.local : to.global, count | (want ? PATH_KEEP : 0),
		  from.from == CAPTURE_EITHER ? from.global + 1 : 0, node->a->offset);
	emit_effect(builder, -(int)count - !want);
}

/* Does the value name the variable, as $name, as NAME.command or as a bare word? */
static bool mentions(const struct node *node, const char *name)
{
	for (; node; node = node->next) {
		if (node->kind == NODE_VARIABLE && strcmp(node->text, name) == 0)
			return true;
		if (node->kind == NODE_BYTES && node->length == strlen(name) &&
		    memcmp(node->text, name, node->length) == 0)
			return true;
		if (mentions(node->a, name) || mentions(node->b, name) || mentions(node->c, name))
			return true;
	}
	return false;
}

/*
 * data = recv: while the call waits, nobody can see what data held, unless a region would catch an
 * error here. Thousands of idle connections need not keep their last message.
 */
static bool forgets(const struct builder *builder, const struct node *value, struct variable to,
		    const char *name)
{
	return to.from == CAPTURE_LOCAL && !builder->regions && value->kind == NODE_CALL &&
	       !mentions(value->a, name) && !mentions(value->b, name);
}

void compile_assign(struct builder *builder, const struct node *node, bool want)
{
	if (node->a->kind != NODE_VARIABLE) {
		compile_path(builder, node, want);
		return;
	}
	const char *name = node->a->text;
	if (adds_to(node->b, name)) {
		compile_grow(builder, node);
		if (want)
			compile_variable(builder, name, node->offset);
		return;
	}
	struct variable to = variable_write(builder, name);
	if (forgets(builder, node->b, to, name))
		emit(builder, INSTRUCTION_FORGET_LOCAL, to.local, node->offset);
	if (node->b->kind == NODE_CALL && to.from == CAPTURE_GLOBAL)
		compile_call(builder, node->b, false, to.global + 1);
	else
		compile_value(builder, node->b);
	if (want)
		emit(builder, INSTRUCTION_DUP, 0, node->offset);
	compile_store(builder, name, node->offset);
}
