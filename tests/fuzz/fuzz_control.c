/*
 * fuzz_control: control data as recvmsg(2) gives it is read within its bounds, whatever stands in it
 * and wherever it was cut; and a value becomes control data, or is refused. The first byte chooses the
 * type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/control.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

#define CUTS 256 /* at most: what is longer is cut near its end alone */

/* They come in their order, again and again. */
static const struct socket_option *choose(unsigned number)
{
	const struct socket_option *type = control_type_next(NULL);
	for (; number; number--) {
		type = control_type_next(type);
		if (!type)
			type = control_type_next(NULL);
	}
	return type;
}

static void check_message(const struct control_message *message)
{
	struct buffer text = {0};
	check(!message->type || message->type->level->number == message->level);
	check(!control_brings_descriptors(message) || message->value.type == TYPE_LIST);
	value_literal(message->value, &text);
	check(text.length > 0);
	check_shown(text.data, text.length, true, "");
	buffer_free(&text);
}

/* In memory that is exactly as long. */
static void check_read(const char *data, size_t length)
{
	char *copy = memory_copy(data, length);
	char *exact = memory_resize(copy, length ? length : 1);
	struct control_list list = control_read(NULL, exact, length);
	check(list.count <= length / CMSG_LEN(0));
	for (size_t i = 0; i < list.count; i++)
		check_message(&list.messages[i]);
	control_free(&list);
	free(exact);
}

static void check_cut(const struct buffer *control)
{
	size_t start = control->length > CUTS ? control->length - CUTS : 0;
	for (size_t length = start; length <= control->length; length++)
		check_read(control->data, length);
}

static void check_value(const struct socket_option *type, struct value value)
{
	struct buffer control = {0};
	struct error *error = NULL;
	const struct control_message message = {
		.level = type->level->number, .number = type->number, .type = type, .value = value};
	bool good = control_append_value(&control, NULL, &message, &error);
	check(good == !error);
	check(good == (control.length > 0));
	if (good)
		check_cut(&control);
	object_release(error);
	buffer_free(&control);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	const struct socket_option *type = choose(take(&input));
	struct value value = take_value(&input);
	struct buffer control = {0};
	check_read((const char *)data, size);
	check_value(type, value);
	struct bytes *rest = take_rest(&input);
	control_append(&control, type->level->number, type->number, rest->data, rest->length);
	check_cut(&control);
	buffer_free(&control);
	object_release(rest);
	value_release(value);
	return 0;
}
