/*
 * host_check: what a lab needs of the system, each thing done once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_HOST_CHECK_H
#define HANDSH_COMMANDS_HOST_CHECK_H

#include "handsh/command.h"

enum run host_check(struct call *call); /* host --check: shows each, the last is the error */

#endif
