/*
 * history: what was typed, kept across sessions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_HISTORY_H
#define HANDSH_UI_HISTORY_H

#include <stddef.h>

#include "handsh/ui.h"

/*
 * Reads the latest entries of the file into readline's list; gives its path (the caller frees), or
 * NULL when there can be none: then the session has a history of its own. Others must not be able
 * to read it, nor to choose which file it is: it is mended or refused, and that is said.
 */
char *history_open(struct shell *shell);
/* One unit, which may have several lines; the last newline is left out. path may be NULL. */
void history_keep(const char *path, const char *text, size_t length);

#endif
