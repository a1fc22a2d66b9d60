/*
 * state_file: files in which something is kept from one session to the next. Sessions side by side
 * share them, and nobody else reads them or chooses which file it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_STATE_FILE_H
#define HANDSH_STATE_FILE_H

#include <sys/stat.h>

#include "handsh/base.h"

/* The path of a file of handsh's in a directory of the XDG Base Directory Specification: that of
 * the variable, else fallback in $HOME; NULL when neither is there. The caller frees. */
char *xdg_path(const char *variable, const char *fallback, const char *file);
/* The same in that for state, whose folders are made. */
char *state_file_path(const char *file);

#define STATE_FILE_OTHERS (S_IRWXG | S_IRWXO) /* of a mode: those who have no business there */

/*
 * Opens it to read and to append, and makes it where there is none. The descriptor, for which other
 * sessions wait until it is closed; or -1, with *why where somebody else could have laid something
 * there, and nothing in *why where there simply can be no file.
 */
int state_file_open(const char *path, struct stat *status, struct buffer *why);
/* Puts a file of that text in the place of the one that is open. False with errno: it is as it was. */
bool state_file_replace(const char *path, const struct buffer *text);

#endif
