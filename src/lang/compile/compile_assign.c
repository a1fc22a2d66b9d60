/*
 * compile_assign: code for assignments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <string.h>

/* The variable that is assigned, which stands innermost in l[0].name. */
static const struct node *variable_of(const struct node *target)
{
	while (target->kind == NODE_FIELD || target->kind == NODE_INDEX)
		target = target->a;
	return target;
}

/* x = $x + V. An int of 32 bit is in the instruction, a list's elements are left to APPEND. */
static bool compile_sum(struct builder *builder, const struct node *node)
{
	const char *name = node->a->text;
	const struct node *value = node->b, *more = value->b;
	if (value->kind != NODE_BINARY || value->operation != OPERATION_ADD ||
	    value->a->kind != NODE_VARIABLE || strcmp(value->a->text, name) != 0 ||
	    more->kind == NODE_LIST)
		return false;
	struct variable from = variable_read(builder, name), to = variable_write(builder, name);
	bool local = to.from == CAPTURE_LOCAL;
	uint32_t index = local ? to.local : to.global;
	if (more->kind == NODE_INT && more->integer >= INT32_MIN && more->integer <= INT32_MAX) {
		emit_more(builder, local ? INSTRUCTION_STEP_LOCAL : INSTRUCTION_STEP_GLOBAL, index,
			  (uint32_t)more->integer,
			  from.from == CAPTURE_EITHER ? from.global + 1 : 0, value->offset);
		return true;
	}
	emit_variable(builder, from, value->a->offset);
	compile_value(builder, more);
	emit(builder, local ? INSTRUCTION_ADD_LOCAL : INSTRUCTION_ADD_GLOBAL, index, value->offset);
	return true;
}

/* Is it the target's value, or one in it? */
static bool is_of(const struct node *operand, const struct node *target)
{
	const struct node *variable = variable_of(operand);
	return operand->kind == target->kind && variable->kind == NODE_VARIABLE &&
	       strcmp(variable->text, variable_of(target)->text) == 0;
}

/* Has the operation an operand that may be what the target holds? */
static bool operates_on(const struct node *operation, const struct node *target)
{
	switch (operation->kind) {
	case NODE_BINARY:
		return operation->operation <= OPERATION_SUBTRACT &&
		       (is_of(operation->a, target) || is_of(operation->b, target));
	case NODE_SLICE:
	case NODE_JOIN:
		return operation->a && is_of(operation->a, target);
	default:
		return false;
	}
}

/* The value that is assigned to the target, of so many keys, which are on the stack. */
static void compile_assigned(struct builder *builder, const struct node *value,
			     const struct node *target, unsigned keys)
{
	struct variable to = variable_write(builder, variable_of(target)->text);
	struct receiver receiver = {to.from == CAPTURE_LOCAL ? to.local : to.global,
				    to.from == CAPTURE_LOCAL, keys};
	if (operates_on(value, target))
		compile_operation(builder, value, &receiver);
	else
		compile_value(builder, value);
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
	const struct node *variable = variable_of(node->a);
	unsigned count = compile_keys(builder, node->a);
	compile_assigned(builder, node->b, node->a, count);
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

/* [a b] = V: all is known to fit before the first name takes its element. */
static void compile_names(struct builder *builder, const struct node *node, bool want)
{
	unsigned count = 0;
	for (const struct node *name = node->a->a; name; name = name->next)
		count++;
	compile_value(builder, node->b);
	if (want)
		emit(builder, INSTRUCTION_DUP, 0, node->offset);
	if (count > OPERAND_MAX)
		compile_fail(builder, node->offset, "too many names");
	emit(builder, INSTRUCTION_UNPACK, count, node->a->offset);
	emit_effect(builder, (int)count - 1);
	for (const struct node *name = node->a->a; name; name = name->next)
		compile_store(builder, name->text, name->offset);
}

void compile_assign(struct builder *builder, const struct node *node, bool want)
{
	if (node->a->kind == NODE_NAMES) {
		compile_names(builder, node, want);
		return;
	}
	if (node->a->kind != NODE_VARIABLE) {
		compile_path(builder, node, want);
		return;
	}
	const char *name = node->a->text;
	if (compile_sum(builder, node)) {
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
		compile_assigned(builder, node->b, node->a, 0);
	if (want)
		emit(builder, INSTRUCTION_DUP, 0, node->offset);
	compile_store(builder, name, node->offset);
}
