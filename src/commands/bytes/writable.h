/*
 * writable: results that are made out of an argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_WRITABLE_H
#define HANDSH_COMMANDS_BYTES_WRITABLE_H

#include "handsh/command.h"

/*
 * Argument i, bytes, as bytes that the caller may change and owns: the argument itself when nobody
 * else holds it (it came along a pipe), else a copy.
 */
static inline struct bytes *argument_writable(struct call *call, unsigned i)
{
	struct bytes *bytes = call->arguments[i].bytes;
	if (bytes->object.references > 1 || bytes->owner)
		return bytes_new(bytes->data, bytes->length);
	call->arguments[i] = VALUE_UNSET;
	return bytes;
}

#endif
