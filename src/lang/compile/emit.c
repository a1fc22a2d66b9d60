/*
 * emit: puts instructions into the code being built and keeps count of the stack's height.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "lang/compile/builder.h"

#include <stdio.h>
#include <string.h>

void builder_begin(struct builder *builder, struct builder *outer, enum code_kind kind,
		   struct source *source)
{
	*builder = (struct builder){.outer = outer, .code = code_new(kind, source)};
	if (outer) {
		builder->globals = outer->globals;
		builder->commands = outer->commands;
		builder->error = outer->error;
		builder->lesson = outer->lesson;
	}
}

struct code *builder_end(struct builder *builder, const char *name)
{
	struct code *code = builder->code;
	code->name = memory_copy(name, strlen(name));
	code->stack = code->local_count + (uint32_t)builder->highest;
	symbols_free(&builder->local_names);
	symbols_free(&builder->assigned);
	symbols_free(&builder->shared);
	return code;
}

void compile_fail(struct builder *builder, uint32_t offset, const char *format, ...)
{
	if (*builder->error)
		return;
	char text[256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	*builder->error = error_new("SYNTAX", NULL, "%s", text);
	(*builder->error)->source = object_retain(builder->code->source);
	(*builder->error)->offset = offset;
}

void emit_effect(struct builder *builder, int effect)
{
	builder->height += effect;
	if (builder->height > builder->highest)
		builder->highest = builder->height;
}

static void append_word(struct builder *builder, uint32_t word, uint32_t offset)
{
	struct code *code = builder->code;
	if (code->length == builder->word_capacity) {
		builder->word_capacity =
			(uint32_t)grow_capacity(code->length, code->length + 1, 32);
		size_t size = builder->word_capacity * sizeof(uint32_t);
		code->words = memory_resize(code->words, size);
		code->offsets = memory_resize(code->offsets, size);
	}
	code->words[code->length] = word;
	code->offsets[code->length++] = offset;
}

uint32_t emit(struct builder *builder, enum instruction which, uint32_t value, uint32_t offset)
{
	return emit_more(builder, which, value, 0, 0, offset);
}

uint32_t emit_more(struct builder *builder, enum instruction which, uint32_t value, uint32_t b,
		   uint32_t c, uint32_t offset)
{
	uint32_t place = builder->code->length;
	if (place > OPERAND_MAX)
		compile_fail(builder, offset, "the text is too long to be one unit");
	builder->last = place;
	append_word(builder, value << 8 | which, offset);
	if (instruction_words[which] > 1)
		append_word(builder, b, offset);
	if (instruction_words[which] > 2)
		append_word(builder, c, offset);
	if (instruction_effects[which] != EFFECT_VARIES)
		emit_effect(builder, instruction_effects[which]);
	return place;
}

uint32_t emit_unless(struct builder *builder, uint32_t offset)
{
	uint32_t *word = builder->code->words + builder->last;
	enum instruction which = builder->code->length ? instruction(*word) : INSTRUCTION_NIL;
	if (builder->label == here(builder) || which < INSTRUCTION_EQUAL ||
	    which > INSTRUCTION_GREATER_EQUAL)
		return emit(builder, INSTRUCTION_JUMP_FALSE, 0, offset);
	*word = which - INSTRUCTION_EQUAL + INSTRUCTION_UNLESS_EQUAL;
	emit_effect(builder, -1);
	return builder->last;
}

uint32_t here(const struct builder *builder)
{
	return builder->code->length;
}

void patch(struct builder *builder, uint32_t place)
{
	uint32_t *word = &builder->code->words[place];
	*word = here(builder) << 8 | instruction(*word);
	builder->label = here(builder);
}

uint32_t constant(struct builder *builder, struct value value)
{
	struct code *code = builder->code;
	code->constants = grow_array(code->constants, code->constant_count,
				     &builder->constant_capacity, 8, sizeof(value));
	code->constants[code->constant_count] = value;
	return code->constant_count++;
}

void emit_constant(struct builder *builder, struct value value, uint32_t offset)
{
	emit(builder, INSTRUCTION_CONSTANT, constant(builder, value), offset);
}

uint32_t child(struct builder *builder, struct code *code)
{
	struct code *parent = builder->code;
	parent->children = grow_array(parent->children, parent->child_count,
				      &builder->child_capacity, 4, sizeof(code));
	parent->children[parent->child_count] = code;
	return parent->child_count++;
}
