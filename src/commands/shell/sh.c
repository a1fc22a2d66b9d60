/*
 * sh: hands a text to /bin/sh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/program.h"

const struct command command_sh = {
	.name = "sh",
	.summary = "run a text by /bin/sh",
	.parameters = program_parameters,
	.flags = COMMAND_ON_HOST,
	.result =
		"what the program wrote to its standard output, as bytes, where a value is wanted",
	.calls = "vfork(2), execve(2), waitpid(2)",
	.errors = program_errors,
	.help = "Where its value is wanted (after =, in ( ), before a pipe) that is the output. "
		"As a statement the program has the terminal to itself, so that an editor or a pager "
		"works; without a terminal it writes straight to standard output. "
		"In a task its input is empty, and its output appears line by line. "
		"Other tasks go on while it runs; what they show waits while it has the terminal.\n"
		"What is piped in is its standard input. $env is its environment: env.X = 5 "
		"puts a variable into it, env = $env - [X] takes one away. "
		"!cmd is the same for the rest of a line as it stands, in which nothing is replaced.\n"
		"On a host of the lab, after use a or as a.sh TEXT, the program is there: help host.",
	.python = "subprocess.run(text, shell=True, check=True)",
	.c = "int status = system(text);",
	.example = "word = 'hello'\n"
		   "expect (sh \"printf $word\") == 'hello'\n"
		   "expect error EXIT { sh 'exit 3' }\n",
	.exec = program_exec,
};
