/*
 * crypto: see crypto.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/crypto.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>

#define TEXT_OF(number) #number
#define FILE_OF(version) "libcrypto.so." TEXT_OF(version)
#define NAME_MOST 64 /* bytes of a digest's name */

#define FUNCTIONS(X)                                                                               \
	X(EVP_MD_fetch)                                                                            \
	X(EVP_MD_free)                                                                             \
	X(EVP_MD_CTX_new)                                                                          \
	X(EVP_MD_CTX_free)                                                                         \
	X(EVP_DigestInit_ex)                                                                       \
	X(EVP_DigestUpdate)                                                                        \
	X(EVP_DigestFinal_ex)                                                                      \
	X(EVP_MAC_fetch)                                                                           \
	X(EVP_MAC_free)                                                                            \
	X(EVP_MAC_CTX_new)                                                                         \
	X(EVP_MAC_CTX_free)                                                                        \
	X(EVP_MAC_init)                                                                            \
	X(EVP_MAC_update)                                                                          \
	X(EVP_MAC_final)                                                                           \
	X(OSSL_PARAM_construct_utf8_string)                                                        \
	X(OSSL_PARAM_construct_end)                                                                \
	X(ERR_clear_error)

struct crypto {
	FUNCTIONS(LIBRARY_POINTER)
};

static const struct library library_crypto = {FILE_OF(OPENSSL_SHLIB_VERSION), "libssl3",
					      LIBRARY_FUNCTIONS(FUNCTIONS)};

/* ---- names ---- */

static void tell_digests(void (*tell)(void *context, const char *word, const char *text),
			 void *context)
{
	static const char *const digests[][2] = {
		{"md5", "16 bytes; broken, but old protocols have it"},
		{"sha1", "20 bytes; broken, but WebSocket and git have it"},
		{"sha224", "28 bytes"},
		{"sha256", "32 bytes"},
		{"sha384", "48 bytes"},
		{"sha512", "64 bytes"},
		{"sha512-256", "32 bytes"},
		{"sha3-256", "32 bytes"},
		{"sha3-512", "64 bytes"},
		{"blake2s256", "32 bytes"},
		{"blake2b512", "64 bytes"},
		{"ripemd160", "20 bytes"},
		{"sm3", "32 bytes"},
	};
	for (size_t i = 0; i < sizeof(digests) / sizeof(*digests); i++)
		tell(context, digests[i][0], digests[i][1]);
}

static bool convert_digest(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

const struct kind kind_digest = {.name = "the name of a digest",
				 .convert = convert_digest,
				 .words = tell_digests,
				 .complete = complete_words};

/* ---- a digest under way ---- */

struct hashing {
	struct object object;
	const struct crypto *crypto;
	EVP_MD_CTX *digest; /* or, with a key */
	EVP_MAC_CTX *mac;
	EVP_MD *method;
};

static void destroy(struct object *object)
{
	struct hashing *hashing = (struct hashing *)object;
	const struct crypto *crypto = hashing->crypto;
	crypto->EVP_MD_CTX_free(hashing->digest);
	crypto->EVP_MAC_CTX_free(hashing->mac);
	crypto->EVP_MD_free(hashing->method);
	free(hashing);
}

static const struct behaviour hashing_behaviour = {.destroy = destroy};

static bool begin_mac(struct hashing *hashing, char *name, const struct bytes *key)
{
	const struct crypto *crypto = hashing->crypto;
	EVP_MAC *method = crypto->EVP_MAC_fetch(NULL, "HMAC", NULL);
	const OSSL_PARAM parameters[] = {
		crypto->OSSL_PARAM_construct_utf8_string("digest", name, 0),
		crypto->OSSL_PARAM_construct_end(),
	};
	hashing->mac = crypto->EVP_MAC_CTX_new(method);
	crypto->EVP_MAC_free(method);
	return hashing->mac && crypto->EVP_MAC_init(hashing->mac, (const unsigned char *)key->data,
						    key->length, parameters);
}

static bool begin_digest(struct hashing *hashing)
{
	const struct crypto *crypto = hashing->crypto;
	hashing->digest = crypto->EVP_MD_CTX_new();
	return hashing->digest && crypto->EVP_DigestInit_ex(hashing->digest, hashing->method, NULL);
}

/* A digest that cannot be had (md5 where FIPS rules), or has no HMAC, is none here. */
static bool begin(struct hashing *hashing, char *name, const struct bytes *key)
{
	hashing->method = hashing->crypto->EVP_MD_fetch(NULL, name, NULL);
	if (hashing->method && (key ? begin_mac(hashing, name, key) : begin_digest(hashing)))
		return true;
	hashing->crypto->ERR_clear_error();
	return false;
}

static struct hashing *hashing_new(struct call *call, const struct bytes *name,
				   const struct bytes *key)
{
	char text[NAME_MOST];
	struct error *error;
	const struct crypto *crypto =
		library_load(&call_shell(call)->libraries, &library_crypto, &error);
	if (!crypto) {
		call_error(call, error);
		return NULL;
	}
	struct hashing *hashing = memory_zeroed(1, sizeof(*hashing));
	hashing->object = (struct object){&hashing_behaviour, 1};
	hashing->crypto = crypto;
	if (bytes_cstring(name, text, sizeof(text)) && begin(hashing, text, key))
		return hashing;
	object_release(hashing);
	call_unknown(call, &kind_digest, key ? "digest for hmac" : "digest", name);
	return NULL;
}

/* ---- the digest ---- */

static bool add(struct hashing *hashing, const char *data, size_t length)
{
	const struct crypto *crypto = hashing->crypto;
	if (hashing->mac)
		return crypto->EVP_MAC_update(hashing->mac, (const unsigned char *)data, length);
	return crypto->EVP_DigestUpdate(hashing->digest, data, length);
}

static bool finish(struct hashing *hashing, unsigned char *out, size_t *length)
{
	unsigned count;
	if (hashing->mac)
		return hashing->crypto->EVP_MAC_final(hashing->mac, out, length, EVP_MAX_MD_SIZE);
	bool good = hashing->crypto->EVP_DigestFinal_ex(hashing->digest, out, &count);
	*length = count;
	return good;
}

enum run crypto_digest(struct call *call, const struct bytes *name, const struct bytes *key,
		       const struct bytes *bytes)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t length;
	if (!call->state)
		call->state = (struct object *)hashing_new(call, name, key);
	struct hashing *hashing = (struct hashing *)call->state;
	if (!hashing)
		return RUN_FAIL;
	bool good = true;
	while (good && call->done < bytes->length) {
		size_t end = piece_end(call->done, bytes->length, PIECE_BYTES);
		good = add(hashing, bytes->data + call->done, end - call->done);
		call->done = end;
		if (end < bytes->length && call_overdue(call))
			return call_yield(call);
	}
	if (good && finish(hashing, digest, &length))
		return call_return(call, value_bytes(bytes_new(digest, length)));
	hashing->crypto->ERR_clear_error();
	return call_fail(call, "UNKNOWN", "OpenSSL does not compute this digest");
}
