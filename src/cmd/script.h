/*
 * script: the text of a script file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_SCRIPT_H
#define HANDSH_CMD_SCRIPT_H

#include "handsh/base.h"

/*
 * The whole file, open(2), read(2); NULL with errno (EFBIG above BYTES_MAX). A file that could keep
 * its reader waiting, such as a FIFO, is refused with EINVAL unless patient.
 */
struct bytes *script_read(const char *path, bool patient);

#endif
