/*
 * code: what compile makes and the machine runs; its end and its listing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/code.h"
#include "handsh/operations.h"
#include "lang/compile/builder.h"

#include <limits.h>
#include <stdlib.h>

static void code_destroy(struct object *object)
{
	struct code *code = (struct code *)object;
	object_release(code->source);
	free(code->name);
	free(code->synopsis);
	free(code->words);
	free(code->offsets);
	for (uint32_t i = 0; i < code->constant_count; i++)
		value_release(code->constants[i]);
	free(code->constants);
	for (uint32_t i = 0; i < code->child_count; i++)
		object_release(code->children[i]);
	free(code->children);
	for (uint32_t i = 0; i < code->local_count; i++)
		free(code->locals[i]);
	free(code->locals);
	free(code->captures);
	free(code);
}

static const struct behaviour code_behaviour = {
	.destroy = code_destroy,
};

struct code *code_new(enum code_kind kind, struct source *source)
{
	struct code *code = memory_zeroed(1, sizeof(*code));
	code->object = (struct object){&code_behaviour, 1};
	code->kind = kind;
	code->source = object_retain(source);
	return code;
}

const unsigned char instruction_words[] = {
#define X(name, words, effect) words,
	OPERATIONS(X)
#undef X
};

const signed char instruction_effects[] = {
#define X(name, words, effect) effect,
	OPERATIONS(X)
#undef X
};

static const char *const instruction_names[] = {
#define X(name, words, effect) #name,
	OPERATIONS(X)
#undef X
};

static void disassemble(const struct code *code, unsigned indent, struct buffer *buffer)
{
	for (uint32_t pc = 0; pc < code->length;) {
		uint32_t which = instruction(code->words[pc]);
		buffer_format(buffer, "%*s%4u %s %u", (int)indent, "", pc, instruction_names[which],
			      operand(code->words[pc]));
		for (unsigned i = 1; i < instruction_words[which]; i++)
			buffer_format(buffer, " %u", code->words[pc + i]);
		if (which == INSTRUCTION_CONSTANT || which == INSTRUCTION_FIELD) {
			buffer_text(buffer, "  ");
			value_literal(code->constants[operand(code->words[pc])], buffer);
		}
		buffer_byte(buffer, '\n');
		pc += instruction_words[which];
	}
	for (uint32_t i = 0; i < code->child_count; i++) {
		buffer_format(buffer, "%*schild %u %s:\n", (int)indent, "", i,
			      code->children[i]->name);
		disassemble(code->children[i], indent + 2, buffer);
	}
}

void code_disassemble(const struct code *code, struct buffer *buffer)
{
	disassemble(code, 0, buffer);
}

void code_takes(unsigned least, unsigned most, unsigned count, struct buffer *text)
{
	buffer_text(text, "it takes ");
	if (most == UINT_MAX)
		buffer_format(text, "at least %u", least);
	else if (least < most)
		buffer_format(text, "%u to %u", least, most);
	else
		buffer_format(text, "%u", most);
	const bool one = (most == UINT_MAX ? least : most) == 1;
	buffer_format(text, " argument%s, not %u", one ? "" : "s", count);
}
