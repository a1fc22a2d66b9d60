/*
 * machine: its making and end, its variables and commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#include <stdlib.h>
#include <string.h>

/* The arguments stay as they stand. */
static bool bind_nothing(struct call *call, struct shape *shape)
{
	(void)call, (void)shape;
	return true;
}

struct machine *machine_new(const struct hooks *hooks, struct journal *journal, void *shell)
{
	struct machine *machine = memory_zeroed(1, sizeof(*machine));
	if (hooks)
		machine->hooks = *hooks;
	if (!machine->hooks.bind)
		machine->hooks.bind = bind_nothing;
	machine->journal = journal;
	machine->shell = shell;
	machine->outcome = OUTCOME_DONE;
	machine->ends_at = TIME_NEVER;
	if (!loop_open(machine)) {
		free(machine);
		return NULL;
	}
	machine->main = task_new(machine, NULL, NULL);
	machine->main->state = TASK_DONE;
	return machine;
}

static void end_all_tasks(struct machine *machine)
{
	struct task *task;
	uint32_t number = 0; /* holes below it are not looked through again */
	task_unwind_all(machine->main);
	while ((task = series_next(&machine->tasks, number))) {
		number = task->id;
		task_unwind_all(task);
		if (task->awaiting_event || task->held)
			call_leave(&task->call);
		value_release(task->result);
		task->result = value_error(error_new("ECANCELED", NULL, "the shell has ended"));
		task_end(task, TASK_CANCELED);
	}
	machine->urgent = machine->ready = machine->spent = (struct task_queue){0};
}

void shape_release(struct shape *shape)
{
	for (unsigned i = 0; shape->defaults && i < shape->fixed + shape->values; i++)
		value_release(shape->defaults[i]);
	free(shape->defaults);
	for (unsigned i = 0; i < FLAGS_KNOWN; i++)
		object_release(shape->flags[i].word);
	*shape = (struct shape){0};
}

static void shape_free(struct shape *shape)
{
	if (shape)
		shape_release(shape);
	free(shape);
}

static void release_main(struct task *main)
{
	objects_free(&main->current);
	task_go(main, NULL);
	object_release(main->code);
	free(main->stack);
	free(main->frames);
	free(main->regions);
	object_release(main);
}

void machine_free(struct machine *machine)
{
	end_all_tasks(machine);
	queues_empty(machine);
	results_drop(machine);
	refuse_clear(machine, TIME_NEVER); /* there may be tasks and queues in it */
	failure_forget(machine->main);
	for (uint32_t i = 0; i < machine->global_capacity; i++)
		value_release(machine->global_values[i]);
	free(machine->global_values);
	free(machine->outlooks);
	for (uint32_t i = 0; i < machine->cell_capacity; i++) {
		object_release(machine->cells[i].definition);
		shape_free(machine->cells[i].shape);
	}
	free(machine->cells);
	timer_clear(machine, &machine->main->timer);
	release_main(machine->main);
	refuse_free(machine);
	object_release(machine->arguments);
	symbols_free(&machine->globals);
	symbols_free(&machine->commands);
	series_free(&machine->tasks);
	queues_leave(machine);
	spares_free(machine);
	loop_close(machine);
	free(machine);
}

void *machine_shell(const struct machine *machine)
{
	return machine->shell;
}

struct journal *machine_journal(const struct machine *machine)
{
	return machine->journal;
}

struct task *machine_main(struct machine *machine)
{
	return machine->main;
}

void machine_settings(struct machine *machine, const struct settings *settings)
{
	machine->settings = *settings;
}

void machine_hurry(struct machine *machine)
{
	if (machine->ends_at == TIME_NEVER)
		machine->ends_at = clock_now() + FINALLY_TIME;
}

void machine_exit(struct machine *machine, int status)
{
	machine->exiting = true;
	machine->status = status;
	machine_hurry(machine);
	struct task *main = machine->main;
	if (main->state == TASK_DONE)
		return;
	if (main->ending == END_NOT)
		main->ending = END_EXIT;
	task_hurry(main);
}

int machine_status(const struct machine *machine)
{
	return machine->status;
}

bool machine_failed(const struct machine *machine)
{
	return machine->expectation_failed || machine->failed_tasks || machine->went_on;
}

struct census machine_census(const struct machine *machine)
{
	return (struct census){machine->tasks.live, machine->watch_count, machine->timer_count};
}

/* ---- variables and commands ---- */

/* Every interned name has its variable and its cell. */
static void grow_tables(struct machine *machine)
{
	if (machine->globals.count > machine->global_capacity) {
		uint32_t old = machine->global_capacity;
		machine->global_capacity = machine->globals.capacity;
		machine->global_values = memory_resize(
			machine->global_values, machine->global_capacity * sizeof(struct value));
		for (uint32_t i = old; i < machine->global_capacity; i++)
			machine->global_values[i] = VALUE_UNSET;
	}
	if (machine->commands.count > machine->cell_capacity) {
		uint32_t old = machine->cell_capacity;
		machine->cell_capacity = machine->commands.capacity;
		machine->cells =
			memory_resize(machine->cells, machine->cell_capacity * sizeof(struct cell));
		memset(machine->cells + old, 0,
		       (machine->cell_capacity - old) * sizeof(struct cell));
	}
}

enum compile_status machine_survey(struct machine *machine, struct source *source,
				   struct surveyor *surveyor, struct code **code,
				   struct error **error)
{
	enum compile_status status = compile_surveyed(source, surveyor, &machine->globals,
						      &machine->commands, code, error);
	grow_tables(machine);
	return status;
}

enum compile_status machine_compile(struct machine *machine, struct source *source,
				    struct code **code, struct error **error)
{
	return machine_survey(machine, source, NULL, code, error);
}

enum compile_status machine_compile_lesson(struct machine *machine, struct source *source,
					   struct code **code, struct error **error)
{
	enum compile_status status =
		compile_lesson(source, &machine->globals, &machine->commands, code, error);
	grow_tables(machine);
	return status;
}

enum compile_status machine_read(struct machine *machine, struct unit_reader *reader,
				 const char *text, size_t length, enum arrival arrival,
				 struct unit *unit)
{
	enum compile_status status = unit_read(reader, text, length, arrival, &machine->globals,
					       &machine->commands, unit);
	grow_tables(machine);
	return status;
}

void machine_command(struct machine *machine, const struct command *command)
{
	uint32_t index = symbol_intern(&machine->commands, command->name, strlen(command->name));
	grow_tables(machine);
	struct cell *cell = &machine->cells[index];
	cell->command = command;
	shape_free(cell->shape);
	cell->shape = NULL;
}

bool cell_prepare(struct machine *machine, uint32_t index)
{
	struct cell *cell = &machine->cells[index];
	if (!cell->command)
		return false;
	cell->shape = memory_zeroed(1, sizeof(*cell->shape));
	if (machine->hooks.shape)
		*cell->shape = machine->hooks.shape(cell->command);
	return true;
}

void machine_define(struct machine *machine, uint32_t command, struct code *code)
{
	struct cell *cell = &machine->cells[command];
	object_release(cell->definition);
	cell->definition = object_retain(code);
}

/* NULL: no such name; or one that a text has brought which is only being read, and has no cell yet. */
static const struct cell *find_cell(const struct machine *machine, const char *name)
{
	uint32_t index;
	if (!symbol_find(&machine->commands, name, &index) || index >= machine->cell_capacity)
		return NULL;
	return &machine->cells[index];
}

const struct command *machine_find(const struct machine *machine, const char *name)
{
	const struct cell *cell = find_cell(machine, name);
	return cell ? cell->command : NULL;
}

const struct code *machine_definition(const struct machine *machine, const char *name)
{
	const struct cell *cell = find_cell(machine, name);
	return cell ? cell->definition : NULL;
}

void machine_each_command(struct machine *machine,
			  void (*each)(void *context, const char *name,
				       const struct command *command),
			  void *context)
{
	for (uint32_t i = 0; i < machine->commands.count; i++) {
		const struct cell *cell = &machine->cells[i];
		if (cell->definition)
			each(context, machine->commands.names[i], NULL);
		else if (cell->command && !(cell->command->flags & COMMAND_HIDDEN))
			each(context, machine->commands.names[i], cell->command);
	}
}

struct value machine_global(const struct machine *machine, const char *name)
{
	uint32_t index;
	if (!symbol_find(&machine->globals, name, &index) || index >= machine->global_capacity)
		return VALUE_UNSET;
	return machine->global_values[index];
}

struct value machine_global_at(const struct machine *machine, uint32_t index)
{
	return machine->global_values[index];
}

const char *machine_global_name(const struct machine *machine, uint32_t index)
{
	return machine->globals.names[index];
}

void machine_set_global(struct machine *machine, const char *name, struct value value)
{
	uint32_t index = symbol_intern(&machine->globals, name, strlen(name));
	grow_tables(machine);
	value_release(machine->global_values[index]);
	machine->global_values[index] = value;
	global_changed(machine, index);
}

void machine_arguments(struct machine *machine, struct list *arguments)
{
	object_release(machine->arguments);
	machine->arguments = arguments;
	machine_set_global(machine, "args", value_object(TYPE_LIST, object_retain(arguments)));
}

void machine_each_global(struct machine *machine,
			 void (*each)(void *context, const char *name, struct value value),
			 void *context)
{
	for (uint32_t i = 0; i < machine->globals.count; i++)
		if (machine->global_values[i].type != TYPE_UNSET)
			each(context, machine->globals.names[i], machine->global_values[i]);
}
