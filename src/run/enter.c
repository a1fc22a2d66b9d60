/*
 * enter: calls of commands, frames, new tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>
#include <string.h>

static void offer_command(void *nearest, const char *name, const struct command *command)
{
	(void)command;
	nearest_offer(nearest, name);
}

struct error *error_unknown(struct machine *machine, uint32_t command, const struct value *first,
			    unsigned count)
{
	const char *name = machine->commands.names[command];
	struct buffer text = {0};
	literal_format(&text, name, strlen(name));
	struct error *error = error_new("UNKNOWN", NULL, "there is no command %.*s",
					(int)(text.length - 2), text.data + 1);
	text.length = 0;
	char *argument = count && first->type == TYPE_BYTES
				 ? memory_copy(first->bytes->data, first->bytes->length)
				 : NULL;
	struct buffer rest = {0};
	for (unsigned i = 1; i < count && rest.length < 200; i++) {
		if (i > 1)
			buffer_byte(&rest, ' ');
		value_literal_cut(first[i], &rest, 200);
	}
	if (!rest.length)
		buffer_text(&rest, "…");
	if (!habit_hint(name, argument, buffer_cstring(&rest), &text)) {
		struct nearest nearest = {.wanted = name};
		machine_each_command(machine, offer_command, &nearest);
		for (unsigned i = 0; language_word(i).text; i++)
			if (language_word(i).reserved)
				nearest_offer(&nearest, language_word(i).text);
		nearest_format(&nearest, &text);
		if (machine_global(machine, name).type != TYPE_UNSET) {
			text.length = 0;
			buffer_format(&text, "%s is a variable: $%s is its value", name, name);
		} else if (!text.length) {
			buffer_format(&text, "'help' lists the commands; !%s runs a program", name);
		}
	}
	error_hint(error, "%s", buffer_cstring(&text));
	free(argument);
	buffer_free(&rest);
	buffer_free(&text);
	return error;
}

static struct error *wrong_count(const struct code *code, unsigned count)
{
	struct error *error =
		error_new("USAGE", code->name, "it takes %u argument%s, not %u",
			  code->parameter_count, code->parameter_count == 1 ? "" : "s", count);
	struct buffer synopsis = {0};
	buffer_text(&synopsis, code->name);
	for (uint32_t i = 0; i < code->parameter_count; i++)
		buffer_format(&synopsis, " %s", code->locals[i]);
	error_hint(error, "%s", buffer_cstring(&synopsis));
	buffer_free(&synopsis);
	return error;
}

/* The caller's code, pc and base go into a frame; the new code runs from its first word. */
static void frame_push(struct task *task, struct code *code, uint32_t base)
{
	if (task->frame_count == task->frame_capacity) {
		task->frame_capacity = task->frame_capacity ? 2 * task->frame_capacity : 2;
		task->frames =
			memory_resize(task->frames, task->frame_capacity * sizeof(*task->frames));
	}
	task->frames[task->frame_count++] =
		(struct frame){task->code, task->pc, task->base, task->statement};
	task->code = code;
	task->pc = code->words;
	task->base = base;
	task_reserve(task, base + code->stack - task->top);
	while (task->top < base + code->local_count)
		task->stack[task->top++] = VALUE_UNSET;
}

struct error *enter_definition(struct task *task, struct code *code, unsigned count)
{
	if (count != code->parameter_count)
		return wrong_count(code, count);
	if (task->frame_count >= FRAMES_MAX)
		return error_new("DEPTH", code->name, "calls nest deeper than %d", FRAMES_MAX);
	for (uint32_t i = task->top - count; i < task->top; i++)
		task->stack[i].flags = 0; /* an option only to built-in commands */
	frame_push(task, object_retain(code), task->top - count);
	return NULL;
}

void enter_code(struct task *task, struct code *code)
{
	frame_push(task, code, task->top);
}

bool leave_frame(struct task *task)
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

/* False: the arguments do not fit, call->error says why. They are on the stack either way. */
bool call_begin(struct task *task, const struct command *command, unsigned count,
		const struct shape *shape)
{
	struct call *call = &task->call;
	task_reserve(task, (count < shape->fixed ? shape->fixed - count : 0u) + shape->values);
	call->command = command;
	call->arguments = task->stack + task->top - count;
	call->count = call->values = (uint16_t)count;
	call->phase = 0;
	call->options = 0;
	call->journaled = call->timed_out = call->waited = false;
	call->subject = call->state = NULL;
	call->done = 0;
	call->began = 0;
	call->until = task->wait_deadline = TIME_NEVER;
	call->result = VALUE_NIL;
	task->in_call = true;
	bool bound = task->machine->hooks.bind(call, shape);
	task->top = (uint32_t)(call->arguments - task->stack) + call->values;
	return bound;
}

/* An error that has a place already is another's, which this call has only passed on. */
struct error *call_explained(struct call *call)
{
	struct machine *machine = task_of(call)->machine;
	if (machine->hooks.explain && !call->error->source)
		machine->hooks.explain(call);
	return call->error;
}

/* A new task; the caller has a reference of its own. */
struct task *spawn(struct task *starter, struct code *code)
{
	struct machine *machine = starter->machine;
	struct task *task = task_new(machine, starter, code);
	for (uint32_t i = 0; i < code->capture_count; i++) {
		const struct capture *capture = &code->captures[i];
		struct value value = VALUE_UNSET;
		if (capture->from != CAPTURE_GLOBAL)
			value = starter->stack[starter->base + capture->local];
		if (capture->from == CAPTURE_GLOBAL ||
		    (capture->from == CAPTURE_EITHER && value.type == TYPE_UNSET))
			value = machine->global_values[capture->global];
		task->stack[capture->to] = value_retain(value);
	}
	struct object *current = task_current(starter);
	if (current)
		current_push(task, current);
	task_ready(task);
	return object_retain(task);
}
