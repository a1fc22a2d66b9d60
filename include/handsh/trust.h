/*
 * trust: files that nobody but the user can have put there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TRUST_H
#define HANDSH_TRUST_H

#include "handsh/base.h"

/*
 * Looks at the file of an absolute path, through symbolic links, and at the folders on the way to
 * it. False: somebody else, the superuser aside, could have written it, and *why says how; or it
 * cannot be looked at, with errno, and nothing in *why.
 */
bool file_trusted(const char *path, struct buffer *why);
/* The same of the folders alone. */
bool folders_trusted(const char *path, struct buffer *why);

#endif
