/*
 * later: long work in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_LATER_H
#define HANDSH_CMD_LATER_H

#include "handsh/cmd.h"

/* Lets every other ready task run (and Ctrl-C and deadlines be seen); exec runs again then. */
static inline enum run call_later(struct call *call)
{
	enum run run = call_pause(call);
	call_wake(call);
	return run;
}

#endif
