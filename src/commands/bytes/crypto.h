/*
 * crypto: what OpenSSL's libcrypto computes, which is loaded when something of it is first used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_CRYPTO_H
#define HANDSH_COMMANDS_BYTES_CRYPTO_H

#include "handsh/command.h"

/* The name of a digest: any that OpenSSL knows. */
extern const struct kind kind_digest;

/* Ends the call with the digest of bytes; with a key, which may be NULL, it is HMAC's (RFC 2104). */
enum run crypto_digest(struct call *call, const struct bytes *name, const struct bytes *key,
		       const struct bytes *bytes);

/* Those that crypto_digest can end with. */
#define ERRORS_OF_CRYPTO                                                                           \
	{"UNKNOWN", "OpenSSL has no digest of that name", "help digest lists the usual ones"},     \
	{                                                                                          \
		"ELIBACC", "OpenSSL's libcrypto is not installed"                                  \
	}

#endif
