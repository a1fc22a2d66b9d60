/*
 * compile_try: code for try, catch and finally.
 *
 * The block of finally stands once, after the code that it belongs to. Whatever leaves that code
 * gets there: its end and the jumps out of it by FINALLY, which comes back to the next instruction;
 * errors, deadlines and returns because the machine finds its region on their way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

#include <stdlib.h>

void region_left(struct builder *builder, uint32_t offset)
{
	struct finally *finally = builder->finally;
	if (!finally || finally->region != builder->regions) {
		region_end(builder, offset);
		return;
	}
	emit(builder, INSTRUCTION_FINALLY, 0, offset);
	builder->regions--;
	builder->finally = finally->outer;
}

static struct value names_constant(const struct node *names)
{
	struct list *list = list_new(0);
	for (; names; names = names->next)
		list = list_append(list, value_bytes(bytes_new(names->text, names->length)));
	return value_object(TYPE_LIST, list);
}

/* The error is on the stack. */
static void compile_handler(struct builder *builder, const struct node *clause, bool want)
{
	if (clause->text)
		compile_store(builder, clause->text, clause->offset);
	else
		emit(builder, INSTRUCTION_POP, 0, clause->offset);
	compile_block(builder, clause->b, want);
}

/* Gives the jump to what comes after all clauses. */
static uint32_t compile_named(struct builder *builder, const struct node *clause, bool want)
{
	int height = builder->height;
	uint32_t names = constant(builder, names_constant(clause->a));
	uint32_t next = emit_more(builder, INSTRUCTION_CATCH, 0, names, 0, clause->offset);
	compile_handler(builder, clause, want);
	uint32_t end = emit(builder, INSTRUCTION_JUMP, 0, clause->offset);
	builder->height = height;
	patch(builder, next);
	return end;
}

/* An error that no clause takes is thrown again. */
static void compile_clauses(struct builder *builder, const struct node *clauses, bool want)
{
	unsigned count = 0;
	const struct node *clause = clauses->a;
	for (; clause && clause->a; clause = clause->next)
		count++;
	uint32_t *ends = memory_zeroed(count, sizeof(*ends));
	clause = clauses->a;
	for (unsigned i = 0; i < count; i++, clause = clause->next)
		ends[i] = compile_named(builder, clause, want);
	if (clause) {
		compile_handler(builder, clause, want);
	} else {
		emit(builder, INSTRUCTION_RAISE, 0, clauses->offset);
		emit_effect(builder, want);
	}
	while (count)
		patch(builder, ends[--count]);
	free(ends);
}

static void compile_caught(struct builder *builder, const struct node *node, bool want)
{
	int height = builder->height;
	uint32_t begin = emit(builder, INSTRUCTION_TRY_BEGIN, 0, node->offset);
	builder->regions++;
	compile_block(builder, node->a, want);
	region_end(builder, node->offset);
	uint32_t end = emit(builder, INSTRUCTION_JUMP, 0, node->offset);
	builder->height = height;
	patch(builder, begin);
	emit_effect(builder, 1); /* the error */
	if (node->b) {
		compile_clauses(builder, node->b, want);
	} else {
		emit(builder, INSTRUCTION_POP, 0, node->offset);
		if (want)
			emit(builder, INSTRUCTION_NIL, 0, node->offset);
	}
	patch(builder, end);
}

/* On the stack is how it goes on after the block, which counts as a region. */
static void compile_cleanup(struct builder *builder, const struct node *block)
{
	emit_effect(builder, 1);
	builder->regions++;
	compile_block(builder, block, false);
	builder->regions--;
	emit(builder, INSTRUCTION_FINALLY_END, 0, block->offset);
}

void compile_try(struct builder *builder, const struct node *node, bool want)
{
	if (!node->c) {
		compile_caught(builder, node, want);
		return;
	}
	uint32_t begin = emit(builder, INSTRUCTION_FINALLY_BEGIN, 0, node->offset);
	struct finally finally = {builder->finally, ++builder->regions};
	builder->finally = &finally;
	if (node->b)
		compile_caught(builder, node, want);
	else
		compile_block(builder, node->a, want);
	region_left(builder, node->offset);
	uint32_t end = emit(builder, INSTRUCTION_JUMP, 0, node->offset);
	patch(builder, begin);
	compile_cleanup(builder, node->c);
	patch(builder, end);
}
