/*
 * value: what holds for values of every type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/behaviours.h"

const char *value_type_name(enum value_type type)
{
	static const char names[][8] = {
		[TYPE_UNSET] = "unset", [TYPE_NIL] = "nil",         [TYPE_BOOL] = "bool",
		[TYPE_INT] = "int",     [TYPE_BYTES] = "bytes",     [TYPE_LIST] = "list",
		[TYPE_MAP] = "map",     [TYPE_ADDRESS] = "address", [TYPE_SOCKET] = "socket",
		[TYPE_TASK] = "task",   [TYPE_ERROR] = "error",     [TYPE_QUEUE] = "queue",
		[TYPE_HOST] = "host",   [TYPE_WIRE] = "wire",
	};
	return (size_t)type < sizeof(names) / sizeof(*names) ? names[type] : "unknown";
}

void object_destroy(struct object *object)
{
	object->behaviour->destroy(object);
}

bool object_field(const struct object *object, const struct bytes *name, struct value *result)
{
	const struct field *field = object->behaviour->fields;
	while (field && field->name && !bytes_is(name, field->name))
		field++;
	if (!field || !field->name)
		return false;
	*result = field->get(object);
	return true;
}

bool value_true(struct value value)
{
	switch (value.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		return false;
	case TYPE_BOOL:
		return value.boolean;
	case TYPE_INT:
		return value.integer != 0;
	case TYPE_BYTES:
		return value.bytes->length != 0;
	case TYPE_LIST:
		return value.list->count != 0;
	case TYPE_MAP:
		return value.map->entries != NULL;
	default:
		return true;
	}
}

bool value_equal(struct value a, struct value b)
{
	if (a.type != b.type)
		return false;
	switch (a.type) {
	case TYPE_UNSET:
	case TYPE_NIL:
		return true;
	case TYPE_BOOL:
		return a.boolean == b.boolean;
	case TYPE_INT:
		return a.integer == b.integer;
	default:
		if (a.object == b.object)
			return true;
		return a.object->behaviour == b.object->behaviour && a.object->behaviour->equal &&
		       a.object->behaviour->equal(a.object, b.object);
	}
}

unsigned value_depth(struct value value)
{
	return value.type == TYPE_LIST  ? value.list->depth
	       : value.type == TYPE_MAP ? value.map->depth
					: 0;
}

int value_compare(struct value a, struct value b)
{
	if (a.type == TYPE_INT && b.type == TYPE_INT)
		return (a.integer > b.integer) - (a.integer < b.integer);
	if (a.type == TYPE_BYTES && b.type == TYPE_BYTES)
		return bytes_compare(a.bytes, b.bytes);
	return 0;
}

void value_format(struct value value, struct buffer *buffer)
{
	switch (value.type) {
	case TYPE_UNSET:
		buffer_text(buffer, "unset");
		break;
	case TYPE_NIL:
		buffer_text(buffer, "nil");
		break;
	case TYPE_BOOL:
		buffer_text(buffer, value.boolean ? "true" : "false");
		break;
	case TYPE_INT:
		buffer_int(buffer, value.integer);
		break;
	default:
		if (value.object->behaviour->format)
			value.object->behaviour->format(value.object, buffer);
		else
			buffer_text(buffer, value_type_name(value.type));
	}
}

void value_literal(struct value value, struct buffer *buffer)
{
	if (value.type == TYPE_BYTES)
		literal_format(buffer, value.bytes->data, value.bytes->length);
	else
		value_format(value, buffer);
}
