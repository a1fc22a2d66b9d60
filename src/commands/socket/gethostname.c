/*
 * gethostname: this machine's name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "handsh/socket.h"

static enum run gethostname_exec(struct call *call)
{
	char name[256]; /* HOST_NAME_MAX is 64 */
	struct answer answer = answer_of("gethostname", NULL, gethostname(name, sizeof(name)));
	name[sizeof(name) - 1] = '\0';
	if (!answer.number)
		answer_give(&answer, value_bytes(bytes_text(name)));
	return call_answered(call, &answer);
}

const struct command command_gethostname = {
	.name = "gethostname",
	.summary = "this machine's name",
	.result = "the name, as bytes",
	.calls = "gethostname(2)",
	.help = "resolve tells which addresses the name has, if it has any.",
	.python = "socket.gethostname()",
	.c = "char name[65];\ngethostname(name, sizeof name);",
	.example = "name = gethostname\nexpect (len $name) > 0\n",
	.exec = gethostname_exec,
};
