/*
 * records: the bytes of a socket that speaks TLS, in both directions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>

#include "net/socket_table.h"
#include "net/tls/connection.h"

#define LATER (NANOSECONDS / 500)

int tls_refused_phase(const struct tls *tls)
{
	return tls->phase == TLS_OPEN ? 0 : EPROTO;
}

/* As many records as there is room for, like recv(2), which also gives all that there is. */
static ssize_t receive(struct handle *handle, void *room, size_t size, int flags)
{
	struct tls *tls = handle->tls;
	size_t got = 0, count = 0;
	int number = flags & ~(MSG_PEEK | MSG_DONTWAIT | MSG_WAITALL) ? EOPNOTSUPP
								      : tls_refused_phase(tls);
	if (tls->number) {
		number = tls->number;
		tls->number = 0;
	}
	while (!number && !tls->ended && got < size) {
		tls_call_begin(tls);
		int answer =
			(flags & MSG_PEEK ? tls->openssl->SSL_peek_ex : tls->openssl->SSL_read_ex)(
				tls->connection, (char *)room + got, size - got, &count);
		if (answer == 1)
			got += count;
		else
			number = tls_number_of(tls, answer, handle->transport->receive_name);
		if (flags & MSG_PEEK)
			break;
	}
	if (!number || got) {
		tls->number = number == EAGAIN ? 0 : number;
		return (ssize_t)got;
	}
	errno = number;
	return -1;
}

/* Where reading would have met the end, nobody takes anything. */
static int write_number(struct tls *tls, int answer)
{
	int number = tls_number_of(tls, answer, transport_tls.send_name);
	return number ? number : EPIPE;
}

int tls_flush(struct handle *handle)
{
	struct tls *tls = handle->tls;
	size_t count = 0;
	while (tls && tls->owed) {
		tls_call_begin(tls);
		int answer = tls->openssl->SSL_write_ex(tls->connection, tls->owed->data,
							tls->owed->length, &count);
		int number =
			answer == 1 ? 0 : tls_number_of(tls, answer, handle->transport->send_name);
		if (number == EAGAIN)
			return EAGAIN;
		struct bytes *rest = answer == 1 && count < tls->owed->length
					     ? bytes_slice(tls->owed, count, tls->owed->length)
					     : NULL;
		object_release(tls->owed);
		tls->owed = rest;
		if (number)
			return number;
	}
	return 0;
}

/*
 * What OpenSSL has made a record of must be given to it again until it is sent, and nothing else.
 * So it counts as sent, and is kept until then: tls->owed.
 */
static ssize_t push(struct handle *handle, const void *data, size_t length, int flags)
{
	struct tls *tls = handle->tls;
	size_t done = 0, count = 0;
	int number = flags & ~(MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE) ? EOPNOTSUPP
								       : tls_refused_phase(tls);
	if (!number && tls->openssl->SSL_get_shutdown(tls->connection) & SSL_SENT_SHUTDOWN)
		number = EPIPE;
	if (!number)
		number = tls_flush(handle);
	while (!number && done < length) {
		const char *piece = (const char *)data + done;
		size_t size = length - done < TLS_RECORD ? length - done : TLS_RECORD;
		tls_call_begin(tls);
		int answer = tls->openssl->SSL_write_ex(tls->connection, piece, size, &count);
		if (answer != 1)
			number = write_number(tls, answer);
		if (number == EAGAIN) {
			tls->owed = bytes_new(piece, size);
			count = size;
		}
		if (!number || number == EAGAIN)
			done += count;
	}
	if (done || !number)
		return (ssize_t)done;
	errno = number;
	return -1;
}

const struct transport transport_tls = {"SSL_read", "SSL_write", receive, push};

/* ---- what was sent and waits for room ---- */

static void flush_again(struct machine *machine, struct alarm *alarm)
{
	struct tls *tls = (struct tls *)((char *)alarm - offsetof(struct tls, flush));
	if (tls_flush(tls->handle) == EAGAIN)
		alarm_set(machine, alarm, clock_now() + LATER, flush_again);
}

void tls_flush_later(struct handle *handle)
{
	struct tls *tls = handle->tls;
	if (tls && tls->owed && !tls->flush.timer.position)
		alarm_set(handle->table->machine, &tls->flush, clock_now() + LATER, flush_again);
}
