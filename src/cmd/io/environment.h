/*
 * environment: what programs are given of $env, environ(7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_ENVIRONMENT_H
#define HANDSH_CMD_IO_ENVIRONMENT_H

#include "handsh/call.h"

/* NAME=VALUE for each, NULL at the end: for environment_free. NULL with call->error. */
char **environment_of(struct call *call);
void environment_free(char **environment);

#endif
