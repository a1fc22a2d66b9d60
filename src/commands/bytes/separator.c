/*
 * separator: see separator.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/separator.h"

const struct parameter separator_value[] = {
	{"SEPARATOR", &kind_bytes, .text = "what stands between the pieces"},
	{0},
};

bool separator_argument(struct call *call, const struct bytes **separator)
{
	struct value option = call_option_value(call, OPTION_SEPARATOR);
	struct value argument = call_argument(call, 1);
	*separator = NULL;
	if (option.type != TYPE_UNSET && argument.type != TYPE_UNSET) {
		call_fail(call, "USAGE", "there are two separators: one after -d is enough");
		return false;
	}
	if (option.type == TYPE_UNSET)
		option = argument;
	if (option.type != TYPE_UNSET)
		*separator = option.bytes;
	return true;
}
