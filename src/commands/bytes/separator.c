/*
 * separator: see separator.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/separator.h"

static const struct parameter separator_value = {"SEPARATOR", &kind_bytes, ARGUMENT_REQUIRED,
						 .text = "what stands between the pieces"};

const struct command_option separator_options[] = {
	{'d', NULL, &separator_value, "the separator, for use behind a pipe"},
	{0},
};

bool separator_argument(struct call *call, const struct bytes **separator)
{
	struct value option = call_option_value(call, 0);
	struct value argument = call_argument(call, 1);
	*separator = NULL;
	if (option.type != TYPE_UNSET && argument.type != TYPE_UNSET) {
		call_fail(call, "USAGE", "there are two separators: one behind -d is enough");
		return false;
	}
	if (option.type == TYPE_UNSET)
		option = argument;
	if (option.type != TYPE_UNSET)
		*separator = option.bytes;
	return true;
}
