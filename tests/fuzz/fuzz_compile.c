/*
 * fuzz_compile: what is compiled of any bytes is whole: its operands and jumps stay within it, and
 * every word has its place in the source; it can be written down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/lang.h"

#include <stdlib.h>

#include "handsh/operations.h"
#include "target.h"

struct limits {
	const struct symbols *globals, *commands;
	size_t size; /* of the source */
};

static const uint8_t word_counts[] = {
#define X(name, words, effect) words,
	OPERATIONS(X)
#undef X
};

/* Which words begin an instruction. */
static bool *find_starts(const struct code *code)
{
	bool *starts = memory_zeroed(code->length + 1, sizeof(*starts));
	uint32_t at = 0;
	while (at < code->length) {
		check(instruction(code->words[at]) < INSTRUCTIONS);
		starts[at] = true;
		at += word_counts[instruction(code->words[at])];
	}
	check(at == code->length && at > 0);
	return starts;
}

static void check_operand(const struct limits *limits, const struct code *code, uint32_t at,
			  const bool *starts)
{
	uint32_t operand_a = operand(code->words[at]);
	switch (instruction(code->words[at])) {
	case INSTRUCTION_CONSTANT:
	case INSTRUCTION_FIELD:
	case INSTRUCTION_DOT_BEGIN:
		check(operand_a < code->constant_count);
		break;
	case INSTRUCTION_GET_EITHER:
	case INSTRUCTION_GET_LOCAL:
	case INSTRUCTION_SET_LOCAL:
	case INSTRUCTION_FORGET_LOCAL:
	case INSTRUCTION_ADD_LOCAL:
	case INSTRUCTION_STEP_LOCAL:
	case INSTRUCTION_PATH_LOCAL:
		check(operand_a < code->local_count);
		break;
	case INSTRUCTION_GET_GLOBAL:
	case INSTRUCTION_SET_GLOBAL:
	case INSTRUCTION_ADD_GLOBAL:
	case INSTRUCTION_STEP_GLOBAL:
	case INSTRUCTION_PATH_GLOBAL:
		check(operand_a < limits->globals->count);
		break;
	case INSTRUCTION_CALL:
		check(operand_a < limits->commands->count);
		break;
	case INSTRUCTION_DEFINE:
	case INSTRUCTION_SPAWN:
	case INSTRUCTION_SERVE_SPAWN:
		check(operand_a < code->child_count);
		break;
	case INSTRUCTION_AWAIT:
	case INSTRUCTION_CATCH:
	case INSTRUCTION_JUMP:
	case INSTRUCTION_JUMP_FALSE:
	case INSTRUCTION_UNLESS_EQUAL:
	case INSTRUCTION_UNLESS_DIFFERENT:
	case INSTRUCTION_UNLESS_LESS:
	case INSTRUCTION_UNLESS_LESS_EQUAL:
	case INSTRUCTION_UNLESS_GREATER:
	case INSTRUCTION_UNLESS_GREATER_EQUAL:
	case INSTRUCTION_AND:
	case INSTRUCTION_OR:
	case INSTRUCTION_LOOP:
	case INSTRUCTION_COUNT:
	case INSTRUCTION_EACH:
	case INSTRUCTION_TRY_BEGIN:
	case INSTRUCTION_FINALLY_BEGIN:
	case INSTRUCTION_FAILS_BEGIN:
	case INSTRUCTION_STATEMENT:
		check(operand_a < code->length && starts[operand_a]);
		break;
	default:
		break;
	}
}

static void check_constant(const struct code *code, uint32_t at)
{
	if (instruction(code->words[at]) == INSTRUCTION_CATCH)
		check(code->words[at + 1] < code->constant_count);
	if (instruction(code->words[at]) == INSTRUCTION_AWAIT)
		check(code->words[at + 2] <= code->constant_count);
}

static void check_code(const struct limits *limits, const struct code *code)
{
	bool *starts = find_starts(code);
	for (uint32_t at = 0; at < code->length; at++) {
		check(code->offsets[at] <= limits->size);
		if (!starts[at])
			continue;
		check_operand(limits, code, at, starts);
		check_constant(code, at);
	}
	free(starts);
	check(code->parameter_count <= code->local_count && code->local_count <= code->stack);
	for (uint32_t i = 0; i < code->capture_count; i++)
		check(code->captures[i].to < code->local_count);
	for (uint32_t i = 0; i < code->child_count; i++)
		check_code(limits, code->children[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct symbols globals = {0}, commands = {0};
	struct limits limits = {&globals, &commands, size};
	struct source *source = source_new("fuzz", bytes_new(data, size), 1);
	struct code *code = NULL;
	struct error *error = NULL;
	struct buffer listing = {0};
	enum compile_status status = compile(source, &globals, &commands, &code, &error);
	check((status == COMPILE_DONE) == (code != NULL));
	check((status == COMPILE_DONE) == (error == NULL));
	if (code) {
		check_code(&limits, code);
		code_disassemble(code, &listing);
		check(listing.length > 0);
	}
	object_release(code);
	object_release(error);
	object_release(source);
	buffer_free(&listing);
	symbols_free(&globals);
	symbols_free(&commands);
	return 0;
}
