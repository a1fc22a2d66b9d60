/*
 * tls: makes a connection speak TLS, and plain again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/socket/tls_settings.h"

/* ---- the beginning ---- */

static bool refuse(struct call *call, const struct handle *handle, int number, const char *why)
{
	struct buffer name = {0};
	call_errno(call, "tls", number, "%s %s", handle_name(handle, &name), why);
	buffer_free(&name);
	return false;
}

/* Can it speak TLS now? */
static bool is_free(struct call *call, const struct handle *handle)
{
	if (handle->type != SOCK_STREAM)
		return refuse(call, handle, EPROTONOSUPPORT, "is no stream");
	if (handle->shared->listening)
		return refuse(call, handle, EINVAL, "listens");
	if (!handle->shared->connected)
		return refuse(call, handle, ENOTCONN, "has no peer");
	if (handle->shared->kept)
		return refuse(call, handle, EPROTO, "keeps bytes that came before TLS");
	if (handle->shared->count > 1)
		return refuse(call, handle, EBUSY, "has a copy that dup made");
	if (handle->watch.queues[WAIT_READ].first || handle->watch.queues[WAIT_WRITE].first)
		return refuse(call, handle, EBUSY, "is what another task waits on");
	return true;
}

/* A client must know whom it wants to meet. */
static bool choose_name(struct call *call, const struct handle *handle,
			struct tls_settings *settings, struct buffer *host)
{
	if (settings->server || settings->name)
		return true;
	if (handle->shared->host && handle->shared->host->length) {
		buffer_append(host, handle->shared->host->data, handle->shared->host->length);
		settings->name = buffer_cstring(host);
	}
	return settings->name || settings->insecure ||
	       tls_refuse(call, "who is the peer?",
			  "--name HOST says so, --insecure takes anybody; an accepted socket is a "
			  "server's: --server");
}

static bool begin(struct call *call, struct handle *handle)
{
	struct shell *shell = call_shell(call);
	struct tls_texts texts = {0};
	struct buffer host = {0};
	struct tls_settings settings = tls_settings_of(call, &texts);
	struct tls_context *context = NULL;
	bool fine = is_free(call, handle) && tls_settings_fit(call, &settings) &&
		    choose_name(call, handle, &settings, &host);
	if (fine) {
		context =
			tls_context_get(shell->sockets, &shell->libraries, &settings, &call->error);
		fine = context && tls_begin(handle, context, &settings, &call->error);
	}
	tls_texts_free(&texts);
	buffer_free(&host);
	return fine;
}

/* ---- the call ---- */

static enum run ended(struct call *call, struct handle *handle, int number)
{
	struct buffer note = {0};
	struct answer answer =
		answer_is(tls_is_server(handle) ? "SSL_accept" : "SSL_connect", handle, 1, number);
	if (!number)
		tls_summary(handle, &note);
	answer.note = number ? NULL : buffer_cstring(&note);
	enum run run = call_answered(call, &answer);
	buffer_free(&note);
	return run;
}

static enum run shake(struct call *call, struct handle *handle)
{
	bool patient = !handle->shared->nonblocking;
	int number = tls_handshake(handle);
	if (socket_again(call, number, patient))
		return socket_wait(call, handle, tls_wanted(handle));
	return ended(call, handle, number);
}

/* After whoever is sending, for its bytes go before the end; and after whoever receives. */
static int off_number(struct call *call, struct handle *handle, bool patient)
{
	int number = 0;
	if (!call->phase) {
		number = socket_turn(call, handle, WAIT_WRITE, patient);
		if (!number)
			number = tls_finish(handle);
		call->phase = !number;
	}
	if (!number)
		number = socket_turn(call, handle, WAIT_READ, patient);
	return number ? number : tls_off(handle);
}

static enum run turn_off(struct call *call, struct handle *handle)
{
	bool patient = !handle->shared->nonblocking;
	if (tls_phase(handle) == TLS_NONE && !call->waited) {
		refuse(call, handle, EINVAL, "does not speak TLS");
		return RUN_FAIL;
	}
	int number = tls_phase(handle) == TLS_NONE ? 0 : off_number(call, handle, patient);
	if (socket_again(call, number, patient))
		return socket_wait(call, handle, call->phase ? WAIT_READ : WAIT_WRITE);
	struct answer answer = answer_is("SSL_shutdown", handle, 1, number);
	return call_answered(call, &answer);
}

/* By an earlier call, or while another task received. */
static enum run broken(struct call *call, const struct handle *handle)
{
	call_error(call, tls_error(handle, "tls"));
	error_hint(
		call->error,
		"that has ended this connection's TLS: close the socket, and connect again first");
	return RUN_FAIL;
}

static enum run tls_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	struct answer closed = answer_is("tls", handle, -1, EBADF);
	if (!handle_open(handle))
		return call_refused(call, &closed);
	if (call_option(call, TLS_OPTION_OFF))
		return tls_alone(call) ? turn_off(call, handle) : RUN_FAIL;
	if (tls_phase(handle) == TLS_OPEN) {
		refuse(call, handle, EALREADY, "speaks TLS");
		return RUN_FAIL;
	}
	if (tls_phase(handle) == TLS_BROKEN && !call->waited)
		return broken(call, handle);
	if (tls_phase(handle) == TLS_NONE && !begin(call, handle))
		return RUN_FAIL;
	return shake(call, handle);
}

static void ends_by_handshake(const struct call *call, struct buffer *text)
{
	const struct handle *handle = (const struct handle *)call->subject;
	if (call_option(call, TLS_OPTION_OFF))
		ends_by_peer(call, "tls --off", "end TLS too, or close", text);
	else if (handle && tls_is_server(handle))
		ends_by_peer(call, "tls", "begin TLS", text);
	else
		ends_by_peer(call, "tls --self-signed", "answer: does it speak TLS?", text);
}

const struct command command_tls = {
	.name = "tls",
	.summary = "make a connection speak TLS",
	.flags = COMMAND_ON_SOCKET,
	.options = tls_options,
	.calls = "SSL_connect(3) or SSL_accept(3), SSL_shutdown(3)",
	.errors = tls_errors,
	.help = "From then on send, recv, copy and the others go through TLS, and the socket's kind "
		"is tcp+tls. The peer's certificate has to be good: in its time, for the name that "
		"connect was given, and issued by one that --ca names or the system knows. "
		"info shows it. "
		"A server asks for a certificate with --ca, and takes nobody without one with "
		"--require.\n"
		"shutdown write and close tell the peer the end (close-notify). An end without that "
		"may be somebody's who cuts the connection: the line of recv says so, and "
		"info's tls_end.\n"
		"Bytes that came before TLS began and were not received could be anybody's: they "
		"are refused. A handshake that was interrupted goes on with tls.",
	.python = "s = ssl.create_default_context().wrap_socket(s, server_hostname='example.com')",
	.c = "SSL *ssl = SSL_new(context);\n"
	     "SSL_set_fd(ssl, fd);\n"
	     "SSL_set1_host(ssl, \"example.com\");\n"
	     "SSL_connect(ssl);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "t = spawn { b.tls --self-signed; b.recv }\n"
		   "a.tls --insecure\n"
		   "a.send hello\n"
		   "expect (wait $t) == 'hello'\n"
		   "expect $a.kind == 'unix+tls'\n",
	.exec = tls_exec,
	.ends = ends_by_handshake,
};
