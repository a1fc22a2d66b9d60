/*
 * info_screen: what info shows on one screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LOOK_INFO_SCREEN_H
#define HANDSH_COMMANDS_LOOK_INFO_SCREEN_H

#include "handsh/socket.h"

/* Of an open socket, a line a subject. */
void info_screen(const struct handle *handle, struct buffer *text);

#endif
