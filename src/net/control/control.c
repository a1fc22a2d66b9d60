/*
 * control: control data is read, and put together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/control.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/control/control_types.h"

/* ---- finding ---- */

static const struct option_level *const levels[] = {
	&control_socket, &control_ip,     &control_ipv6, &control_udp,
	&control_tcp,    &control_packet, NULL,
};

const struct socket_option *control_type_next(const struct socket_option *type)
{
	const struct option_level *const *level = levels;
	if (!type)
		return levels[0]->options;
	if (type[1].name)
		return type + 1;
	while (*level != type->level)
		level++;
	return level[1] ? level[1]->options : NULL;
}

const struct socket_option *control_type_of(int level, int number)
{
	const struct socket_option *type = NULL;
	while ((type = control_type_next(type)))
		if (type->level->number == level && type->number == number)
			break;
	return type;
}

const struct socket_option *control_type_at(int level, const char *name)
{
	const struct socket_option *type = NULL, *found = NULL;
	while ((type = control_type_next(type)))
		if (type->level->number == level &&
		    (strcasecmp(type->name, name) == 0 || strcasecmp(type->c_name, name) == 0) &&
		    (!found || type->access == OPTION_SETTABLE))
			found = type;
	return found;
}

/* ---- reading ---- */

bool control_brings_descriptors(const struct control_message *message)
{
	return message->type && message->type->type == &control_descriptors;
}

/* What its C type has at least; 0: any length will do. */
static size_t least_size(const struct socket_option *row)
{
	const struct option_type *type = row->type;
	if (type == &option_bytes || type == &option_text || type == &control_descriptors)
		return 0;
	return row->structure ? row->structure->size : type->size;
}

static struct value value_of(struct host *host, const struct socket_option *type, const char *data,
			     size_t length)
{
	struct buffer setting = {0};
	if (!type || length < least_size(type))
		return value_bytes(bytes_new(data, length));
	buffer_append(&setting, data, length);
	struct value value = socket_option_value(type, host, &setting);
	buffer_free(&setting);
	return value;
}

/* Where the message that begins at start has its data, and ends. False: there is none any more. */
static bool find_data(const char *data, size_t length, size_t start, size_t *end,
		      struct cmsghdr *header)
{
	if (start > length || length - start < sizeof(*header))
		return false;
	memcpy(header, data + start, sizeof(*header));
	if (header->cmsg_len < CMSG_LEN(0))
		return false;
	const size_t left = length - start;
	*end = start + (header->cmsg_len < left ? header->cmsg_len : left);
	return true;
}

struct control_list control_read(struct host *host, const char *data, size_t length)
{
	struct control_list list = {0};
	struct cmsghdr header;
	size_t start = 0, end;
	if (length)
		list.messages = memory_zeroed(length / sizeof(header) + 1, sizeof(*list.messages));
	for (; find_data(data, length, start, &end, &header); start = CMSG_ALIGN(end)) {
		const struct socket_option *type =
			control_type_of(header.cmsg_level, header.cmsg_type);
		list.messages[list.count++] = (struct control_message){
			.level = header.cmsg_level,
			.number = header.cmsg_type,
			.type = type,
			.value = value_of(host, type, data + start + CMSG_LEN(0),
					  end - start - CMSG_LEN(0)),
		};
	}
	return list;
}

void control_free(struct control_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		value_release(list->messages[i].value);
	free(list->messages);
	*list = (struct control_list){0};
}

/* ---- putting together ---- */

void control_append(struct buffer *control, int level, int number, const void *data, size_t length)
{
	const struct cmsghdr header = {
		.cmsg_len = CMSG_LEN(length), .cmsg_level = level, .cmsg_type = number};
	char *room = memset(buffer_reserve(control, CMSG_SPACE(length)), 0, CMSG_SPACE(length));
	memcpy(room, &header, sizeof(header));
	if (length)
		memcpy(room + CMSG_LEN(0), data, length);
	control->length += CMSG_SPACE(length);
}

static bool convert(const struct control_message *message, const struct handle *handle,
		    struct buffer *setting, struct error **error)
{
	const struct socket_option *type = message->type;
	const struct option_wish wish = {"sendmsg", type, handle, message->value, error};
	if (!type)
		return socket_option_convert_raw(message->value, "sendmsg", setting, error);
	if (type->access == OPTION_SETTABLE)
		return type->type->from_value(&wish, setting);
	*error = error_new("USAGE", "sendmsg", "%s only comes: it cannot be sent", type->c_name);
	if (control_brings_descriptors(message))
		error_hint(*error, "sendmsg --fd SOCKET sends a descriptor");
	return false;
}

bool control_append_value(struct buffer *control, const struct handle *handle,
			  const struct control_message *message, struct error **error)
{
	struct buffer setting = {0};
	bool good = convert(message, handle, &setting, error);
	if (good)
		control_append(control, message->level, message->number, setting.data,
			       setting.length);
	buffer_free(&setting);
	return good;
}
