/*
 * hmac: a digest that only who has the key can make: RFC 2104.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/crypto.h"

static enum run hmac_exec(struct call *call)
{
	return crypto_digest(call, call_argument(call, 0).bytes, call_argument(call, 1).bytes,
			     call_argument(call, 2).bytes);
}

static bool hmac_measure(const struct call *call, struct measure *measure)
{
	return call_measure(call, 2, measure);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_digest, ARGUMENT_REQUIRED,
	 .text = "one of these, or another that OpenSSL knows:", .listed = true},
	{"KEY", &kind_bytes, ARGUMENT_REQUIRED, .text = "the secret"},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_CRYPTO,
	{0},
};

const struct command command_hmac = {
	.name = "hmac",
	.summary = "compute a digest of bytes with a key",
	.parameters = parameters,
	.result = "the digest, as bytes",
	.errors = errors,
	.help = "Who has the key can tell with it that the bytes come from somebody who has it too, "
		"as SCRAM, cookies and many web services do. OpenSSL computes it.",
	.python = "hmac.digest(key, data, 'sha256')",
	.c = "HMAC(EVP_sha256(), key, n, data, m, digest, NULL); /* of OpenSSL */",
	.example = "expect (hmac md5 Jefe 'what do ya want for nothing?' | hex) == "
		   "'750c783e6ab0b503eaa86e310a5db738'\n",
	.exec = hmac_exec,
	.measure = hmac_measure,
};
