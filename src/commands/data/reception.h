/*
 * reception: a receive under way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_RECEPTION_H
#define HANDSH_COMMANDS_DATA_RECEPTION_H

#include "handsh/socket.h"

/* One system call, what went in and what came out. */
struct reception {
	struct call *call;
	struct handle *handle;
	size_t wanted; /* bytes that the user wants */
	int flags;     /* the user's */
	bool stream, sender, patient;
	bool overdue;  /* the task has had its time, and there may be more */
	size_t size;   /* room that was offered */
	ssize_t count; /* the kernel's answer; of a datagram its whole length */
	size_t kept;   /* bytes that were kept when what is kept was taken alone; 0: it was not */
	struct bytes *data;
	struct sockaddr_storage from;
	socklen_t from_length;
	char note[64];
};

/*
 * 0 with data and count; errno, EAGAIN also where it must wait; EAGAIN with overdue where the task
 * has to give way.
 */
int reception_take(struct reception *reception);
/* Does a receive with these flags wait until all that it wants is there? */
bool reception_wants_all(const struct handle *handle, int flags);
bool stream_at_end(const struct handle *handle); /* has the peer closed its side? */

#endif
