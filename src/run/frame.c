/*
 * frame: the callers of the code that a task runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <limits.h>

#include "handsh/grow.h"
#include "run/machine.h"

#define ARGUMENT_CUT 60 /* bytes of an argument in a message */

/* Which parameter has no argument, or which argument none. */
static void name_wrong(const struct task *task, const struct code *code, unsigned count,
		       struct error *error)
{
	if (count < code->required_count) {
		error_detail(error, ": %s is missing", code->locals[count]);
		return;
	}
	struct buffer text = {0};
	value_literal_cut(task->stack[task->top - count + code->parameter_count], &text,
			  ARGUMENT_CUT);
	error_detail(error, ": %s is too much", buffer_cstring(&text));
	buffer_free(&text);
}

/* How it is typed, and where it is defined; what was typed at a prompt has no place. */
static void hint_definition(const struct code *code, struct error *error)
{
	unsigned line, column;
	source_position(code->source, code->offsets[0], &line, &column);
	if (code->source->name)
		error_hint(error, "%s\nit is defined at %s:%u", code->synopsis, code->source->name,
			   line);
	else
		error_hint(error, "%s", code->synopsis);
}

static struct error *wrong_count(const struct task *task, const struct code *code, unsigned count)
{
	struct buffer text = {0};
	code_takes(code->required_count, code->rest ? UINT_MAX : code->parameter_count, count,
		   &text);
	struct error *error = error_new("USAGE", code->name, "%s", buffer_cstring(&text));
	buffer_free(&text);
	name_wrong(task, code, count, error);
	hint_definition(code, error);
	return error;
}

/* Those beyond the other parameters become the list that is the last one; gives their number. */
static unsigned gather_rest(struct task *task, const struct code *code, unsigned count)
{
	const unsigned fixed = code->parameter_count - 1;
	const unsigned more = count > fixed ? count - fixed : 0;
	struct list *list = list_new(more);
	task->top -= more;
	for (unsigned i = 0; i < more; i++)
		list = list_append(list, task->stack[task->top + i]);
	task_reserve(task, code->parameter_count);
	for (count -= more; count < fixed; count++)
		task->stack[task->top++] = VALUE_UNSET;
	task->stack[task->top++] = value_object(TYPE_LIST, list);
	return code->parameter_count;
}

static bool count_fits(const struct code *code, unsigned count)
{
	return count >= code->required_count && (code->rest || count <= code->parameter_count);
}

/* The caller's code, pc and base go into a frame; the new code runs from its first word. */
static void frame_push(struct task *task, struct code *code, uint32_t base)
{
	task->frames = grow_array(task->frames, task->frame_count, &task->frame_capacity, 2,
				  sizeof(*task->frames));
	task->frames[task->frame_count++] =
		(struct frame){task->code, task->pc, task->base, task->statement};
	task->code = code;
	task->pc = code->words;
	task->base = base;
	task_reserve(task, base + code->stack - task->top);
	while (task->top < base + code->local_count)
		task->stack[task->top++] = VALUE_UNSET;
}

struct error *frame_enter(struct task *task, struct code *code, unsigned count)
{
	if (!count_fits(code, count))
		return wrong_count(task, code, count);
	if (task->frame_count >= FRAMES_MAX)
		return error_new("DEPTH", code->name, "calls nest deeper than %d", FRAMES_MAX);
	for (uint32_t i = task->top - count; i < task->top; i++)
		task->stack[i].flags = 0; /* an option only to built-in commands */
	if (code->rest)
		count = gather_rest(task, code, count);
	frame_push(task, object_retain(code), task->top - count);
	return NULL;
}

bool frame_leave(struct task *task)
{
	if (!task->frame_count)
		return false;
	struct frame *caller = &task->frames[--task->frame_count];
	object_release(task->code);
	task->code = caller->code;
	task->pc = caller->pc;
	task->base = caller->base;
	task->statement = caller->statement;
	return true;
}

struct error *frame_enter_code(struct task *task)
{
	struct call *call = &task->call;
	struct code *code = call->enter;
	task->in_call = false;
	call_end(call);
	task_truncate(task, (uint32_t)(call->arguments - task->stack));
	if (task->frame_count >= FRAMES_MAX) {
		object_release(code);
		return error_new("DEPTH", NULL, "calls nest deeper than %d", FRAMES_MAX);
	}
	frame_push(task, code, task->top);
	return NULL;
}

bool frame_return(struct task *task, struct value value)
{
	task->call.command = NULL;
	if (task->region_count && task->regions[task->region_count - 1].frame == task->frame_count)
		return task_depart(task, (struct departure){DEPART_RETURN, 0}, value);
	return frame_result(task, value);
}

bool frame_result(struct task *task, struct value value)
{
	task_truncate(task, task->base);
	if (!frame_leave(task)) {
		task_finish(task, value);
		return false;
	}
	task->stack[task->top++] = value;
	return true;
}
