/*
 * ask: a line from the user, or from whoever feeds standard input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"
#include "handsh/input.h"

static enum run ask_exec(struct call *call)
{
	const struct bytes *question = call_given(call, 0) ? call_argument(call, 0).bytes : NULL;
	struct bytes *line;
	enum run run = question ? ask_line(call, question->data, question->length, &line)
				: ask_line(call, "", 0, &line);
	if (run != RUN_DONE)
		return run;
	return call_return(call, line ? value_bytes(line) : VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"PROMPT", &kind_bytes, ARGUMENT_OPTIONAL, .text = "what to show before the answer"},
	{0},
};

const struct command command_ask = {
	.name = "ask",
	.summary = "read one line from standard input",
	.parameters = parameters,
	.result = "the line without its newline, nil at the end of standard input",
	.calls = "read(2)",
	.help = "When the script itself stands on standard input, "
		"the answer is the line after the statement that asks. "
		"Other tasks go on while one waits for its answer. "
		"An empty line is false: while line = ask ends there, "
		"while (line = ask) != nil at the end of the input.",
	.python = "line = input('PROMPT')",
	.c = "getline(&line, &size, stdin);",
	.example = "name = ask 'Your name? '\nMary\nexpect $name == 'Mary'\n",
	.exec = ask_exec,
};
