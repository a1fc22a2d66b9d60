/*
 * parting: what a closed socket still owes its peer: a record that the kernel had no room for, and the
 * close-notify. As the kernel goes on sending after close(2), so does this, for a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>
#include <utlist.h>

#include "net/socket_table.h"
#include "net/tls/connection.h"

#define MILLISECOND (NANOSECONDS / 1000)
#define PAUSE_MOST (20 * MILLISECOND)
#define PARTING_MOST NANOSECONDS

static void end(struct tls *tls)
{
	struct handle *handle = tls->handle;
	LL_DELETE(handle->table->partings, tls);
	close(tls->parting.fd);
	tls_drop(handle);
	object_release(handle);
}

static void go_on(struct machine *machine, struct alarm *alarm)
{
	struct tls *tls = (struct tls *)((char *)alarm - offsetof(struct tls, flush));
	if (tls_finish(tls->handle) != EAGAIN || clock_now() >= tls->parting.until) {
		end(tls);
		return;
	}
	tls->pause = tls->pause < PAUSE_MOST ? 2 * tls->pause : PAUSE_MOST;
	alarm_set(machine, alarm, clock_now() + tls->pause, go_on);
}

void parting_begin(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	object_retain(handle);
	tls->parting.fd = handle->watch.fd;
	tls->parting.until = clock_now() + PARTING_MOST;
	tls->pause = MILLISECOND;
	LL_PREPEND(handle->table->partings, tls);
	alarm_set(handle->table->machine, &tls->flush, clock_now() + tls->pause, go_on);
}

/* There is no loop any more that would ring. */
static void wait_for(const struct tls *tls)
{
	struct pollfd room = {.fd = tls->parting.fd, .events = POLLOUT};
	const int64_t left = tls->parting.until - clock_now();
	if (left > 0)
		poll(&room, 1, (int)(left / MILLISECOND) + 1);
}

void tls_partings_end(struct socket_table *table)
{
	while (table->partings) {
		struct tls *tls = table->partings;
		while (tls_finish(tls->handle) == EAGAIN && clock_now() < tls->parting.until)
			wait_for(tls);
		end(tls);
	}
}
