/*
 * get: what a value has under a key, if it has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/command.h"

/* As keys are bytes: a number as its digits. Takes nothing; NULL: it can be no key. */
static struct bytes *key_bytes(struct value key)
{
	if (key.type == TYPE_INT)
		return bytes_format("%lld", (long long)key.integer);
	return key.type == TYPE_BYTES ? object_retain(key.bytes) : NULL;
}

/* A key of a map, or a field. */
static bool named(struct value value, struct value key, struct value *found)
{
	struct bytes *name = key_bytes(key);
	bool known = false;
	if (name && value.type == TYPE_MAP) {
		known = map_get(value.map, name->data, name->length, found);
		*found = known ? value_retain(*found) : VALUE_NIL;
	} else if (name && value.type > TYPE_MAP) {
		known = object_field(value.object, name, found);
	}
	object_release(name);
	return known;
}

/* An element of a list or a byte; from the end when the number is negative. */
static bool numbered(struct value value, struct value key, struct value *found)
{
	int64_t place = key.integer;
	size_t count = value.type == TYPE_LIST ? value.list->count : value.bytes->length;
	if (key.type != TYPE_INT && (key.type != TYPE_BYTES || !bytes_to_int(key.bytes, &place)))
		return false;
	place += place < 0 ? (int64_t)count : 0;
	if (place < 0 || (size_t)place >= count)
		return false;
	*found = value.type == TYPE_LIST ? value_retain(list_at(value.list, (size_t)place))
					 : value_bytes(bytes_slice(value.bytes, (size_t)place, 1));
	return true;
}

static enum run get_exec(struct call *call)
{
	struct value value = call_argument(call, 0), key = call_argument(call, 1), found;
	bool by_number = value.type == TYPE_LIST || value.type == TYPE_BYTES;
	if (by_number ? numbered(value, key, &found) : named(value, key, &found))
		return call_return(call, found);
	return call_return(call,
			   call_given(call, 2) ? value_retain(call_argument(call, 2)) : VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"V", &kind_value, ARGUMENT_REQUIRED,
	 .text = "a map, a list or bytes; or a value with fields"},
	{"KEY", &kind_value, ARGUMENT_REQUIRED, .text = "a key or a field's name, or an index"},
	{"DEFAULT", &kind_value, ARGUMENT_OPTIONAL,
	 .text = "what it gives where there is none; nil when left out"},
	{0},
};

const struct command command_get = {
	.name = "get",
	.summary = "what a value has under a key, or else a default",
	.parameters = parameters,
	.result = "the element, the default, or nil",
	.help = "It never fails. $m.name and $l[0] are errors where there is no such element. "
		"A key may be given as a number, whose digits are meant.",
	.python = "m.get(key, default)",
	.example = "m = {name: 'Mary' '200': 'OK'}\n"
		   "expect (get $m name) == 'Mary'\n"
		   "expect (get $m 200) == 'OK'\n"
		   "expect (get $m age) == nil\n"
		   "expect (get $m age 0) == 0\n"
		   "expect (get [1 2 3] -1) == 3\n"
		   "expect (get [1 2 3] 5 none) == 'none'\n",
	.exec = get_exec,
};
