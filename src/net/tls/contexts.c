/*
 * contexts: the table's list of those that were made. Certificates, keys and the system's few hundred
 * issuers are read once, not by each connection of a server; and a server's sessions can be resumed
 * because its connections have one context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/stat.h>
#include <utlist.h>

#include "net/socket_table.h"
#include "net/tls/connection.h"

#define KEPT 32 /* of different settings, the latest */

static void add(struct buffer *key, const char *text)
{
	if (text)
		buffer_append(key, text, strlen(text) + 1);
	else
		buffer_byte(key, '\n');
}

/* A file, and which version of it: who replaces a certificate means the new one. */
static void add_file(struct buffer *key, const char *path)
{
	struct stat status;
	add(key, path);
	if (path && stat(path, &status) == 0)
		buffer_format(key, "%jd %jd %jd.%ld", (intmax_t)status.st_ino,
			      (intmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec,
			      status.st_mtim.tv_nsec);
}

static struct bytes *key_of(const struct tls_settings *settings)
{
	struct buffer key = {0};
	buffer_format(&key, "%d%d%d%d", settings->server, settings->require, settings->insecure,
		      settings->self_signed);
	if (settings->self_signed)
		add(&key, settings->name);
	add(&key, settings->alpn);
	add(&key, settings->minimum);
	add(&key, settings->maximum);
	add(&key, settings->ciphers);
	add_file(&key, settings->ca);
	add_file(&key, settings->cert);
	add_file(&key, settings->key);
	add_file(&key, settings->crl);
	add(&key, settings->keylog);
	return bytes_from(&key);
}

/* The one that was asked for last stands first. */
static struct tls_context *find(struct socket_table *table, const struct bytes *key)
{
	struct tls_context *context;
	LL_FOREACH(table->tls_contexts, context)
	{
		if (bytes_equal(context->key, key)) {
			LL_DELETE(table->tls_contexts, context);
			LL_PREPEND(table->tls_contexts, context);
			return context;
		}
	}
	return NULL;
}

static void drop_old(struct socket_table *table)
{
	struct tls_context *context, *next;
	unsigned count = 0;
	LL_FOREACH_SAFE(table->tls_contexts, context, next)
	{
		if (++count > KEPT) {
			LL_DELETE(table->tls_contexts, context);
			object_release(context);
		}
	}
}

struct tls_context *tls_context_get(struct socket_table *table, struct libraries *libraries,
				    const struct tls_settings *settings, struct error **error)
{
	const struct openssl *openssl = library_load(libraries, &library_openssl, error);
	if (!openssl)
		return NULL;
	struct bytes *key = key_of(settings);
	struct tls_context *context = find(table, key);
	if (!context && (context = tls_context_new(openssl, settings, error))) {
		object_release(key);
		context->key = key_of(settings); /* with the files that were made */
		LL_PREPEND(table->tls_contexts, context);
		drop_old(table);
		return context;
	}
	object_release(key);
	return context;
}

void tls_contexts_free(struct socket_table *table)
{
	struct tls_context *context, *next;
	LL_FOREACH_SAFE(table->tls_contexts, context, next)
	{
		object_release(context);
	}
	table->tls_contexts = NULL;
}
