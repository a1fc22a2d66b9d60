/*
 * process_tree: signals a process and what it has started: a shell that dies of a signal leaves its
 * children. They are no process group of their own, or a command that asks for a password on the
 * terminal would be stopped as one of the background.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_IO_PROCESS_TREE_H
#define HANDSH_CMD_IO_PROCESS_TREE_H

#include <sys/types.h>

void process_tree_signal(pid_t pid, int number);

#endif
