/*
 * records: the bytes of a socket that speaks TLS, in both directions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>

#include "net/socket_table.h"
#include "net/tls/connection.h"

#define MILLISECOND (NANOSECONDS / 1000)
#define PAUSE_MOST (100 * MILLISECOND)

int tls_refused_phase(const struct tls *tls)
{
	return tls->phase == TLS_OPEN ? 0 : EPROTO;
}

/* ---- receiving ---- */

static size_t peeked(const struct tls *tls)
{
	return tls->peeked ? tls->peeked->length : 0;
}

/* One record, or what is left of it. 0 with *count, which is 0 at the end; EINTR where it held no
 * bytes; or errno. */
static int read_record(struct tls *tls, char *room, size_t size, size_t *count)
{
	*count = 0;
	tls_call_begin(tls);
	int answer = tls->openssl->SSL_read_ex(tls->connection, room, size, count);
	return answer == 1 ? 0 : tls_number_of(tls, answer, transport_tls.receive_name);
}

static bool at_hand(const struct tls *tls)
{
	return feed_left(tls) || tls->openssl->SSL_pending(tls->connection);
}

/* As many records as there is room for, like recv(2), which also gives all that there is. EINTR: so
 * many came that nobody else had a turn, and held nothing. */
static int read_records(struct tls *tls, char *room, size_t size, size_t *got)
{
	int number = 0;
	unsigned count = 0;
	tls->drained = false; /* what an earlier call saw */
	while ((!number || number == EINTR) && !tls->ended && *got < size) {
		size_t length = 0;
		if (count++ == TLS_AT_ONCE || (*got && tls->drained && !at_hand(tls)))
			return *got ? 0 : number;
		number = at_hand(tls) ? 0 : feed_more(tls, transport_tls.receive_name);
		if (!number)
			number = read_record(tls, room + *got, size - *got, &length);
		*got += length;
	}
	return number == EINTR ? 0 : number;
}

/* Nothing more can have come, and nobody need be told anything. */
static bool is_drained(const struct tls *tls, int number)
{
	return number ? number == EAGAIN && tls->wanted == WAIT_READ
		      : tls->drained && !tls->ended && !at_hand(tls);
}

static int fill(struct handle *handle, char *room, size_t size, size_t *got)
{
	struct tls *tls = handle->shared->tls;
	int number = tls->number;
	tls->number = 0;
	if (!number)
		number = read_records(tls, room, size, got);
	feed_keep(tls);
	tls->turned[WAIT_READ] = number == EINTR || (number == EAGAIN && tls->wanted == WAIT_WRITE);
	if (is_drained(tls, number))
		watch_drained(&handle->watch, WAIT_READ);
	if (number == EINTR)
		number = EAGAIN;
	if (number && number != EAGAIN)
		tls->ended = tls->cut = true;
	if (!*got)
		return number;
	tls->number = number == EAGAIN ? 0 : number;
	return 0;
}

/* OpenSSL would show what is left of one record, and no more. */
static int peek(struct handle *handle, char *room, size_t size, size_t *got)
{
	struct tls *tls = handle->shared->tls;
	const size_t had = peeked(tls);
	size_t more = 0;
	int number = had < size ? fill(handle, room, size - had, &more) : 0;
	if (number && !had)
		return number;
	if (number && number != EAGAIN) /* after what was peeked at */
		tls->number = number;
	if (more)
		tls->peeked = had ? bytes_append(tls->peeked, room, more) : bytes_new(room, more);
	*got = had + more < size ? had + more : size;
	if (*got)
		memcpy(room, tls->peeked->data, *got);
	return 0;
}

static size_t take_peeked(struct tls *tls, char *room, size_t size)
{
	size_t count = peeked(tls) < size ? peeked(tls) : size;
	if (!tls->peeked)
		return 0;
	memcpy(room, tls->peeked->data, count);
	tls->peeked = bytes_keep(tls->peeked, count, tls->peeked->length - count);
	if (!tls->peeked->length) {
		object_release(tls->peeked);
		tls->peeked = NULL;
	}
	return count;
}

static ssize_t receive(struct handle *handle, void *room, size_t size, int flags)
{
	struct tls *tls = handle->shared->tls;
	size_t got = 0;
	int number = 0;
	if (flags & ~(MSG_PEEK | MSG_DONTWAIT | MSG_WAITALL))
		number = EOPNOTSUPP;
	else if (!peeked(tls) && !tls->number)
		number = tls_refused_phase(tls);
	if (!number && flags & MSG_PEEK) {
		number = peek(handle, room, size, &got);
	} else if (!number) {
		got = take_peeked(tls, room, size);
		number = fill(handle, room, size, &got);
	}
	errno = number;
	return number ? -1 : (ssize_t)got;
}

size_t tls_pending(const struct handle *handle)
{
	const struct tls *tls = handle->shared->tls;
	return tls ? peeked(tls) + (size_t)tls->openssl->SSL_pending(tls->connection) +
			       feed_left(tls)
		   : 0;
}

/* ---- sending ---- */

/* One record. 0 with *count; or errno, after which nothing can be sent any more unless it is EAGAIN. */
static int write_record(struct handle *handle, const char *data, size_t size, size_t *count)
{
	struct tls *tls = handle->shared->tls;
	const char *call = handle->shared->transport->send_name;
	int answer, number;
	do {
		tls_call_begin(tls);
		answer = tls->openssl->SSL_write_ex(tls->connection, data, size, count);
		number = answer == 1 ? 0 : tls_number_of(tls, answer, call);
	} while (number == EINTR);
	if (answer != 1 && !number) /* where reading would have met the end */
		number = EPIPE;
	feed_keep(tls);
	tls->deaf = number && number != EAGAIN;
	tls->turned[WAIT_WRITE] = number == EAGAIN && tls->wanted != WAIT_WRITE;
	return number;
}

int tls_flush(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	size_t count = 0;
	while (tls && tls->owed) {
		int number = write_record(handle, tls->owed->data, tls->owed->length, &count);
		if (number == EAGAIN)
			return EAGAIN;
		struct bytes *owed = tls->owed; /* NULL: an error of TLS has dropped it */
		tls->owed = !number && count < owed->length
				    ? bytes_slice(owed, count, owed->length - count)
				    : NULL;
		object_release(owed);
		if (number)
			return number;
	}
	return 0;
}

/* May anything be sent? */
static int ready(struct handle *handle, int flags)
{
	struct tls *tls = handle->shared->tls;
	int number = tls_refused_phase(tls);
	if (flags & ~(MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE))
		return EOPNOTSUPP;
	if (!number && tls->late) {
		number = tls->late;
		tls->late = 0;
	}
	if (!number &&
	    (tls->deaf || tls->openssl->SSL_get_shutdown(tls->connection) & SSL_SENT_SHUTDOWN))
		number = EPIPE;
	return number ? number : tls_flush(handle);
}

/*
 * What OpenSSL has made a record of must be given to it again until it is sent, and nothing else.
 * So it counts as sent, and is kept until then: tls->owed.
 */
static ssize_t push(struct handle *handle, const void *data, size_t length, int flags)
{
	struct tls *tls = handle->shared->tls;
	size_t done = 0, count = 0;
	int number = ready(handle, flags);
	while (!number && done < length) {
		const char *piece = (const char *)data + done;
		size_t size = length - done < TLS_RECORD ? length - done : TLS_RECORD;
		number = write_record(handle, piece, size, &count);
		if (number == EAGAIN) {
			tls->owed = bytes_new(piece, size);
			count = size;
		}
		if (!number || number == EAGAIN)
			done += count;
	}
	if (done && number && number != EAGAIN)
		tls->late = number;
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
	int number = tls_flush(tls->handle);
	if (number != EAGAIN) {
		tls->late = number == EPROTO ? 0 : number;
		return;
	}
	tls->pause = tls->pause < PAUSE_MOST ? 2 * tls->pause : PAUSE_MOST;
	alarm_set(machine, alarm, clock_now() + tls->pause, flush_again);
}

void tls_flush_later(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	if (!tls || !tls->owed || tls->flush.timer.position)
		return;
	tls->pause = MILLISECOND;
	alarm_set(handle->table->machine, &tls->flush, clock_now() + tls->pause, flush_again);
}
