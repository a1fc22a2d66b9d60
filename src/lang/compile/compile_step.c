/*
 * compile_step: code for the steps of lessons and the mistakes before them.
 *
 * A step works out its condition and hands it to the command "step", which says whether to go on;
 * before it does not, it waits until something has happened. As long as the condition does not hold,
 * the mistakes are looked for as well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/compile/builder.h"

void compile_guarded(struct builder *builder, const struct node *block, bool noted)
{
	int height = builder->height;
	uint32_t begin = emit(builder, INSTRUCTION_TRY_BEGIN, 0, block->offset);
	builder->regions++;
	if (noted)
		compile_noted(builder, block, true);
	else
		compile_block(builder, block, true);
	region_end(builder, block->offset);
	uint32_t end = emit(builder, INSTRUCTION_JUMP, 0, block->offset);
	builder->height = height;
	patch(builder, begin);
	emit_effect(builder, 1); /* the error */
	if (noted)
		note_failure(builder, block->offset);
	emit(builder, INSTRUCTION_POP, 0, block->offset);
	emit(builder, INSTRUCTION_FALSE, 0, block->offset);
	patch(builder, end);
}

static void compile_learner(struct builder *builder, const struct node *block, bool noted)
{
	bool condition = builder->condition;
	builder->condition = true;
	compile_guarded(builder, block, noted);
	builder->condition = condition;
}

/* On the stack is whether the step's condition holds: then none of them is looked for. */
static void compile_mistakes(struct builder *builder, const struct node *step)
{
	uint32_t look = emit(builder, INSTRUCTION_JUMP_FALSE, 0, step->offset);
	uint32_t held = emit(builder, INSTRUCTION_JUMP, 0, step->offset);
	patch(builder, look);
	for (const struct node *mistake = builder->mistakes; mistake && mistake != step;
	     mistake = mistake->next) {
		if (mistake->kind != NODE_MISTAKE)
			continue;
		compile_learner(builder, mistake->b, false);
		compile_value(builder, mistake->a);
		emit_call(builder, "mistake", 2, CALL_BUILTIN, 0, mistake->offset);
		emit(builder, INSTRUCTION_POP, 0, mistake->offset);
	}
	patch(builder, held);
	builder->mistakes = NULL;
}

void compile_step(struct builder *builder, const struct node *node, bool want)
{
	compile_value(builder, node->a);
	uint32_t start = here(builder);
	compile_learner(builder, node->b, true);
	if (builder->mistakes) {
		emit(builder, INSTRUCTION_DUP, 0, node->offset);
		compile_mistakes(builder, node);
	}
	/* texts value: the command gets both, and both stay. */
	emit(builder, INSTRUCTION_ROTATE, 1, node->offset);
	emit(builder, INSTRUCTION_DUP, 0, node->offset);
	emit(builder, INSTRUCTION_ROTATE, 2, node->offset);
	emit(builder, INSTRUCTION_DUP, 0, node->offset);
	emit(builder, INSTRUCTION_ROTATE, 2, node->offset);
	emit_call(builder, "step", 2, CALL_BUILTIN, 0, node->offset);
	uint32_t again = emit_unless(builder, node->offset);
	emit(builder, INSTRUCTION_ROTATE, 1, node->offset);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	uint32_t end = emit(builder, INSTRUCTION_JUMP, 0, node->offset);
	emit_effect(builder, 1);
	patch(builder, again);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	emit(builder, INSTRUCTION_LOOP, start, node->offset);
	patch(builder, end);
	if (!want)
		emit(builder, INSTRUCTION_POP, 0, node->offset);
}

void mistakes_end(struct builder *builder, const struct node *outer)
{
	if (builder->mistakes)
		compile_fail(builder, builder->mistakes->offset,
			     "a mistake stands before the step in which it can be made");
	builder->mistakes = outer;
}
