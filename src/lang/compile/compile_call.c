/*
 * compile_call: code for calls of commands and !commands, and the dot before them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <string.h>

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

static bool lesson_defines(const struct symbols *lesson, const char *command)
{
	uint32_t index;
	return lesson->table && symbol_find(lesson, command, &index);
}

void emit_call(struct builder *builder, const char *command, unsigned count, unsigned manner,
	       uint32_t target, uint32_t offset)
{
	uint32_t index = symbol_intern(builder->commands, command, strlen(command));
	if (builder->top)
		manner |= CALL_SHOWN;
	if (builder->lesson && !lesson_defines(builder->lesson, command))
		manner |= CALL_BUILTIN;
	emit_more(builder, INSTRUCTION_CALL, index, count | manner << CALL_MANNER, target, offset);
	emit_effect(builder, 1 - (int)count);
}

static void compile_shell(struct builder *builder, const struct node *node, bool piped)
{
	if (node->b)
		compile_dot_begin(builder, node->b);
	emit_constant(builder, value_bytes(bytes_new(node->text, node->length)), node->offset);
	if (piped)
		emit(builder, INSTRUCTION_ROTATE, 1, node->offset);
	emit_call(builder, "!", 1 + piped, 0, 0, node->offset);
	if (node->b)
		region_end(builder, node->offset);
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
	const unsigned manner =
		(node == builder->own ? CALL_OWN : 0u) | (node->b ? CALL_DOTTED : 0u);
	emit_call(builder, node->text, count, manner, target, node->offset);
	if (node->b)
		region_end(builder, node->offset);
}
