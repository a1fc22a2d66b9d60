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
	if (handle->listening)
		return refuse(call, handle, EINVAL, "listens");
	if (!handle->connected)
		return refuse(call, handle, ENOTCONN, "has no peer");
	if (handle->kept)
		return refuse(call, handle, EPROTO, "keeps bytes that came before TLS");
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
	if (handle->host && handle->host->length) {
		buffer_append(host, handle->host->data, handle->host->length);
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
	bool patient = !handle->nonblocking;
	int number = tls_handshake(handle);
	if (socket_again(call, number, patient))
		return socket_wait(call, handle, tls_direction(handle, WAIT_READ));
	return ended(call, handle, number);
}

static enum run turn_off(struct call *call, struct handle *handle)
{
	if (tls_phase(handle) == TLS_NONE && !call->waited) {
		refuse(call, handle, EINVAL, "does not speak TLS");
		return RUN_FAIL;
	}
	int number = tls_off(handle);
	if (socket_again(call, number, !handle->nonblocking))
		return socket_wait(call, handle, tls_direction(handle, WAIT_READ));
	struct answer answer = answer_is("SSL_shutdown", handle, 1, number);
	return call_answered(call, &answer);
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
		return turn_off(call, handle);
	if (tls_phase(handle) == TLS_OPEN) {
		refuse(call, handle, EALREADY, "speaks TLS");
		return RUN_FAIL;
	}
	if (tls_phase(handle) == TLS_NONE && !begin(call, handle))
		return RUN_FAIL;
	return shake(call, handle);
}

/* OpenSSL's name of what is wrong; advice may be left out. */
#define REASON(name_, meaning_, ...)                                                               \
	{                                                                                          \
		.name = name_, .meaning = meaning_,                                                \
		.reason = true __VA_OPT__(, .advice = __VA_ARGS__)                                 \
	}

static const struct command_error errors[] = {
	{"ENOTCONN", "the socket has no peer", "connect or accept first"},
	{"EINVAL", "the socket listens", "accept first, and tls on the socket that it gives",
	 when_listening},
	{"EINVAL", "the socket does not speak TLS"},
	{"EPROTONOSUPPORT", "TLS needs a stream: tcp, or a unix stream"},
	{"EALREADY", "the socket speaks TLS", "tls --off ends that"},
	{"EPROTO", "bytes that came before TLS began are not of the peer that it proves",
	 "recv takes them"},
	{"EBUSY", "another task waits on the socket", "cancel it first"},
	{"EMSGSIZE", "the peer still sends", "recv takes what has come, then tls --off"},
	REASON("CERT_HAS_EXPIRED", "the certificate's time is over",
	       "is this machine's clock right? date"),
	REASON("CERT_NOT_YET_VALID", "the certificate's time has not come",
	       "is this machine's clock right? date"),
	REASON("HOSTNAME_MISMATCH", "the certificate is another's",
	       "--name says who the peer has to be, if connect was given another name of it"),
	REASON("IP_ADDRESS_MISMATCH", "the certificate is not for that address",
	       "--name HOST, where it is for a name"),
	REASON("DEPTH_ZERO_SELF_SIGNED_CERT", "nobody but its owner has signed the certificate",
	       "--ca FILE takes the certificate itself as good; --insecure takes any"),
	REASON("SELF_SIGNED_CERT_IN_CHAIN", "the issuer is not among those that are known here",
	       "--ca FILE names its certificate"),
	REASON("UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
	       "the issuer is not among those that are known here",
	       "--ca FILE names its certificate"),
	REASON("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "the peer has not sent its issuer's certificate",
	       "--ca FILE names it"),
	REASON("INVALID_PURPOSE", "the certificate is not for this use: a client's, or a server's"),
	REASON("CERT_REVOKED", "the issuer has taken the certificate back"),
	REASON("UNABLE_TO_GET_CRL", "no list of the issuer says what it has revoked",
	       "--crl FILE names it"),
	REASON("EE_KEY_TOO_SMALL", "the certificate's key is too short to be safe",
	       "for trying: --ciphers DEFAULT@SECLEVEL=0"),
	REASON("WRONG_VERSION_NUMBER", "what has come is no TLS",
	       "does the peer speak TLS on this port, and from the first byte?"),
	REASON("UNEXPECTED_EOF_WHILE_READING",
	       "the peer has closed the connection in the handshake"),
	REASON("HTTP_REQUEST", "the client speaks plain HTTP", "it wants https://"),
	REASON("TLSV1_ALERT_UNKNOWN_CA",
	       "the peer does not know who has issued the certificate of --cert",
	       "it needs that issuer's certificate: --ca"),
	REASON("TLSV13_ALERT_CERTIFICATE_REQUIRED", "the server takes nobody without a certificate",
	       "--cert FILE --key FILE"),
	REASON("NO_SHARED_CIPHER", "the two have no cipher in common",
	       "--ciphers, --min and --max"),
	REASON("UNSUPPORTED_PROTOCOL", "the two have no version in common", "--min and --max"),
	REASON("TLSV1_ALERT_PROTOCOL_VERSION", "the two have no version in common",
	       "--min and --max"),
	REASON("NO_APPLICATION_PROTOCOL", "the two have no protocol of --alpn in common"),
	REASON("TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "the server has no protocol of --alpn"),
	REASON("KEY_VALUES_MISMATCH", "--key is not the key of --cert"),
	REASON("NO_START_LINE", "the file holds no PEM",
	       "openssl x509 -in FILE -noout -text shows it"),
	{"ELIBACC", "OpenSSL is not installed"},
	ERRORS_OF_WAITING,
	{0},
};

const struct command command_tls = {
	.name = "tls",
	.summary = "make a connection speak TLS",
	.flags = COMMAND_ON_SOCKET,
	.options = tls_options,
	.calls = "SSL_connect(3) or SSL_accept(3), SSL_shutdown(3)",
	.errors = errors,
	.help = "From then on send, recv, copy and the others go through TLS, and the socket's kind "
		"is tcp+tls. The peer's certificate has to be good: issued, at some distance, by "
		"one that --ca names or the system knows, for the name that connect was given, "
		"in its time. info shows it. "
		"A server takes clients without a certificate, unless it has --require.\n"
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
};
