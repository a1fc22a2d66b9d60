/*
 * keyboard: the terminal, for a call that joins it to something else than the shell: what is typed is
 * the call's, what it writes comes straight to the screen, and the prompt and whatever else is shown
 * wait until it is given back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_KEYBOARD_H
#define HANDSH_KEYBOARD_H

#include "handsh/command.h"

struct keyboard; /* an object: who releases it gives the terminal back, as it was */

/* Does the call have one? Else it reads standard input, as everybody does. */
bool keyboard_is_there(struct call *call);
/* raw: each key comes at once, Ctrl-C too, and nothing is echoed; else lines, which the terminal edits.
 * NULL: call->error. */
struct keyboard *keyboard_take(struct call *call, bool raw);
/* Ctrl-] was typed. */
bool keyboard_left(const struct keyboard *keyboard);
/* What is typed, empty at its end (Ctrl-D, or Ctrl-]); otherwise as stream_read. */
enum run keyboard_read(struct call *call, struct keyboard *keyboard, struct bytes **bytes,
		       int *number);
/*
 * Writes some of it: RUN_DONE with *count, or *number. RUN_WAIT: parked; then it is called again with
 * the same bytes. Unless raw, all that is not printable is escaped, but for the ends of lines.
 */
enum run keyboard_write(struct call *call, struct keyboard *keyboard, const char *data,
			size_t length, size_t *count, int *number);

#endif
