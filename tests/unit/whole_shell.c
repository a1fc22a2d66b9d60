/*
 * whole_shell: see whole_shell.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "whole_shell.h"

#include <stdlib.h>

#include "handsh/command.h"
#include "handsh/library.h"

int whole_shell_open(void **state)
{
	struct shell *shell = memory_zeroed(1, sizeof(*shell));
	shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	shell->sockets = socket_table_new(shell->machine);
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			machine_command(shell->machine, *command);
	*state = shell;
	return 0;
}

int whole_shell_close(void **state)
{
	struct shell *shell = *state;
	socket_table_free(shell->sockets);
	machine_free(shell->machine);
	journal_free(&shell->journal);
	libraries_free(&shell->libraries);
	free(shell);
	return 0;
}
