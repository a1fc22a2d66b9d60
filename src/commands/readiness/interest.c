/*
 * interest: what an epoll looks at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/readiness/interest.h"

#include <stdlib.h>

static void destroy(struct object *object)
{
	struct interests *interests = (struct interests *)object;
	struct interest *interest, *next;
	HASH_ITER(hh, interests->first, interest, next)
	{
		HASH_DEL(interests->first, interest);
		object_release(interest->handle);
		free(interest);
	}
	free(interests);
}

/* A companion that is a program would be waited for at close. */
static bool alive(const struct object *object)
{
	(void)object;
	return false;
}

static const struct behaviour interests_behaviour = {.destroy = destroy, .alive = alive};

struct interests *interests_new(void)
{
	struct interests *interests = memory_zeroed(1, sizeof(*interests));
	interests->object = (struct object){&interests_behaviour, 1};
	return interests;
}

struct interests *interests_of(const struct handle *handle)
{
	struct object *companion = handle->shared->companion;
	return companion && companion->behaviour == &interests_behaviour
		       ? (struct interests *)companion
		       : NULL;
}

struct interest *interest_find(struct interests *interests, int fd)
{
	struct interest *interest;
	HASH_FIND_INT(interests->first, &fd, interest);
	return interest;
}

void interest_set(struct interests *interests, struct handle *handle, uint32_t events)
{
	int fd = handle->watch.fd;
	struct interest *interest = interest_find(interests, fd);
	if (!interest) {
		interest = memory_zeroed(1, sizeof(*interest));
		interest->fd = fd;
		HASH_ADD_INT(interests->first, fd, interest);
	}
	interest->events = events;
	object_retain(handle);
	object_release(interest->handle); /* of a closed one that had the number before */
	interest->handle = handle;
}

void interest_remove(struct interests *interests, int fd)
{
	struct interest *interest = interest_find(interests, fd);
	if (!interest)
		return;
	HASH_DEL(interests->first, interest);
	object_release(interest->handle);
	free(interest);
}

struct value epoll_events_value(uint32_t events)
{
	struct list *list = list_new(2);
	for (size_t i = 0; i < names_epolls.count; i++) {
		if (!(events & (uint32_t)names_epolls.list[i].number))
			continue;
		struct bytes *word = bytes_text(names_epolls.list[i].text + sizeof("EPOLL") - 1);
		for (size_t letter = 0; letter < word->length; letter++)
			word->data[letter] |= 0x20;
		list = list_append(list, value_bytes(word));
	}
	return value_object(TYPE_LIST, list);
}

struct handle *epoll_argument(struct call *call, unsigned i)
{
	struct buffer name = {0};
	struct handle *handle = (struct handle *)call_argument(call, i).object;
	if (handle_open(handle) && interests_of(handle))
		return handle;
	if (handle_open(handle))
		call_errno(call, call->command->name, EINVAL, "%s is no epoll",
			   handle_name(handle, &name));
	else
		call_errno(call, call->command->name, EBADF, "%s is closed",
			   handle_name(handle, &name));
	buffer_free(&name);
	return NULL;
}
