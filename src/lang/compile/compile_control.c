/*
 * compile_control: code for the control forms. A region (try, timeout, a dot, serve, an expectation) is
 * what must be left in order when something jumps out of it: the machine keeps a stack of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "lang/compile/builder.h"

#include <stdlib.h>

static void compile_if(struct builder *builder, const struct node *node, bool want)
{
	uint32_t ends[NEST_MAX + 1];
	unsigned count = 0;
	int height = builder->height;
	for (;; node = node->c) {
		compile_value(builder, node->a);
		uint32_t next = emit_unless(builder, node->offset);
		compile_block(builder, node->b, want);
		if (node->c || want)
			ends[count++] = emit(builder, INSTRUCTION_JUMP, 0, node->offset);
		builder->height = height;
		patch(builder, next);
		if (!node->c || node->c->kind != NODE_IF)
			break;
	}
	if (node->c)
		compile_block(builder, node->c, want);
	else if (want)
		emit(builder, INSTRUCTION_NIL, 0, node->offset);
	while (count)
		patch(builder, ends[--count]);
}

static void loop_begin(struct builder *builder, struct loop *loop)
{
	*loop = (struct loop){.outer = builder->loop,
			      .start = here(builder),
			      .height = (unsigned)builder->height,
			      .regions = builder->regions};
	builder->loop = loop;
}

/* The jump back, and the place that breaks leave to. */
static void loop_end(struct builder *builder, struct loop *loop, uint32_t offset)
{
	emit(builder, INSTRUCTION_LOOP, loop->start, offset);
	builder->loop = loop->outer;
}

static void loop_breaks(struct builder *builder, struct loop *loop)
{
	for (uint32_t i = 0; i < loop->break_count; i++)
		patch(builder, loop->breaks[i]);
	free(loop->breaks);
}

static void compile_while(struct builder *builder, const struct node *node)
{
	struct loop loop;
	loop_begin(builder, &loop);
	compile_value(builder, node->a);
	uint32_t out = emit_unless(builder, node->offset);
	compile_block(builder, node->b, false);
	loop_end(builder, &loop, node->offset);
	patch(builder, out);
	loop_breaks(builder, &loop);
}

static void compile_loop(struct builder *builder, const struct node *node)
{
	struct loop loop;
	uint32_t out = 0;
	if (node->a) {
		compile_value(builder, node->a);
		emit(builder, INSTRUCTION_COUNT_CHECK, 0, node->a->offset);
	}
	loop_begin(builder, &loop);
	if (node->a)
		out = emit(builder, INSTRUCTION_COUNT, 0, node->offset);
	compile_block(builder, node->b, false);
	loop_end(builder, &loop, node->offset);
	loop_breaks(builder, &loop); /* a break finds the count on the stack, COUNT has popped it */
	if (node->a) {
		emit(builder, INSTRUCTION_POP, 0, node->offset);
		patch(builder, out);
	}
}

static void compile_for(struct builder *builder, const struct node *node)
{
	struct loop loop;
	unsigned count = node->text2 ? 2 : 1;
	compile_value(builder, node->a);
	emit(builder, INSTRUCTION_EACH_CHECK, 0, node->a->offset);
	loop_begin(builder, &loop);
	uint32_t out = emit_more(builder, INSTRUCTION_EACH, 0, count, 0, node->offset);
	emit_effect(builder, (int)count);
	if (node->text2)
		compile_store(builder, node->text2, node->offset);
	compile_store(builder, node->text, node->offset);
	compile_block(builder, node->b, false);
	loop_end(builder, &loop, node->offset);
	loop_breaks(builder, &loop);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	patch(builder, out);
}

/* The result is below what compile_for has on the stack, so a break leaves what was kept so far. */
static void compile_filter(struct builder *builder, const struct node *node, bool want)
{
	struct loop loop;
	struct inner first, second;
	const unsigned count = node->text2 ? 2 : 1;
	compile_value(builder, node->a);
	if (builder->noted == node)
		note_through(builder, node);
	emit(builder, INSTRUCTION_FILTER_BEGIN, 0, node->a->offset);
	inner_begin(builder, &first, node->text);
	if (node->text2)
		inner_begin(builder, &second, node->text2);
	emit_more(builder, INSTRUCTION_NAMES_BEGIN, first.local, count, 0, node->offset);
	builder->regions++;
	loop_begin(builder, &loop);
	uint32_t out = emit_more(builder, INSTRUCTION_EACH, 0, count, 0, node->offset);
	emit_effect(builder, (int)count);
	if (node->text2)
		emit(builder, INSTRUCTION_SET_LOCAL, second.local, node->offset);
	emit(builder, INSTRUCTION_SET_LOCAL, first.local, node->offset);
	if (builder->condition) /* an element that fails is none that it looks for */
		compile_guarded(builder, node->b, false);
	else
		compile_block(builder, node->b, true);
	emit(builder, INSTRUCTION_KEEP, 0, node->b->offset);
	loop_end(builder, &loop, node->offset);
	loop_breaks(builder, &loop);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	emit(builder, INSTRUCTION_POP, 0, node->offset);
	patch(builder, out);
	for (unsigned i = 0; i < count; i++)
		inner_end(builder);
	region_end(builder, node->offset);
	if (!want)
		emit(builder, INSTRUCTION_POP, 0, node->offset);
}

static void compile_jump_out(struct builder *builder, const struct node *node)
{
	struct loop *loop = builder->loop;
	int height = builder->height;
	unsigned regions = builder->regions;
	struct finally *finally = builder->finally;
	while (builder->regions > loop->regions)
		region_left(builder, node->offset);
	while (builder->height > (int)loop->height)
		emit(builder, INSTRUCTION_POP, 0, node->offset);
	if (node->kind == NODE_CONTINUE) {
		emit(builder, INSTRUCTION_LOOP, loop->start, node->offset);
	} else {
		loop->breaks = grow_array(loop->breaks, loop->break_count, &loop->break_capacity, 4,
					  sizeof(*loop->breaks));
		loop->breaks[loop->break_count++] =
			emit(builder, INSTRUCTION_JUMP, 0, node->offset);
	}
	builder->height = height;
	builder->regions = regions;
	builder->finally = finally;
}

static void compile_timeout(struct builder *builder, const struct node *node, bool want)
{
	compile_value(builder, node->a);
	emit(builder, INSTRUCTION_TIMEOUT_BEGIN, 0, node->offset);
	builder->regions++;
	compile_block(builder, node->b, want);
	region_end(builder, node->offset);
}

static void compile_serve(struct builder *builder, const struct node *node, bool want, bool top)
{
	if (node->b)
		compile_dot_begin(builder, node->b);
	emit(builder, INSTRUCTION_SERVE_BEGIN, 0, node->offset);
	builder->regions++;
	uint32_t start = here(builder);
	emit_call(builder, "accept", 0, CALL_SERVES | CALL_BUILTIN | (top ? CALL_SHOWN : 0), 0,
		  node->offset);
	struct code *code =
		compile_body(builder, CODE_TASK, "serve", node->c, node->a, SHOWS_NOTHING);
	code->place = node->offset;
	emit(builder, INSTRUCTION_SERVE_SPAWN, child(builder, code), node->offset);
	emit(builder, INSTRUCTION_LOOP, start, node->offset);
	builder->regions -= node->b ? 2 : 1; /* never reached: serve ends by being thrown out of */
	if (want)
		emit(builder, INSTRUCTION_NIL, 0, node->offset);
}

static bool compile_valueless(struct builder *builder, const struct node *node)
{
	switch (node->kind) {
	case NODE_WHILE:
		compile_while(builder, node);
		return true;
	case NODE_LOOP:
		compile_loop(builder, node);
		return true;
	case NODE_FOR:
		compile_for(builder, node);
		return true;
	case NODE_MISTAKE: /* the step after it looks for it */
		if (!builder->mistakes)
			builder->mistakes = node;
		return true;
	case NODE_BREAK:
	case NODE_CONTINUE:
		compile_jump_out(builder, node);
		return true;
	default:
		return compile_expectation(builder, node);
	}
}

bool compile_control(struct builder *builder, const struct node *node, bool want)
{
	bool top = builder->top;
	bool known = true;
	builder->top = top && node->kind == NODE_EXPECT;
	switch (node->kind) {
	case NODE_IF:
		compile_if(builder, node, want);
		break;
	case NODE_FILTER:
		compile_filter(builder, node, want);
		break;
	case NODE_TRY:
		compile_try(builder, node, want);
		break;
	case NODE_TIMEOUT:
		compile_timeout(builder, node, want);
		break;
	case NODE_SERVE:
		compile_serve(builder, node, want, top);
		break;
	case NODE_STEP:
		compile_step(builder, node, want);
		break;
	default:
		known = compile_valueless(builder, node);
		if (known && want)
			emit(builder, INSTRUCTION_NIL, 0, node->offset);
	}
	builder->top = top;
	return known;
}
