/*
 * session_file: what OpenSSL tells of a connection that outlives it: a session to resume, and the
 * keys that let Wireshark read it. Both are secrets: files for their owner alone, and never through
 * a link that somebody may have laid.
 *
 * Callbacks get nothing of ours: what is loaded is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "net/tls/connection.h"

static struct tls *tls_of(const SSL *connection)
{
	void *(*get)(const SSL *connection, int index);
	void *function = library_function(&library_openssl, "SSL_get_ex_data");
	memcpy(&get, &function, sizeof(get));
	return function ? get(connection, 0) : NULL;
}

static FILE *open_secret(const char *path, int flags)
{
	int fd = TEMP_FAILURE_RETRY(
		open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0600));
	FILE *file = fd < 0 ? NULL : fdopen(fd, flags & O_WRONLY ? "w" : "r");
	if (!file && fd >= 0)
		close(fd);
	return file;
}

bool secret_writable(const char *path, struct error **error)
{
	FILE *file = open_secret(path, O_WRONLY | O_CREAT);
	if (file)
		fclose(file);
	else
		*error = error_errno(errno, "open", "%s", path);
	return file;
}

/*
 * Who resumes a session is not shown the peer's certificate again: it has to have been good then,
 * and for the name that is wanted now.
 */
static bool trusted(const struct tls *tls, SSL_SESSION *session)
{
	const struct openssl *openssl = tls->openssl;
	if (!tls->context->verifies)
		return true;
	X509 *peer = openssl->SSL_SESSION_get0_peer(session);
	if (!peer || openssl->SSL_get_verify_result(tls->connection) != X509_V_OK)
		return false;
	return !tls->name || (tls_numeric(tls->name)
				      ? openssl->X509_check_ip_asc(peer, tls->name, 0)
				      : openssl->X509_check_host(peer, tls->name, 0, 0, NULL)) == 1;
}

bool session_load(struct tls *tls, struct error **error)
{
	if (!secret_writable(tls->session, error))
		return false;
	FILE *file = open_secret(tls->session, O_RDONLY);
	if (!file) {
		*error = error_errno(errno, "open", "%s", tls->session);
		return false;
	}
	bool empty = getc(file) == EOF;
	rewind(file);
	SSL_SESSION *session =
		empty ? NULL : tls->openssl->PEM_read_SSL_SESSION(file, NULL, NULL, NULL);
	fclose(file);
	if (session) {
		tls->openssl->SSL_set_session(tls->connection, session);
		if (!trusted(tls, session))
			tls->openssl->SSL_set_session(tls->connection, NULL);
		tls->openssl->SSL_SESSION_free(session);
	} else if (!empty) {
		*error = openssl_error(tls->openssl, "PEM_read_SSL_SESSION", "%s", tls->session);
	}
	return session || empty;
}

int session_new(SSL *connection, SSL_SESSION *session)
{
	struct tls *tls = tls_of(connection);
	if (!tls || !tls->session)
		return 0;
	FILE *file = open_secret(tls->session, O_WRONLY | O_CREAT | O_TRUNC);
	if (!file)
		return 0;
	tls->openssl->PEM_write_SSL_SESSION(file, session);
	fclose(file);
	return 0; /* OpenSSL keeps it */
}

void keylog_line(const SSL *connection, const char *line)
{
	struct tls *tls = tls_of(connection);
	FILE *file = tls ? open_secret(tls->context->keylog, O_WRONLY | O_CREAT | O_APPEND) : NULL;
	if (!file)
		return;
	fprintf(file, "%s\n", line);
	fclose(file);
}
