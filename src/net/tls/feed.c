/*
 * feed: what OpenSSL reads. By itself it would ask the kernel for each record's five bytes of header,
 * and then for its body; here one receive takes what there is, and OpenSSL has it from memory. So what
 * comes after the end of TLS is not lost either: OpenSSL has not seen it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <unistd.h>

#include "net/tls/connection.h"

bool feed_open(struct tls *tls)
{
	const struct openssl *openssl = tls->openssl;
	tls->source = openssl->BIO_new(openssl->BIO_s_mem());
	if (!tls->source)
		return false;
	openssl->SSL_set0_rbio(tls->connection, tls->source);
	return true;
}

static void point(struct tls *tls, char *data, size_t length)
{
	tls->fed = (BUF_MEM){.data = data, .length = length, .max = length};
	tls->openssl->BIO_ctrl(tls->source, BIO_C_SET_BUF_MEM, BIO_NOCLOSE, &tls->fed);
}

size_t feed_left(const struct tls *tls)
{
	return (size_t)tls->openssl->BIO_ctrl(tls->source, BIO_CTRL_PENDING, 0, NULL);
}

int feed_more(struct tls *tls, const char *call)
{
	const struct handle *handle = tls->handle;
	char *room = tls->context->room;
	ssize_t got = TEMP_FAILURE_RETRY(recv(handle->watch.fd, room, TLS_FEED, 0));
	tls->wanted = WAIT_READ;
	if (got < 0)
		return errno == EAGAIN ? EAGAIN : tls_refused(tls, errno, call);
	if (got == 0) /* OpenSSL is told when it reads */
		tls->openssl->BIO_ctrl(tls->source, BIO_C_SET_BUF_MEM_EOF_RETURN, 0, NULL);
	/* A unix stream also stops where descriptors were sent. */
	tls->drained = (size_t)got < TLS_FEED && handle->family != AF_UNIX;
	tls->fresh = true;
	point(tls, room, (size_t)got);
	return 0;
}

struct bytes *feed_take(struct tls *tls)
{
	const size_t left = feed_left(tls);
	struct bytes *rest = left ? bytes_new(tls->fed.data + tls->fed.length - left, left) : NULL;
	if (left)
		point(tls, NULL, 0);
	return rest;
}

void feed_keep(struct tls *tls)
{
	if (!tls->fresh)
		return;
	struct bytes *old = tls->ahead;
	tls->fresh = false;
	tls->ahead = feed_take(tls);
	if (tls->ahead)
		point(tls, tls->ahead->data, tls->ahead->length);
	object_release(old);
}
