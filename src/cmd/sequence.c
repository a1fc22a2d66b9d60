/*
 * sequence: see sequence.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/sequence.h"

static bool convert_sequence(struct call *call, const struct parameter *parameter,
			     struct value *value)
{
	return value->type == TYPE_LIST || kind_bytes.convert(call, parameter, value);
}

const struct kind kind_sequence = {.name = "bytes or a list", .convert = convert_sequence};
