/*
 * reception: a receive under way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_RECEPTION_H
#define HANDSH_COMMANDS_DATA_RECEPTION_H

#include "handsh/socket.h"

#define RECEPTION_SMALL ((size_t)1 << 16) /* below, bytes are received on the stack and copied */
#define RECEPTION_LARGE                                                                            \
	((size_t)1 << 20) /* the most that one call takes; it may give less anyway */

/* One system call, what went in and what came out. */
struct reception {
	struct call *call;
	struct handle *handle;
	size_t wanted; /* bytes that the user wants */
	int flags;     /* the user's */
	bool stream, sender, patient;
	bool spared;   /* nothing was wanted of a stream that has nothing: the wait for it */
	bool overdue;  /* the task has had its time, and there may be more */
	size_t size;   /* room that was offered */
	ssize_t count; /* the kernel's answer; of a datagram its whole length */
	size_t kept;   /* bytes that were kept when what is kept was taken alone; 0: it was not */
	struct bytes *data;
	struct envelope *envelope; /* of recvmsg, envelope.h; NULL: only data and sender come */
	struct sockaddr_storage from;
	socklen_t from_length;
	char note[64];
};

/*
 * 0 with data and count; errno, EAGAIN also where it must wait; EAGAIN with overdue where the task
 * has to give way.
 */
int reception_take(struct reception *reception);
/* Nothing was wanted of a stream, and it has nothing: nobody need wait for that. */
void reception_spare(struct reception *reception);
/* Does a receive with these flags wait until all that it wants is there? */
bool reception_wants_all(const struct handle *handle, int flags);
/* Does it ask the kernel, which knows what stands beside the data, and not TLS? */
bool reception_is_direct(const struct reception *reception);
bool stream_at_end(const struct handle *handle); /* has the peer closed its side? */
/* What is no part of the stream, before which kept bytes could come. */
#define RECEPTION_APART (MSG_OOB | MSG_ERRQUEUE)
/*
 * Nobody can wait for urgent data or the queue of errors, nor receive where others accept: the kernel
 * answers at once.
 */
static inline bool reception_patient(const struct handle *handle, int flags)
{
	return !handle->shared->nonblocking && !handle->shared->listening &&
	       !(flags & (MSG_DONTWAIT | RECEPTION_APART));
}
const char *reception_end(const struct handle *handle); /* how the end of a stream is told */

#endif
