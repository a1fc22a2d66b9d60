/*
 * !cmd: hands the rest of the line to /bin/sh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/program.h"

const struct command command_program = {
	.name = "!",
	.summary = "hand the rest of the line to /bin/sh",
	.parameters = program_parameters,
	.flags = COMMAND_HIDDEN | COMMAND_ON_HOST,
	.result =
		"what the command wrote to its standard output, as bytes, where a value is wanted",
	.errors = program_errors,
	.help = "The rest of the line, to a } or ) that closes what is open, "
		"goes to /bin/sh -c as it stands; otherwise it is as sh.",
	.python = "subprocess.run(text, shell=True, check=True, capture_output=True).stdout",
	.c = "FILE *f = popen(text, \"r\");",
	.example = "expect (!echo hello) == \"hello\\n\"\n",
	.exec = program_exec,
};
