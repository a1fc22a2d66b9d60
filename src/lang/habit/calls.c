/*
 * calls: finds the row of a call, see calls.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lang/habit/calls.h"

#include <string.h>

static unsigned count(const struct foreign *list)
{
	unsigned number = 0;
	for (; list; list = list->next)
		number++;
	return number;
}

/* socket.socket, urllib.parse.quote: a module of Python before the dot is no value. */
static bool is_module(const struct foreign *node)
{
	static const char *const modules[] = {
		"socket",    "time", "sys",     "os",     "select",   "threading", "console",
		"selectors", "ssl",  "hashlib", "hmac",   "struct",   "zlib",      "binascii",
		"base64",    "json", "JSON",    "re",     "urllib",   "random",    "secrets",
		"asyncio",   "int",  "bytes",   "Buffer", "datetime",
	};
	while (node->kind == FOREIGN_FIELD)
		node = node->a;
	for (size_t i = 0; i < sizeof(modules) / sizeof(*modules); i++)
		if (node->kind == FOREIGN_NAME && foreign_is(node, modules[i]))
			return true;
	return false;
}

/* 'big', or byteorder='big' */
static bool is_given(const struct foreign *list, const char *text)
{
	for (; list; list = list->next) {
		const struct foreign *value = list->kind == FOREIGN_NAMED ? list->a : list;
		if (value->kind == FOREIGN_TEXT && foreign_is(value, text))
			return true;
	}
	return false;
}

const struct habit_call *habit_call_find(const struct foreign *call)
{
	const struct foreign *function = call->a;
	if (function->kind != FOREIGN_NAME && function->kind != FOREIGN_FIELD)
		return NULL;
	const bool module = function->kind == FOREIGN_FIELD && is_module(function->a);
	const bool method = function->kind == FOREIGN_FIELD && !module;
	const unsigned given = count(call->b);
	for (const struct habit_call *row = habit_calls; row->name; row++)
		if ((row->way == CALL_METHOD) == method && (row->way != CALL_MODULE || module) &&
		    given >= row->least && given <= row->most && foreign_is(function, row->name) &&
		    (!row->given || is_given(call->b, row->given)))
			return row;
	return NULL;
}
