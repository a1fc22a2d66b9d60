/*
 * tls: what a connected socket speaks from the command tls on: OpenSSL on the socket's own
 * descriptor, which does not block. Its bytes go through the handle's transport like any others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TLS_H
#define HANDSH_TLS_H

#include "handsh/library.h"
#include "handsh/net.h"

/* What a user may ask for; texts are borrowed, NULL where nothing was asked. */
struct tls_settings {
	bool server;
	bool require;     /* a server's: no client without a certificate */
	bool insecure;    /* the peer's certificate is not looked at */
	bool self_signed; /* a certificate is made */
	const char
		*name; /* a client's: who the peer must be. A server's: whose certificate to make */
	const char *alpn;              /* names with commas between, the best first */
	const char *ca;                /* a file or a folder of certificates; NULL: the system's */
	const char *cert, *key;        /* files; key NULL: in that of cert */
	const char *minimum, *maximum; /* versions: 1.2, TLSv1.3 */
	const char *ciphers;           /* as openssl-ciphers(1) has them, and those of TLS 1.3 */
	const char *session;           /* a file that keeps a client's session for the next */
	const char *crl;               /* a file of what was revoked */
	const char *keylog;            /* a file that Wireshark reads; appended to */
};

struct tls_context; /* what settings make, for any number of sockets; an object */

/*
 * The context of the settings: the one that was made before, as long as the files that they name
 * are the same. Borrowed from the table. NULL: *error (new).
 */
struct tls_context *tls_context_get(struct socket_table *table, struct libraries *libraries,
				    const struct tls_settings *settings, struct error **error);
/*
 * The socket, which is a connected stream without kept bytes, speaks TLS from now on: the handshake
 * can begin. False: *error (new), and nothing has changed.
 */
bool tls_begin(struct handle *handle, struct tls_context *context,
	       const struct tls_settings *settings, struct error **error);

enum tls_phase {
	TLS_NONE,      /* the socket does not speak TLS */
	TLS_HANDSHAKE, /* under way */
	TLS_OPEN,
	TLS_BROKEN, /* by an error; the socket is good for close only */
};
enum tls_phase tls_phase(const struct handle *handle);

/* For what a handshake waits after EAGAIN. */
enum direction tls_wanted(const struct handle *handle);
/* After the transport's EAGAIN: who receives waits to send, for TLS has to answer first; or the
 * other way round. */
bool tls_turned(const struct handle *handle, enum direction direction);

/* Goes on with the handshake. 0: it is done; EAGAIN; EPROTO with tls_error; another errno. */
int tls_handshake(struct handle *handle);
/*
 * Sends the close-notify, after which the peer's recv gives its end. 0 (also when it went before, or
 * nothing can be sent any more); EAGAIN, EPROTO or another errno as above.
 */
int tls_finish(struct handle *handle);
/*
 * After that: waits for the peer's close-notify, and the socket is plain again; bytes that come
 * before it are kept with the socket. EMSGSIZE: those are more than it keeps, and are received first.
 */
int tls_off(struct handle *handle);
/*
 * Where what was sent lies with OpenSSL, for the kernel had no room: sends it. 0, EAGAIN or an errno.
 */
int tls_flush(struct handle *handle);
/* Nobody waits for that any more: it is sent when there is room. */
void tls_flush_later(struct handle *handle);
/*
 * The descriptor is about to be closed: says goodbye. True: the kernel has no room for that, or for
 * what was sent before; they go when it has, within a second, and the descriptor is closed then.
 */
bool tls_close(struct handle *handle);
/* No handle is open any more, and nothing will run: waits for those. */
void tls_partings_end(struct socket_table *table);

/* After EPROTO: the error TLS, with OpenSSL's name of it as its reason. A new one each time. */
struct error *tls_error(const struct handle *handle, const char *call);

/* ---- what is known ---- */

const char *tls_kind(const struct handle *handle); /* "tcp+tls", as long as it speaks TLS */
bool tls_is_server(const struct handle *handle);
/* Bytes that have come, deciphered or not, and are not received: the kernel knows them no more. */
size_t tls_pending(const struct handle *handle);
/* "TLSv1.3 TLS_AES_256_GCM_SHA384, peer CN=example.com, verified"; appended. */
void tls_summary(const struct handle *handle, struct buffer *text);
/* version, cipher, alpn, name, verified, resumed, end, chain; of TLS_OPEN. A new map. */
struct map *tls_details(const struct handle *handle);
bool tls_ended(const struct handle *handle); /* nothing more will be received */
/* The stream has ended without the peer's close-notify. */
bool tls_cut(const struct handle *handle);

#endif
