/*
 * compile_value: code for whatever leaves a value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <string.h>

enum instruction operation_instruction(enum operation operation)
{
	return INSTRUCTION_ADD + (enum instruction)operation;
}

void emit_variable(struct builder *builder, struct variable variable, uint32_t offset)
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
	emit_variable(builder, variable_read(builder, name), offset);
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

static unsigned compile_elements(struct builder *builder, const struct node *node)
{
	unsigned count = compile_list(builder, node->a);
	if (count > OPERAND_MAX)
		compile_fail(builder, node->offset, "too many elements");
	return count;
}

/* Stands right before the operation that gives the receiver its value, if there is one. */
static void emit_let_go(struct builder *builder, const struct receiver *receiver, uint32_t offset)
{
	if (receiver)
		emit_more(builder,
			  receiver->local ? INSTRUCTION_LET_GO_LOCAL : INSTRUCTION_LET_GO_GLOBAL,
			  receiver->index, receiver->keys, 0, offset);
}

static void compile_gather(struct builder *builder, const struct node *node,
			   const struct receiver *receiver)
{
	unsigned count = compile_elements(builder, node);
	emit_let_go(builder, receiver, node->offset);
	emit(builder, node->kind == NODE_LIST ? INSTRUCTION_LIST : INSTRUCTION_JOIN, count,
	     node->offset);
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

static void compile_slice(struct builder *builder, const struct node *node,
			  const struct receiver *receiver)
{
	compile_value(builder, node->a);
	const struct node *ends[] = {node->b, node->c};
	for (unsigned i = 0; i < 2; i++) {
		if (ends[i])
			compile_value(builder, ends[i]);
		else
			emit(builder, INSTRUCTION_UNSET, 0, node->offset);
	}
	emit_let_go(builder, receiver, node->offset);
	emit(builder, INSTRUCTION_SLICE, 0, node->offset);
}

/* A + [B C …]: the elements go to the end of A, without a list of their own. */
static void compile_append(struct builder *builder, const struct node *node,
			   const struct receiver *receiver)
{
	compile_value(builder, node->a);
	unsigned count = compile_elements(builder, node->b);
	emit_let_go(builder, receiver, node->offset);
	emit(builder, INSTRUCTION_APPEND, count, node->offset);
	emit_effect(builder, -(int)count);
}

static void compile_binary(struct builder *builder, const struct node *node,
			   const struct receiver *receiver)
{
	if (node->operation == OPERATION_ADD && node->b->kind == NODE_LIST) {
		compile_append(builder, node, receiver);
		return;
	}
	compile_value(builder, node->a);
	compile_value(builder, node->b);
	emit_let_go(builder, receiver, node->offset);
	emit(builder, operation_instruction(node->operation), 0, node->offset);
}

void compile_operation(struct builder *builder, const struct node *node,
		       const struct receiver *receiver)
{
	switch (node->kind) {
	case NODE_SLICE:
		compile_slice(builder, node, receiver);
		break;
	case NODE_JOIN:
		compile_gather(builder, node, receiver);
		break;
	default:
		compile_binary(builder, node, receiver);
	}
}

static void compile_operator(struct builder *builder, const struct node *node)
{
	compile_value(builder, node->a);
	if (node->b)
		compile_value(builder, node->b);
	enum instruction which = node->kind == NODE_NOT      ? INSTRUCTION_NOT
				 : node->kind == NODE_NEGATE ? INSTRUCTION_NEGATE
				 : node->kind == NODE_BNOT   ? INSTRUCTION_BNOT
							     : INSTRUCTION_INDEX;
	emit(builder, which, 0, node->offset);
}

/* ---- every kind of value ---- */

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

/* False: the node is none of operators and operands. */
static bool compile_operators(struct builder *builder, const struct node *node)
{
	switch (node->kind) {
	case NODE_AND:
	case NODE_OR:
		compile_short_circuit(builder, node);
		return true;
	case NODE_NOT:
	case NODE_NEGATE:
	case NODE_BNOT:
	case NODE_INDEX:
		compile_operator(builder, node);
		return true;
	case NODE_BINARY:
	case NODE_SLICE:
	case NODE_JOIN:
		compile_operation(builder, node, NULL);
		return true;
	case NODE_FIELD:
		compile_value(builder, node->a);
		if (builder->looks)
			emit(builder, INSTRUCTION_LOOK, 0, node->offset);
		emit(builder, INSTRUCTION_FIELD,
		     constant(builder, value_bytes(bytes_text(node->text))), node->offset);
		return true;
	default:
		return false;
	}
}

void compile_value(struct builder *builder, const struct node *node)
{
	if (compile_constant(builder, node) || compile_operators(builder, node))
		return;
	switch (node->kind) {
	case NODE_VARIABLE:
		compile_variable(builder, node->text, node->offset);
		return;
	case NODE_LIST:
		compile_gather(builder, node, NULL);
		return;
	case NODE_MAP:
		compile_map(builder, node);
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
