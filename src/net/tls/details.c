/*
 * details: what is known of a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/tls/connection.h"

static const X509 *peer_of(const struct tls *tls)
{
	return tls->openssl->SSL_get0_peer_certificate(tls->connection);
}

static const char *cipher_of(const struct tls *tls)
{
	return tls->openssl->SSL_CIPHER_get_name(
		tls->openssl->SSL_get_current_cipher(tls->connection));
}

static const char *verified(const struct tls *tls)
{
	return !tls->context->verifies ? "not verified" : peer_of(tls) ? "verified" : NULL;
}

void tls_summary(const struct handle *handle, struct buffer *text)
{
	const struct tls *tls = handle->shared->tls;
	const struct openssl *openssl = tls->openssl;
	const X509 *peer = peer_of(tls);
	buffer_format(text, "%s %s", openssl->SSL_get_version(tls->connection), cipher_of(tls));
	if (openssl->SSL_session_reused(tls->connection))
		buffer_text(text, ", resumed");
	if (!peer)
		return;
	buffer_text(text, ", peer ");
	append_short_name(openssl, openssl->X509_get_subject_name(peer), text);
	buffer_format(text, ", %s", verified(tls));
}

/* ---- the chain ---- */

static struct value taken(struct buffer *text)
{
	return value_bytes(bytes_from(text));
}

static struct value fingerprint(const struct openssl *openssl, const X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	struct buffer text = {0};
	openssl->X509_digest(certificate, openssl->EVP_sha256(), digest, &length);
	for (unsigned i = 0; i < length; i++)
		buffer_format(&text, "%02x", digest[i]);
	return taken(&text);
}

static struct value describe(const struct openssl *openssl, const X509 *certificate)
{
	struct buffer text = {0};
	EVP_PKEY *key = openssl->X509_get0_pubkey(certificate);
	struct map *map = map_new();
	append_name(openssl, openssl->X509_get_subject_name(certificate), &text);
	map = map_put_text(map, "subject", taken(&text));
	append_name(openssl, openssl->X509_get_issuer_name(certificate), &text);
	map = map_put_text(map, "issuer", taken(&text));
	append_alternatives(openssl, certificate, &text);
	map = map_put_text(map, "names", taken(&text));
	append_time(openssl, openssl->X509_get0_notBefore(certificate), &text);
	map = map_put_text(map, "from", taken(&text));
	append_time(openssl, openssl->X509_get0_notAfter(certificate), &text);
	map = map_put_text(map, "until", taken(&text));
	if (key)
		buffer_format(&text, "%s %d bits", openssl->EVP_PKEY_get0_type_name(key),
			      openssl->EVP_PKEY_get_bits(key));
	map = map_put_text(map, "key", taken(&text));
	return value_object(TYPE_MAP,
			    map_put_text(map, "sha256", fingerprint(openssl, certificate)));
}

/* The peer's own first: a server's chain has no place for it, so it is put there. */
static struct list *chain_of(const struct tls *tls)
{
	const struct openssl *openssl = tls->openssl;
	const OPENSSL_STACK *chain =
		(const OPENSSL_STACK *)openssl->SSL_get_peer_cert_chain(tls->connection);
	const X509 *peer = peer_of(tls);
	struct list *list = list_new(0);
	if (peer)
		list = list_append(list, describe(openssl, peer));
	for (int i = tls->server ? 0 : 1; chain && i < openssl->OPENSSL_sk_num(chain); i++)
		list = list_append(list, describe(openssl, openssl->OPENSSL_sk_value(chain, i)));
	return list;
}

struct map *tls_details(const struct handle *handle)
{
	const struct tls *tls = handle->shared->tls;
	const struct openssl *openssl = tls->openssl;
	const unsigned char *protocol = NULL;
	unsigned length = 0;
	const char *name = tls->server ? openssl->SSL_get_servername(tls->connection,
								     TLSEXT_NAMETYPE_host_name)
				       : tls->name;
	const char *how = verified(tls);
	openssl->SSL_get0_alpn_selected(tls->connection, &protocol, &length);
	struct map *map =
		map_put_text(map_new(), "version",
			     value_bytes(bytes_text(openssl->SSL_get_version(tls->connection))));
	map = map_put_text(map, "cipher", value_bytes(bytes_text(cipher_of(tls))));
	map = map_put_text(map, "alpn",
			   length ? value_bytes(bytes_new(protocol, length)) : VALUE_NIL);
	map = map_put_text(map, "name", name ? value_bytes(bytes_text(name)) : VALUE_NIL);
	map = map_put_text(map, "verified", how ? value_bool(tls->context->verifies) : VALUE_NIL);
	map = map_put_text(map, "resumed",
			   value_bool(openssl->SSL_session_reused(tls->connection)));
	map = map_put_text(map, "pending", value_int((int64_t)tls_pending(handle)));
	map = map_put_text(map, "end",
			   !tls->ended
				   ? VALUE_NIL
				   : value_bytes(bytes_text(tls->cut ? "cut" : "close-notify")));
	return map_put_text(map, "chain", value_object(TYPE_LIST, chain_of(tls)));
}
