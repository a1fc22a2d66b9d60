/*
 * program_run: see handsh/program.h. A program whose output nobody takes, a statement's, writes straight to
 * standard output, and has the terminal where there is one. In a task, or where output is JSON, its
 * lines are shown as they come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/program.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/process.h"
#include "handsh/socket.h"

#define LOOK (NANOSECONDS / 100)     /* whether a terminal has taken what it was given */
#define LINE_MOST ((size_t)64 << 10) /* longer ones are shown in pieces */

const struct parameter program_parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "what /bin/sh is to run"},
	{"INPUT", &kind_value, ARGUMENT_OPTIONAL, .text = "what is piped in"},
	{0},
};

const struct command_error program_errors[] = {
	{"EXIT", "its status was not 0, or a signal has ended it"},
	{"RANGE", "its output is longer than a value can be, which is 1 GiB"},
	{0},
};

/* ---- how it runs ---- */

/* What is piped in, as bytes: a new reference, or NULL with call->error. */
static struct bytes *piped_bytes(struct call *call, struct value value)
{
	if (value.type == TYPE_BYTES)
		return object_retain(value.bytes);
	if (value.type == TYPE_INT)
		return bytes_format("%lld", (long long)value.integer);
	call_fail(call, "TYPE", "a program's standard input is bytes, not %s",
		  value_type_name(value.type));
	error_hint(call->error, "str gives a value's text: … | str | !…");
	return NULL;
}

static bool in_task(const struct call *call)
{
	return call_task(call) != machine_main(call_machine(call));
}

/* Its lines are shown by the shell itself. */
static bool shows_lines(const struct call *call)
{
	return call_dropped(call) && (in_task(call) || call_shell(call)->json);
}

static bool straight_out(const struct call *call)
{
	return call_dropped(call) && !shows_lines(call);
}

static bool wants_terminal(const struct call *call)
{
	return straight_out(call) && isatty(STDIN_FILENO);
}

static enum process_output output_of(const struct call *call)
{
	return straight_out(call) ? PROCESS_OUTPUT_INHERITED : PROCESS_OUTPUT_PIPE;
}

/* A task's errors must not be written into a line that is being typed. */
static enum process_error error_of(const struct call *call)
{
	const struct shell *shell = call_shell(call);
	if (!in_task(call))
		return PROCESS_ERROR_INHERITED;
	bool one = !shell->json && display_stream(shell->display, EVENT_ERROR) == DISPLAY_OUTPUT;
	if (one && shows_lines(call))
		return PROCESS_ERROR_OUTPUT;
	return isatty(STDERR_FILENO) ? PROCESS_ERROR_SHOWN : PROCESS_ERROR_INHERITED;
}

/* Where the script itself is, or where the prompt reads, nothing may be taken. */
static enum process_input input_of(const struct call *call, struct value input, bool terminal)
{
	const struct shell *shell = call_shell(call);
	if (input.type != TYPE_UNSET)
		return PROCESS_INPUT_BYTES;
	bool free = !shell->interactive && !shell->script_input && !in_task(call);
	return terminal || free ? PROCESS_INPUT_INHERITED : PROCESS_INPUT_NONE;
}

/* What was shown before the program writes stands before that. */
static bool all_shown(struct display *display)
{
	display_flush(display);
	return !display_waiting(display, DISPLAY_OUTPUT) &&
	       !display_waiting(display, DISPLAY_ERROR);
}

static enum run program_start(struct call *call, const struct bytes *text, struct value input)
{
	bool terminal = wants_terminal(call);
	struct process_plan plan = {
		.text = text,
		.host = call_host(call),
		.source = input_of(call, input, terminal),
		.output = output_of(call),
		.error = error_of(call),
		.terminal = terminal,
		.beside = in_task(call),
	};
	if (memchr(plan.text->data, '\0', plan.text->length))
		return call_fail(call, "RANGE",
				 "TEXT holds a NUL byte, where /bin/sh sees its end");
	if (straight_out(call) && !all_shown(call_shell(call)->display))
		return call_look(call, LOOK);
	if (plan.source == PROCESS_INPUT_BYTES && !(plan.input = piped_bytes(call, input)))
		return RUN_FAIL;
	struct process *process;
	enum run run = process_start(call, &plan, &process);
	object_release(plan.input);
	if (run != RUN_DONE)
		return run;
	call->state = &process->object;
	return process_wait(call, process);
}

/* ---- its end ---- */

/* The error has the status as sh has it in $?. */
static enum run ended_with(struct call *call, int status)
{
	const char *signal_name = NULL;
	if (WIFEXITED(status))
		call_fail(call, "EXIT", "the command ended with status %d", WEXITSTATUS(status));
	else if ((signal_name = name_of(&names_signals, WTERMSIG(status))))
		call_fail(call, "EXIT", "the command was ended by %s", signal_name);
	else
		call_fail(call, "EXIT", "signal %d ended the command", WTERMSIG(status));
	call->error->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return RUN_FAIL;
}

static enum run failed(struct call *call, const struct process *process)
{
	if (process->overflow)
		return call_fail(call, "RANGE", "its output is longer than %zu bytes", BYTES_MAX);
	if (process->number)
		return call_errno(call, "read", process->number, "the command's output");
	return ended_with(call, process->status);
}

/* Ctrl-C was for the program that had the terminal; but it means a script as well, sh(1). */
static bool was_interrupted(const struct call *call, const struct process *process)
{
	return wants_terminal(call) && !call_shell(call)->interactive &&
	       WIFSIGNALED(process->status) && WTERMSIG(process->status) == SIGINT;
}

static enum run finish(struct call *call, struct process *process)
{
	if (was_interrupted(call, process)) {
		kill(getpid(), SIGINT);
		return call_pause(call);
	}
	if (process->overflow || process->number || !WIFEXITED(process->status) ||
	    WEXITSTATUS(process->status))
		return failed(call, process);
	if (call_dropped(call))
		return call_return(call, VALUE_NIL);
	return call_return(call, value_bytes(bytes_from(&process->output)));
}

/* ---- its lines ---- */

/* Shows those that are whole, at the end what is left. False: nobody takes more of them now. */
static bool show_lines(struct call *call, struct process *process, bool end)
{
	const struct display *display = call_shell(call)->display;
	struct buffer *output = &process->output;
	const char *newline = output->length ? memrchr(output->data, '\n', output->length) : NULL;
	size_t length = newline ? (size_t)(newline - output->data) + 1 : 0;
	if (end || output->length >= LINE_MOST)
		length = output->length;
	call_print(call, output->data, length);
	output->length -= length;
	if (length)
		memmove(output->data, output->data + length, output->length);
	return !display_crowded(display, display_stream(display, EVENT_PRINT));
}

/* RUN_DONE: all of it has been read. */
static enum run take_output(struct call *call, struct process *process)
{
	bool lines = shows_lines(call);
	bool ended = process->ended; /* what it wrote is in the pipe by now */
	bool more = process_read(process, lines ? LINE_MOST : SIZE_MAX);
	bool room = !lines || show_lines(call, process, ended && !more);
	if (!room)
		return call_look(call, LOOK);
	if (more)
		return call_yield(call);
	return ended ? RUN_DONE : process_wait(call, process);
}

enum run program_run(struct call *call, const struct bytes *text, struct value input)
{
	if (!call->state)
		return program_start(call, text, input);
	struct process *process = (struct process *)call->state;
	enum run run = take_output(call, process);
	return run == RUN_DONE ? finish(call, process) : run;
}

enum run program_exec(struct call *call)
{
	return program_run(call, call_argument(call, 0).bytes, call_argument(call, 1));
}
