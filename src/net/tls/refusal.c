/*
 * refusal: errors of the name TLS, with OpenSSL's own name of what is wrong as their reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <string.h>

#include "net/tls/connection.h"

/* "wrong version number" is SSL_R_WRONG_VERSION_NUMBER: the name without what it begins with. */
static struct bytes *reason_name(const char *words)
{
	/* The one where newer versions have other words, and the older name. */
	static const char alert[] = "ssl/tls alert ";
	bool renamed = strncmp(words, alert, sizeof(alert) - 1) == 0;
	struct bytes *name = bytes_format("%s%s", renamed ? "sslv3 alert " : "",
					  renamed ? words + sizeof(alert) - 1 : words);
	for (size_t i = 0; i < name->length; i++) {
		unsigned char letter = (unsigned char)name->data[i];
		name->data[i] = isalnum(letter) ? (char)toupper(letter) : '_';
	}
	return name;
}

static struct error *make(const char *call, struct bytes *reason, const char *words)
{
	struct error *error =
		error_new("TLS", call, "%.*s: %s", (int)reason->length, reason->data, words);
	error->reason = reason;
	return error;
}

struct error *openssl_error(const struct openssl *openssl, const char *call, const char *format,
			    ...)
{
	/* The first in its queue is the cause, the last where that was noticed. */
	unsigned long code = openssl->ERR_peek_error();
	const char *words = code ? openssl->ERR_reason_error_string(code) : NULL;
	openssl->ERR_clear_error();
	if (!words)
		words = "unknown error";
	struct error *error = make(call, reason_name(words), words);
	if (format) {
		struct buffer text = {0};
		va_list arguments;
		va_start(arguments, format);
		buffer_vformat(&text, format, arguments);
		va_end(arguments);
		error_detail(error, ": %s", buffer_cstring(&text));
		buffer_free(&text);
	}
	return error;
}

struct error *notified_error(const char *call)
{
	return make(call, bytes_text("CLOSE_NOTIFY"), "the peer has ended TLS in the handshake");
}

/* ---- certificates ---- */

/* X509_V_ERR_ names of what a handshake can meet: OpenSSL has words for them, and no names. */
#define VERIFICATIONS(X)                                                                           \
	X(UNABLE_TO_GET_ISSUER_CERT)                                                               \
	X(UNABLE_TO_GET_CRL)                                                                       \
	X(CERT_SIGNATURE_FAILURE)                                                                  \
	X(CRL_SIGNATURE_FAILURE)                                                                   \
	X(CERT_NOT_YET_VALID)                                                                      \
	X(CERT_HAS_EXPIRED)                                                                        \
	X(CRL_NOT_YET_VALID)                                                                       \
	X(CRL_HAS_EXPIRED)                                                                         \
	X(DEPTH_ZERO_SELF_SIGNED_CERT)                                                             \
	X(SELF_SIGNED_CERT_IN_CHAIN)                                                               \
	X(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)                                                       \
	X(UNABLE_TO_VERIFY_LEAF_SIGNATURE)                                                         \
	X(CERT_CHAIN_TOO_LONG)                                                                     \
	X(CERT_REVOKED)                                                                            \
	X(INVALID_CA)                                                                              \
	X(PATH_LENGTH_EXCEEDED)                                                                    \
	X(INVALID_PURPOSE)                                                                         \
	X(CERT_UNTRUSTED)                                                                          \
	X(CERT_REJECTED)                                                                           \
	X(UNHANDLED_CRITICAL_EXTENSION)                                                            \
	X(PERMITTED_VIOLATION)                                                                     \
	X(EXCLUDED_VIOLATION)                                                                      \
	X(HOSTNAME_MISMATCH)                                                                       \
	X(IP_ADDRESS_MISMATCH)                                                                     \
	X(EE_KEY_TOO_SMALL)                                                                        \
	X(CA_KEY_TOO_SMALL)                                                                        \
	X(CA_MD_TOO_WEAK)

static const struct {
	int error;
	const char *name;
} verifications[] = {
#define ROW(name) {X509_V_ERR_##name, #name},
	VERIFICATIONS(ROW)
#undef ROW
};

struct error *certificate_error(const struct tls *tls, const char *call)
{
	const int number = tls->refused.error;
	const char *words = tls->openssl->X509_verify_cert_error_string(number);
	struct bytes *reason = NULL;
	for (size_t i = 0; !reason && i < sizeof(verifications) / sizeof(*verifications); i++) {
		if (verifications[i].error == number)
			reason = bytes_text(verifications[i].name);
	}
	tls->openssl->ERR_clear_error();
	struct error *error = make(call, reason ? reason : reason_name(words), words);
	error_detail(error, ": %.*s", (int)tls->refused.whose->length, tls->refused.whose->data);
	if (number == X509_V_ERR_HOSTNAME_MISMATCH || number == X509_V_ERR_IP_ADDRESS_MISMATCH)
		error_detail(error, "; wanted is %s", tls->name);
	return error;
}
