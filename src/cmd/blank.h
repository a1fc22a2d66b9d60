/*
 * blank: what separates words in data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_BLANK_H
#define HANDSH_CMD_BLANK_H

#include <stdbool.h>

/* isspace(3) of the C locale, whatever the user's is */
static inline bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

#endif
