/*
 * connection: one socket that speaks TLS: its handshake, its bytes, its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/transport.h"
#include "net/socket_table.h"
#include "net/tls/connection.h"

#define OFF_MOST ((size_t)1 << 20) /* that are kept while the peer's close-notify is waited for */

/* ---- what OpenSSL has answered ---- */

int tls_broken(struct tls *tls, struct error *error)
{
	object_release(tls->error);
	object_release(tls->owed);
	tls->owed = NULL;
	tls->error = error;
	tls->phase = TLS_BROKEN;
	return EPROTO;
}

static bool is_unexpected_end(const struct openssl *openssl)
{
	unsigned long code = openssl->ERR_peek_error();
	return ERR_GET_LIB(code) == ERR_LIB_SSL &&
	       ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

int tls_refused(struct tls *tls, int number, const char *call)
{
	tls->openssl->ERR_clear_error();
	if (tls->phase != TLS_OPEN)
		tls_broken(tls, error_new("TLS", call, NULL));
	return number ? number : EIO;
}

/* What was received held no whole record, or one without bytes. */
static int hungry(struct tls *tls, const char *call)
{
	int number = feed_left(tls) ? 0 : feed_more(tls, call);
	return number ? number : EINTR;
}

int tls_number_of(struct tls *tls, int answer, const char *call)
{
	const int number = errno;
	switch (tls->openssl->SSL_get_error(tls->connection, answer)) {
	case SSL_ERROR_WANT_READ:
		return hungry(tls, call);
	case SSL_ERROR_WANT_WRITE:
		tls->wanted = WAIT_WRITE;
		return number == EINTR ? EINTR : EAGAIN;
	case SSL_ERROR_ZERO_RETURN:
		tls->ended = true;
		return 0;
	case SSL_ERROR_SYSCALL:
		return tls_refused(tls, number, call);
	default:
		break;
	}
	if (tls->phase == TLS_OPEN && is_unexpected_end(tls->openssl)) {
		tls->openssl->ERR_clear_error();
		tls->ended = true;
		tls->cut = !tls->handle->shared->read_shut;
		return 0;
	}
	return tls_broken(tls, tls->refused.whose ? certificate_error(tls, call)
						  : openssl_error(tls->openssl, call, NULL));
}

/* OpenSSL says what went wrong by errno and by a queue of its own: both begin empty. */
void tls_call_begin(const struct tls *tls)
{
	tls->openssl->ERR_clear_error();
	errno = 0;
}

struct error *tls_error(const struct handle *handle, const char *call)
{
	const struct error *error = handle->shared->tls->error;
	if (!error || !error->reason)
		return error_new("TLS", call, "%s",
				 error ? "the connection is broken: close it"
				       : "the handshake is not done: tls goes on with it");
	struct error *copy =
		error_new("TLS", call, "%.*s", (int)error->detail->length, error->detail->data);
	copy->reason = object_retain(error->reason);
	return copy;
}

/* ---- the beginning ---- */

bool tls_numeric(const char *name)
{
	struct in6_addr address;
	return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1;
}

/* As certificates have it: example.com of "example.com.", fe80::1 of fe80::1%eth0. New. */
static char *plain_name(const char *name)
{
	size_t length = strlen(name);
	const char *scope = strchr(name, '%');
	if (scope && memchr(name, ':', (size_t)(scope - name)))
		length = (size_t)(scope - name);
	else if (length > 1 && name[length - 1] == '.')
		length--;
	char *plain = memory_allocate(length + 1);
	memcpy(plain, name, length);
	plain[length] = '\0';
	return plain;
}

/* Whom a client wants to meet. */
static bool set_name(struct tls *tls, struct error **error)
{
	const struct openssl *openssl = tls->openssl;
	bool numeric = tls_numeric(tls->name);
	int fine = 1;
	if (!numeric) /* SNI: no addresses, RFC 6066 */
		fine = (int)openssl->SSL_ctrl(tls->connection, SSL_CTRL_SET_TLSEXT_HOSTNAME,
					      TLSEXT_NAMETYPE_host_name, tls->name);
	if (fine == 1 && tls->context->verifies)
		fine = numeric ? openssl->X509_VERIFY_PARAM_set1_ip_asc(
					 openssl->SSL_get0_param(tls->connection), tls->name)
			       : openssl->SSL_set1_host(tls->connection, tls->name);
	if (fine != 1)
		*error = openssl_error(openssl, "SSL_set1_host", "%s", tls->name);
	return fine == 1;
}

static void tls_free(struct tls *tls)
{
	tls->openssl->SSL_free(tls->connection);
	object_release(tls->context);
	object_release(tls->ahead);
	object_release(tls->peeked);
	object_release(tls->owed);
	object_release(tls->error);
	object_release(tls->refused.whose);
	free(tls->name);
	free(tls->session);
	free(tls);
}

static struct tls *tls_new(struct handle *handle, struct tls_context *context,
			   const struct tls_settings *settings)
{
	struct tls *tls = memory_zeroed(1, sizeof(*tls));
	tls->openssl = context->openssl;
	tls->context = object_retain(context);
	tls->connection = tls->openssl->SSL_new(context->context);
	tls->handle = handle;
	tls->phase = TLS_HANDSHAKE;
	tls->server = settings->server;
	if (settings->name && !settings->server)
		tls->name = plain_name(settings->name);
	if (settings->session && !settings->server)
		tls->session = memory_copy(settings->session, strlen(settings->session));
	snprintf(tls->kind, sizeof(tls->kind), "%s+tls", handle_kind(handle));
	return tls;
}

static bool prepare(struct tls *tls, struct error **error)
{
	const struct openssl *openssl = tls->openssl;
	if (!tls->connection || openssl->SSL_set_fd(tls->connection, tls->handle->watch.fd) != 1 ||
	    !feed_open(tls) || openssl->SSL_set_ex_data(tls->connection, 0, tls) != 1) {
		*error = openssl_error(openssl, "SSL_new", NULL);
		return false;
	}
	if (tls->server)
		openssl->SSL_set_accept_state(tls->connection);
	else
		openssl->SSL_set_connect_state(tls->connection);
	return (!tls->name || set_name(tls, error)) && (!tls->session || session_load(tls, error));
}

bool tls_begin(struct handle *handle, struct tls_context *context,
	       const struct tls_settings *settings, struct error **error)
{
	struct tls *tls = tls_new(handle, context, settings);
	if (!prepare(tls, error)) {
		tls_free(tls);
		return false;
	}
	handle->shared->tls = tls;
	handle->shared->transport = &transport_tls;
	return true;
}

/* Whatever OpenSSL has to say or to hear before bytes can go. False: *number, 0 where the stream has
 * ended. */
static bool go_on(struct tls *tls, const char *call, int *number)
{
	int answer;
	unsigned pieces = 0;
	do {
		tls_call_begin(tls);
		answer = tls->openssl->SSL_do_handshake(tls->connection);
		*number = answer == 1 ? 0 : tls_number_of(tls, answer, call);
	} while (*number == EINTR && ++pieces < TLS_AT_ONCE);
	tls->turned[WAIT_READ] = *number == EINTR;
	if (*number == EINTR)
		*number = EAGAIN;
	feed_keep(tls);
	return answer == 1;
}

int tls_handshake(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	const char *call = tls->server ? "SSL_accept" : "SSL_connect";
	int number;
	if (tls->phase != TLS_HANDSHAKE)
		return tls_refused_phase(tls);
	if (go_on(tls, call, &number))
		tls->phase = TLS_OPEN;
	else if (!number)
		number = tls_broken(tls, notified_error(call));
	return number;
}

/* ---- the end ---- */

/*
 * A ticket or a new key of which a part has come: OpenSSL sends nothing before it has the rest, which
 * a peer that has broken off will never send.
 */
static int settle(struct tls *tls)
{
	int number = 0;
	if (tls->notified || tls->deaf || !tls->openssl->SSL_in_init(tls->connection))
		return 0;
	bool settled = !tls->ended && go_on(tls, "SSL_shutdown", &number);
	tls->deaf = !settled && number != EAGAIN;
	return number;
}

int tls_finish(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	int number = tls_refused_phase(tls);
	if (!number)
		number = tls_flush(handle);
	if (!number)
		number = settle(tls);
	while (!number && !tls->notified && !tls->deaf) {
		tls_call_begin(tls);
		int answer = tls->openssl->SSL_shutdown(tls->connection);
		number = answer < 0 ? tls_number_of(tls, answer, "SSL_shutdown") : 0;
		if (number == EINTR) { /* it is tried again */
			number = 0;
			continue;
		}
		tls->notified = !number;
		tls->deaf = number && number != EAGAIN;
	}
	feed_keep(tls);
	tls->turned[WAIT_WRITE] = number == EAGAIN && tls->wanted != WAIT_WRITE;
	return number;
}

void tls_drop(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	alarm_clear(handle->table->machine, &tls->flush);
	handle->shared->tls = NULL;
	handle->shared->transport = &transport_plain;
	tls_free(tls);
}

int tls_off(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	while (!tls->ended) {
		if (handle_kept(handle) >= OFF_MOST)
			return EMSGSIZE;
		struct bytes *room = bytes_allocate(TLS_RECORD);
		ssize_t got = transport_tls.receive(handle, room->data, TLS_RECORD, 0);
		int number = got < 0 ? errno : 0;
		room->length = got < 0 ? 0 : (size_t)got;
		handle_keep(handle, room);
		if (number)
			return number;
	}
	struct bytes *plain = feed_take(tls); /* that came after the close-notify */
	if (plain)
		handle_keep(handle, plain);
	tls_drop(handle);
	return 0;
}

bool tls_close(struct handle *handle)
{
	struct tls *tls = handle->shared->tls;
	const bool owes = tls_finish(handle) == EAGAIN;
	/* Tickets that came and nobody has read would make the kernel reset the connection. */
	if (tls->phase == TLS_OPEN && !tls->ended)
		feed_more(tls, "SSL_shutdown");
	if (owes)
		parting_begin(handle);
	else
		tls_drop(handle);
	return owes;
}

/* ---- questions ---- */

enum tls_phase tls_phase(const struct handle *handle)
{
	return handle->shared->tls ? handle->shared->tls->phase : TLS_NONE;
}

enum direction tls_wanted(const struct handle *handle)
{
	return handle->shared->tls ? handle->shared->tls->wanted : WAIT_READ;
}

bool tls_turned(const struct handle *handle, enum direction direction)
{
	return handle->shared->tls && handle->shared->tls->turned[direction];
}

const char *tls_kind(const struct handle *handle)
{
	return handle->shared->tls->kind;
}

bool tls_is_server(const struct handle *handle)
{
	return handle->shared->tls->server;
}

bool tls_ended(const struct handle *handle)
{
	return handle->shared->tls->ended;
}

bool tls_cut(const struct handle *handle)
{
	return handle->shared->tls && handle->shared->tls->cut;
}
