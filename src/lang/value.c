/*
 * value: code for expressions, assignments, calls and pipes: whatever leaves a value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile.h"

#include <string.h>

enum instruction operation_instruction(enum operation operation)
{
	return INSTRUCTION_ADD + (enum instruction)operation;
}

static void get_variable(struct builder *builder, struct variable variable, uint32_t offset)
{
	switch (variable.from) {
	case CAPTURE_LOCAL:
		emit(builder, INSTRUCTION_GET_LOCAL, variable.local, offset);
		break;
	case CAPTURE_GLOBAL:
		emit(builder, INSTRUCTION_GET_GLOBAL, variable.global, offset);
		break;
	case CAPTURE_EITHER:
		emit_more(builder, INSTRUCTION_GET_EITHER, variable.local, variable.global, 0,
			  offset);
		break;
	}
}

void compile_variable(struct builder *builder, const char *name, uint32_t offset)
{
	get_variable(builder, variable_read(builder, name), offset);
}

void compile_store(struct builder *builder, const char *name, uint32_t offset)
{
	struct variable variable = variable_write(builder, name);
	if (variable.from == CAPTURE_LOCAL)
		emit(builder, INSTRUCTION_SET_LOCAL, variable.local, offset);
	else
		emit(builder, INSTRUCTION_SET_GLOBAL, variable.global, offset);
}

static void compile_int(struct builder *builder, int64_t integer, uint32_t offset)
{
	if (integer >= -OPERAND_MAX && integer <= OPERAND_MAX)
		emit(builder, INSTRUCTION_INT, (uint32_t)integer & 0xffffff, offset);
	else
		emit_constant(builder, value_int(integer), offset);
}

static uint32_t text_constant(struct builder *builder, const struct node *node)
{
	return constant(builder, value_bytes(bytes_new(node->text, node->length)));
}

static unsigned compile_list(struct builder *builder, const struct node *list)
{
	unsigned count = 0;
	for (; list; list = list->next, count++)
		compile_value(builder, list);
	return count;
}

static void compile_gather(struct builder *builder, const struct node *node)
{
	static const enum instruction instructions[] = {
		[NODE_LIST] = INSTRUCTION_LIST,
		[NODE_JOIN] = INSTRUCTION_JOIN,
	};
	unsigned count = compile_list(builder, node->a);
	if (count > OPERAND_MAX)
		compile_fail(builder, node->offset, "too many elements");
	emit(builder, instructions[node->kind], count, node->offset);
	emit_effect(builder, 1 - (int)count);
}

static void compile_map(struct builder *builder, const struct node *node)
{
	unsigned count = 0;
	for (const struct node *pair = node->a; pair; pair = pair->next, count++) {
		compile_value(builder, pair->a);
		compile_value(builder, pair->b);
	}
	if (count > OPERAND_MAX)
		compile_fail(builder, node->offset, "too many elements");
	emit(builder, INSTRUCTION_MAP, count, node->offset);
	emit_effect(builder, 1 - 2 * (int)count);
}

static void compile_short_circuit(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	enum instruction which = node->kind == NODE_AND ? INSTRUCTION_AND : INSTRUCTION_OR;
	uint32_t jump = emit(builder, which, 0, node->offset);
	compile_value(builder, node->b);
	patch(builder, jump);
}

static void compile_slice(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	const struct node *ends[] = {node->b, node->c};
	for (unsigned i = 0; i < 2; i++) {
		if (ends[i])
			compile_value(builder, ends[i]);
		else
			emit(builder, INSTRUCTION_UNSET, 0, node->offset);
	}
	emit(builder, INSTRUCTION_SLICE, 0, node->offset);
}

/* ---- assignments ---- */

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
	get_variable(builder, from, node->b->a->offset);
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

/* ---- calls ---- */

static void compile_argument(struct builder *builder, const struct node *argument)
{
	if (argument->kind == NODE_BYTES && argument->flag_option) {
		struct value value = value_bytes(bytes_new(argument->text, argument->length));
		value.flags = VALUE_OPTION;
		emit_constant(builder, value, argument->offset);
		return;
	}
	compile_value(builder, argument);
}

void compile_dot_begin(struct builder *builder, const struct node *variable)
{
	compile_variable(builder, variable->text, variable->offset);
	emit(builder, INSTRUCTION_DOT_BEGIN,
	     constant(builder, value_bytes(bytes_text(variable->text))), variable->offset);
	builder->regions++;
}

void region_end(struct builder *builder, uint32_t offset)
{
	emit(builder, INSTRUCTION_REGION_END, 0, offset);
	builder->regions--;
}

static void compile_shell(struct builder *builder, const struct node *node, bool piped)
{
	emit_constant(builder, value_bytes(bytes_new(node->text, node->length)), node->offset);
	if (piped)
		emit(builder, INSTRUCTION_ROTATE, 1, node->offset);
	unsigned count = 1 + piped;
	emit_more(builder, INSTRUCTION_SHELL, 0, count | (builder->top ? CALL_SHOWN : 0), 0,
		  node->offset);
	emit_effect(builder, 1 - (int)count);
}

/* When piped, the last argument is on the stack already. */
void compile_call(struct builder *builder, const struct node *node, bool piped, uint32_t target)
{
	if (node->kind == NODE_SHELL) {
		compile_shell(builder, node, piped);
		return;
	}
	if (node->b)
		compile_dot_begin(builder, node->b);
	unsigned count = 0;
	for (const struct node *argument = node->a; argument; argument = argument->next, count++)
		compile_argument(builder, argument);
	if (piped && count)
		emit(builder, INSTRUCTION_ROTATE, count, node->offset);
	count += piped;
	if (count > CALL_ARGUMENTS)
		compile_fail(builder, node->offset, "more than %u arguments", CALL_ARGUMENTS);
	uint32_t command = symbol_intern(builder->commands, node->text, strlen(node->text));
	emit_more(builder, INSTRUCTION_CALL, command, count | (builder->top ? CALL_SHOWN : 0),
		  target, node->offset);
	emit_effect(builder, 1 - (int)count);
	if (node->b)
		region_end(builder, node->offset);
}

/* ---- every kind of value ---- */

static void compile_operation(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	if (node->b)
		compile_value(builder, node->b);
	enum instruction which = node->kind == NODE_NOT      ? INSTRUCTION_NOT
				 : node->kind == NODE_NEGATE ? INSTRUCTION_NEGATE
				 : node->kind == NODE_INDEX
					 ? INSTRUCTION_INDEX
					 : operation_instruction(node->operation);
	emit(builder, which, 0, node->offset);
}

static bool compile_constant(struct builder *builder, const struct node *node)
{
	switch (node->kind) {
	case NODE_NIL:
		emit(builder, INSTRUCTION_NIL, 0, node->offset);
		return true;
	case NODE_TRUE:
		emit(builder, INSTRUCTION_TRUE, 0, node->offset);
		return true;
	case NODE_FALSE:
		emit(builder, INSTRUCTION_FALSE, 0, node->offset);
		return true;
	case NODE_INT:
		compile_int(builder, node->integer, node->offset);
		return true;
	case NODE_BYTES:
		emit(builder, INSTRUCTION_CONSTANT, text_constant(builder, node), node->offset);
		return true;
	case NODE_ARGUMENT:
		emit(builder, INSTRUCTION_ARGUMENT, (uint32_t)node->integer, node->offset);
		return true;
	default:
		return false;
	}
}

void compile_value(struct builder *builder, const struct node *node)
{
	if (compile_constant(builder, node))
		return;
	switch (node->kind) {
	case NODE_VARIABLE:
		compile_variable(builder, node->text, node->offset);
		return;
	case NODE_LIST:
	case NODE_JOIN:
		compile_gather(builder, node);
		return;
	case NODE_MAP:
		compile_map(builder, node);
		return;
	case NODE_AND:
	case NODE_OR:
		compile_short_circuit(builder, node);
		return;
	case NODE_NOT:
	case NODE_NEGATE:
	case NODE_INDEX:
	case NODE_BINARY:
		compile_operation(builder, node);
		return;
	case NODE_SLICE:
		compile_slice(builder, node);
		return;
	case NODE_FIELD:
		compile_value(builder, node->a);
		emit(builder, INSTRUCTION_FIELD,
		     constant(builder, value_bytes(bytes_text(node->text))), node->offset);
		return;
	case NODE_ASSIGN:
		compile_assign(builder, node, true);
		return;
	case NODE_CALL:
	case NODE_SHELL:
		compile_call(builder, node, false, 0);
		return;
	case NODE_PIPE:
		compile_value(builder, node->a);
		compile_call(builder, node->b, true, 0);
		return;
	case NODE_TASK:
		compile_task(builder, node, false);
		return;
	default:
		compile_statement(builder, node, true);
	}
}
