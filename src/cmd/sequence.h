/*
 * sequence: arguments that are bytes or a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_SEQUENCE_H
#define HANDSH_CMD_SEQUENCE_H

#include "handsh/cmd.h"

extern const struct kind kind_sequence; /* a list as it is, otherwise as kind_bytes */

#endif
