/*
 * connection: what the files of this folder share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_TLS_CONNECTION_H
#define HANDSH_NET_TLS_CONNECTION_H

#include "handsh/tls.h"
#include "handsh/transport.h"
#include "net/tls/openssl.h"

struct tls_context {
	struct object object;
	struct tls_context *next; /* of the table */
	const struct openssl *openssl;
	SSL_CTX *context;
	struct bytes *key;       /* the settings and files that it was made of */
	struct bytes *protocols; /* for ALPN, as they are sent; NULL: none */
	char *keylog;            /* NULL: none */
	bool verifies;           /* it looks at the peer's certificate */
	char room[];             /* TLS_FEED bytes that a call has received: see feed_more */
};

/* Of one socket. */
struct tls {
	struct tls *next; /* of those that part */
	const struct openssl *openssl;
	struct tls_context *context;
	SSL *connection;
	struct handle *handle;
	enum tls_phase phase;
	BIO *source;           /* what it reads from, see feed.c */
	BUF_MEM fed;           /* what the source holds: a part of the room, or ahead */
	struct bytes *ahead;   /* received, and not read by OpenSSL yet; NULL: nothing */
	bool fresh;            /* it is a part of the room */
	bool drained;          /* the call's last receive took all that there was */
	enum direction wanted; /* after EAGAIN */
	bool turned[2];        /* who receives waits to send, or the other way round */
	bool server;
	bool ended;           /* nothing more will be received */
	bool cut;             /* without a close-notify */
	bool notified;        /* the close-notify has gone */
	bool deaf;            /* nothing more can be sent: the kernel has refused it */
	int number;           /* errno that came after bytes that were given */
	int late;             /* errno of what was sent later, for the next who sends */
	struct bytes *peeked; /* that MSG_PEEK has shown; NULL: nothing */
	struct bytes *owed;   /* given to OpenSSL, which could not send it; NULL: nothing */
	struct alarm flush;   /* sends that */
	int64_t pause;        /* until it tries again */
	struct error *error;  /* of TLS_BROKEN */
	char *name;           /* whom the peer must be; NULL: whoever it is */
	char *session;        /* a file, or NULL */
	char kind[24];        /* "tcp+tls" */
	struct {
		int error;           /* X509_V_ERR_ */
		struct bytes *whose; /* "CN=example.com, valid until …"; NULL: it is well */
	} refused;
	struct {
		int fd;        /* which is still open */
		int64_t until; /* when it is closed in any case */
	} parting;             /* after the socket was closed: parting.c */
};

struct tls_context *tls_context_new(const struct openssl *openssl,
				    const struct tls_settings *settings, struct error **error);
/* OpenSSL says what went wrong by errno and by a queue of its own: both begin empty. */
void tls_call_begin(const struct tls *tls);
/*
 * errno for an answer that is no success: EAGAIN with tls->wanted; EINTR: again at once; EPROTO with
 * tls->error; or the kernel's, which says nothing of the other direction. 0: the stream has ended.
 */
int tls_number_of(struct tls *tls, int answer, const char *call);
/* The kernel has refused to go on with that errno; in a handshake that is the end of it. */
int tls_refused(struct tls *tls, int number, const char *call);
/* The connection is good for nothing any more. Takes error; EPROTO. */
int tls_broken(struct tls *tls, struct error *error);
int tls_refused_phase(const struct tls *tls); /* 0: bytes can be sent and received; EPROTO */
#define TLS_RECORD ((size_t)16384)            /* the most bytes that one holds */
#define TLS_AT_ONCE 64 /* records, or pieces of a handshake, in one call: others wait */
extern const struct transport transport_tls;

void tls_drop(struct handle *handle); /* ends it, and the socket is plain */
/* The socket is about to be closed and owes something: its descriptor stays open for a while. */
void parting_begin(struct handle *handle);

/* ---- feed.c: what OpenSSL reads ---- */

#define TLS_FEED ((size_t)32768) /* that are received at once */

bool feed_open(struct tls *tls);         /* false: OpenSSL has no memory */
size_t feed_left(const struct tls *tls); /* bytes that it can read without another receive */
/* Receives when nothing is left: 0, EAGAIN or another errno. */
int feed_more(struct tls *tls, const char *call);
struct bytes *
feed_take(struct tls *tls);      /* what is left, which OpenSSL does not get; NULL: nothing */
void feed_keep(struct tls *tls); /* at the end of a call: the context's room is the next one's */

/*
 * The error TLS of what OpenSSL has refused, whose queue is empty then. format: what was tried, or
 * with what.
 */
struct error *openssl_error(const struct openssl *openssl, const char *call, const char *format,
			    ...) __attribute__((format(printf, 3, 4)));
/* The peer has ended TLS where that cannot end. */
struct error *notified_error(const char *call);
/* The same of a certificate that does not do. */
struct error *certificate_error(const struct tls *tls, const char *call);
/* Looks at the peer's certificate; its argument is the context. */
int verify_certificate(X509_STORE_CTX *store, void *context);
/* "CN=example.com", whole, or as much as a line takes; appended. */
void append_name(const struct openssl *openssl, const X509_NAME *name, struct buffer *text);
void append_short_name(const struct openssl *openssl, const X509_NAME *name, struct buffer *text);
void append_time(const struct openssl *openssl, const ASN1_TIME *time, struct buffer *text);
/* The names that a certificate is for, with commas between: "example.com, 127.0.0.1"; appended. */
void append_alternatives(const struct openssl *openssl, const X509 *certificate,
			 struct buffer *text);

bool tls_numeric(const char *name); /* an IP address */
/* Makes a certificate, in memory and where the settings name files, and gives it to the context. */
bool self_sign(struct tls_context *context, const struct tls_settings *settings,
	       struct error **error);
/* A file for secrets can be written, and is there from now on. False: *error. */
bool secret_writable(const char *path, struct error **error);
/* A client's session, kept in a file for the next connection. False: *error. */
bool session_load(struct tls *tls, struct error **error);
int session_new(SSL *connection, SSL_SESSION *session);    /* for SSL_CTX_sess_set_new_cb */
void keylog_line(const SSL *connection, const char *line); /* for SSL_CTX_set_keylog_callback */

#endif
