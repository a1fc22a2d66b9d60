/*
 * envelope: see envelope.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/envelope.h"

#include <stdlib.h>
#include <unistd.h>

#include "handsh/remark.h"

ssize_t envelope_receive(struct reception *reception, char *room, int flags)
{
	struct envelope *envelope = reception->envelope;
	struct iovec vector = {room, reception->size};
	struct msghdr header = {
		.msg_name = &reception->from,
		.msg_namelen = sizeof(reception->from),
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = envelope->control,
		.msg_controllen = envelope->room,
	};
	/* Nothing else brings descriptors, and a packet socket refuses the flag. */
	if (reception->handle->family == AF_UNIX)
		flags |= MSG_CMSG_CLOEXEC;
	ssize_t count = TEMP_FAILURE_RETRY(recvmsg(reception->handle->watch.fd, &header, flags));
	if (count < 0)
		return count;
	reception->from_length = header.msg_namelen;
	envelope->length = header.msg_controllen;
	envelope->flags = header.msg_flags & ~MSG_CMSG_CLOEXEC;
	return count;
}

/* ---- descriptors ---- */

static void enter(struct reception *reception, int fd)
{
	struct call *call = reception->call;
	struct envelope *envelope = reception->envelope;
	struct handle *handle;
	int number = handle_arrive(call_shell(call)->sockets, fd, &handle);
	if (number) {
		envelope->refused = number;
		close(fd);
		return;
	}
	task_own(call_task(call), &handle->object);
	envelope->handles = list_append(envelope->handles, value_object(TYPE_SOCKET, handle));
}

void envelope_open(struct reception *reception)
{
	struct envelope *envelope = reception->envelope;
	envelope->messages =
		control_read(reception->handle->host, envelope->control, envelope->length);
	envelope->handles = list_new(0);
	for (size_t i = 0; i < envelope->messages.count; i++) {
		const struct control_message *message = &envelope->messages.messages[i];
		if (!control_brings_descriptors(message))
			continue;
		for (size_t j = 0; j < message->value.list->count; j++)
			enter(reception, (int)list_at(message->value.list, j).integer);
	}
}

static void close_dropped(struct call *call, const struct list *handles)
{
	struct buffer text = {0};
	for (size_t i = 0; i < handles->count; i++)
		handle_close((struct handle *)list_at(handles, i).object);
	buffer_format(&text, "%zu descriptor%s came that nobody takes: closed", handles->count,
		      handles->count == 1 ? "" : "s");
	call_remark(call, buffer_cstring(&text));
	buffer_free(&text);
}

void envelope_drop(const struct reception *reception)
{
	const struct envelope *envelope = reception->envelope;
	struct call *call = reception->call;
	struct buffer text = {0};
	if (envelope->refused) {
		buffer_format(&text, "a descriptor came that could not be used: closed (%s)",
			      error_name(envelope->refused));
		call_remark(call, buffer_cstring(&text));
	}
	if (envelope->handles->count && !call_shown(call) && call_dropped(call))
		close_dropped(call, envelope->handles);
	buffer_free(&text);
}

void envelope_free(struct envelope *envelope)
{
	control_free(&envelope->messages);
	if (envelope->handles)
		object_release(envelope->handles);
}

/* ---- as a value ---- */

static struct value name_value(const char *name, int number)
{
	return name ? value_bytes(bytes_text(name)) : value_int(number);
}

static struct value message_value(const struct control_message *message)
{
	const struct socket_option *type = message->type;
	const char *level = type ? type->level->name : name_of(&names_levels, message->level);
	struct map *map = map_put_text(map_new(), "level", name_value(level, message->level));
	map = map_put_text(map, "type", name_value(type ? type->c_name : NULL, message->number));
	return value_object(TYPE_MAP, map_put_text(map, "value", value_retain(message->value)));
}

static struct value messages_value(const struct control_list *messages)
{
	struct list *list = list_new(messages->count);
	for (size_t i = 0; i < messages->count; i++)
		if (!control_brings_descriptors(&messages->messages[i]))
			list = list_append(list, message_value(&messages->messages[i]));
	return value_object(TYPE_LIST, list);
}

static struct value flags_value(int flags)
{
	struct list *list = list_new(0);
	for (unsigned left = (unsigned)flags; left; left &= left - 1) {
		const int flag = (int)(left & -left);
		list = list_append(list, name_value(name_of(&names_messages, flag), flag));
	}
	return value_object(TYPE_LIST, list);
}

struct value envelope_value(const struct reception *reception, struct value from)
{
	const struct envelope *envelope = reception->envelope;
	struct map *map = map_put_text(map_new(), "data", value_bytes(reception->data));
	map = map_put_text(map, "from", from);
	map = map_put_text(map, "flags", flags_value(envelope->flags));
	map = map_put_text(map, "fds", value_object(TYPE_LIST, object_retain(envelope->handles)));
	return value_object(TYPE_MAP,
			    map_put_text(map, "control", messages_value(&envelope->messages)));
}

/* ---- as a call line shows it ---- */

static void note(struct buffer *note, const char *text)
{
	buffer_text(note, note->length ? "; " : "");
	buffer_text(note, text);
}

void envelope_note(const struct reception *reception, struct buffer *text)
{
	const struct envelope *envelope = reception->envelope;
	struct buffer name = {0};
	if (envelope->flags & MSG_TRUNC && !text->length)
		note(text, "cut short: the rest of the data was lost");
	if (envelope->flags & MSG_CTRUNC)
		note(text, "control data was cut short");
	for (size_t i = 0; i < envelope->handles->count; i++) {
		if (!i)
			note(text, "with");
		buffer_byte(text, ' ');
		buffer_text(text,
			    handle_name((const struct handle *)list_at(envelope->handles, i).object,
					&name));
	}
	buffer_free(&name);
}

#define PARTS 4 /* of a message, its end included */

struct event_argument *control_arguments(const struct control_list *list)
{
	struct event_argument *arguments =
		memory_zeroed(list->count * (1 + PARTS) + 1, sizeof(*arguments));
	struct event_argument *part = arguments + list->count + 1;
	for (size_t i = 0; i < list->count; i++, part += PARTS) {
		const struct control_message *message = &list->messages[i];
		arguments[i] = argument_struct(part);
		part[0] = message->type ? argument_constant(message->type->level->name)
					: argument_named(&names_levels, message->level);
		part[1] = message->type ? argument_constant(message->type->c_name)
					: argument_int(message->number);
		part[2] = argument_value(message->value);
	}
	return arguments;
}
