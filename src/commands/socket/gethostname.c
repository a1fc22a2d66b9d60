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
	int number = gethostname(name, sizeof(name)) < 0 ? errno : 0;
	name[sizeof(name) - 1] = '\0';
	struct value result = number ? VALUE_UNSET : value_bytes(bytes_text(name));
	if (call_wanted(call)) {
		struct event event = socket_event("gethostname", NULL, number ? -1 : 0, number);
		event.call.from = result;
		call_journal(call, NULL, &event);
	}
	if (number)
		return call_errno(call, "gethostname", number, NULL);
	return call_return(call, result);
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
