/*
 * !cmd: hands the rest of the line to /bin/sh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/input.h"
#include "handsh/process.h"

#define LOOK (NANOSECONDS / 100) /* whether a terminal has taken what it was given */

/* A statement of its own on a terminal: the command has the terminal, so that less or vi work. */
static bool wants_terminal(const struct call *call)
{
	const struct shell *shell = call_shell(call);
	return call->manner & CALL_ALONE && !shell->json && isatty(STDIN_FILENO) &&
	       display_is_terminal(shell->display);
}

/* What is piped in, as bytes: a new reference, or NULL with call->error. */
static struct bytes *piped_bytes(struct call *call)
{
	struct value value = call_argument(call, 1);
	if (value.type == TYPE_BYTES)
		return object_retain(value.bytes);
	if (value.type == TYPE_INT)
		return bytes_format("%lld", (long long)value.integer);
	call_fail(call, "TYPE", "a command's standard input is bytes, not %s",
		  value_type_name(value.type));
	error_hint(call->error, "str gives a value's text: … | str | !…");
	return NULL;
}

/* What was shown before the program has the terminal stands before what it writes. */
static bool all_shown(struct display *display)
{
	display_flush(display);
	return !display_waiting(display, DISPLAY_OUTPUT) &&
	       !display_waiting(display, DISPLAY_ERROR);
}

static enum run shell_start(struct call *call)
{
	struct shell *shell = call_shell(call);
	if (!all_shown(shell->display) && wants_terminal(call))
		return call_look(call, LOOK);
	struct process_plan plan = {.captured = true, .descriptors = shell->descriptors};
	bool terminal = wants_terminal(call);
	if (call_given(call, 1)) {
		plan.source = PROCESS_INPUT_BYTES;
		plan.input = piped_bytes(call);
		if (!plan.input)
			return RUN_FAIL;
	} else if (terminal || !(shell->interactive || shell->script_input)) {
		/* Where the script itself is, or where the prompt reads, nothing may be taken. */
		plan.source = PROCESS_INPUT_INHERITED;
	}
	plan.captured = !terminal;
	const struct bytes *text = call_argument(call, 0).bytes;
	char *copy = memory_copy(text->data, text->length);
	plan.text = copy;
	if (terminal)
		input_lend(shell->input, true);
	const char *what;
	struct process *process = process_start(call, &plan, &what);
	int number = errno;
	free(copy);
	object_release(plan.input);
	if (!process) {
		if (terminal)
			input_lend(shell->input, false);
		return call_errno(call, what, number, "/bin/sh");
	}
	process->lent = terminal;
	call->state = &process->object;
	return call_pause(call);
}

static enum run shell_failed(struct call *call, const struct process *process)
{
	int status = process->status;
	if (process->overflow)
		return call_fail(call, "RANGE", "its output is longer than %zu bytes", BYTES_MAX);
	if (process->number)
		return call_errno(call, "read", process->number, "the command's output");
	if (!WIFSIGNALED(status))
		return call_fail(call, "EXIT", "the command ended with status %d",
				 WEXITSTATUS(status));
	const char *signal_name = name_of(&names_signals, WTERMSIG(status));
	if (!signal_name)
		return call_fail(call, "EXIT", "signal %d ended the command", WTERMSIG(status));
	return call_fail(call, "EXIT", "the command was ended by %s", signal_name);
}

static enum run shell_exec(struct call *call)
{
	if (!call->state)
		return shell_start(call);
	struct process *process = (struct process *)call->state;
	if (!process->ended)
		return call_pause(call);
	bool fine = !process->overflow && !process->number && WIFEXITED(process->status) &&
		    WEXITSTATUS(process->status) == 0;
	if (fine && process->captured)
		return call_return(call, value_bytes(bytes_from(&process->output)));
	if (fine)
		return call_return(call, VALUE_NIL);
	/* What a statement's own command has written is not lost because it ended badly. */
	if (call->manner & CALL_ALONE && process->output.length)
		call_print(call, process->output.data, process->output.length);
	return shell_failed(call, process);
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "the rest of the line"},
	{"INPUT", &kind_value, ARGUMENT_OPTIONAL, .text = "what is piped in"},
	{0},
};

const struct command command_program = {
	.name = "!",
	.summary = "hand the rest of the line to /bin/sh",
	.parameters = parameters,
	.flags = COMMAND_HIDDEN,
	.result = "what the command wrote to its standard output, as bytes",
	.help = "The rest of the line, to a } or ) that closes what is open, "
		"goes to /bin/sh -c as it stands. What is piped in is the command's standard "
		"input. A status other than 0 is the error EXIT. "
		"At the prompt a !cmd alone has the terminal to itself.",
	.python = "subprocess.run(text, shell=True, check=True, capture_output=True).stdout",
	.c = "FILE *f = popen(text, \"r\");",
	.example = "expect (!echo hello) == \"hello\\n\"\n",
	.exec = shell_exec,
};
