/*
 * trial: a machine with the commands that make values of values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trial.h"

#include <string.h>

#include "handsh/command.h"
#include "target.h"

/* What these make is as large as a number says; or they call others. */
static bool is_left_out(const char *name)
{
	static const char *const names[] = {"random", "repeat", "pack", "apply"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_wanted(const struct chapter *chapter, const struct command *command)
{
	return strcmp(chapter->name, "bytes") == 0 || strcmp(chapter->name, "value") == 0 ||
	       strcmp(command->name, "apply") == 0;
}

static struct machine *the_machine(void)
{
	static struct shell shell;
	if (shell.machine)
		return shell.machine;
	shell.machine = machine_new(&shell_hooks, &shell.journal, &shell);
	shell.sockets = socket_table_new(shell.machine);
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++) {
		for (const struct command *const *entry = chapter->commands; *entry; entry++)
			if (is_wanted(chapter, *entry))
				machine_command(shell.machine, *entry);
	}
	return shell.machine;
}

bool trial_knows(const char *name)
{
	return !is_left_out(name) && machine_find(the_machine(), name);
}

struct value trial_run_text(const struct trial *trial, const char *text)
{
	static const char *const names[TRIAL_MOST] = {"a", "b", "c", "d"};
	struct machine *machine = the_machine();
	struct code *code;
	struct error *error;
	struct value result = VALUE_UNSET;
	for (unsigned i = 0; i < trial->count; i++)
		machine_set_global(machine, names[i], value_retain(trial->arguments[i]));
	struct source *source = source_new("fuzz", bytes_format("result = %s", text), 1);
	check(machine_compile(machine, source, &code, &error) == COMPILE_DONE);
	if (machine_run(machine, code) == OUTCOME_DONE)
		result = value_retain(machine_global(machine, "result"));
	object_release(code);
	object_release(source);
	return result;
}

struct value trial_run(const struct trial *trial)
{
	static const char *const places[] = {"", " $a", " $a $b", " $a $b $c", " $a $b $c $d"};
	struct buffer text = {0};
	buffer_format(&text, "%s%s", trial->name, places[trial->count]);
	struct value result = trial_run_text(trial, buffer_cstring(&text));
	buffer_free(&text);
	return result;
}
