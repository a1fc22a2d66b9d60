/*
 * calls_kept: see calls_kept.h. Of more than there is room for the latest are kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/calls_kept.h"

#include <stdio.h>

#include "handsh/host.h"
#include "handsh/socket.h"

#define CALLS_MOST 10000
#define BYTES_MOST ((size_t)16 << 20)
#define PART 10 /* so many parts are let go of at once, so that each call costs little */

/* Where the socket was made; of a call on none, or on one that is closed by now, where its task is. */
static const struct host *host_of(const struct lesson *lesson, const struct event *event,
				  struct task *task)
{
	const struct event_socket *socket = &event->call.socket;
	char name[16];
	snprintf(name, sizeof(name), "%c%u", socket->letter, socket->number);
	const struct handle *handle =
		socket->letter ? socket_table_find(lesson->shell->sockets, name) : NULL;
	if (handle)
		return handle->host;
	return task ? task_host(task) : NULL;
}

static size_t data_bytes(struct value call)
{
	struct value data;
	if (!map_get(call.map, "data", strlen("data"), &data) || data.type != TYPE_BYTES)
		return 0;
	return data.bytes->length;
}

static void drop_oldest(struct lesson *lesson)
{
	const size_t count = lesson->calls->count, gone = count / PART + 1;
	for (size_t i = 0; i < gone; i++)
		lesson->call_bytes -= data_bytes(list_at(lesson->calls, i));
	lesson->calls = list_keep(lesson->calls, gone, count - gone, NULL);
}

void calls_keep(struct lesson *lesson, const struct event *event, struct task *task)
{
	struct value call = call_event_value(event);
	const char *host = host_name(host_of(lesson, event, task));
	call.map = map_put_text(call.map, "host", value_bytes(bytes_text(host)));
	lesson->call_bytes += data_bytes(call);
	lesson->calls = list_append(lesson->calls, call);
	while (lesson->calls->count > CALLS_MOST ||
	       (lesson->call_bytes > BYTES_MOST && lesson->calls->count > 1))
		drop_oldest(lesson);
}
