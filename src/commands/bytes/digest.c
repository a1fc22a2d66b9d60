/*
 * digest: a digest of bytes: SHA-256 and others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/crypto.h"

static enum run digest_exec(struct call *call)
{
	return crypto_digest(call, call_argument(call, 0).bytes, NULL,
			     call_argument(call, 1).bytes);
}

static bool digest_measure(const struct call *call, struct measure *measure)
{
	return call_measure(call, 1, measure);
}

static const struct parameter parameters[] = {
	{"NAME", &kind_digest, ARGUMENT_REQUIRED,
	 .text = "one of these, or another that OpenSSL knows:", .listed = true},
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED, .text = "the bytes"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_CRYPTO,
	{0},
};

const struct command command_digest = {
	.name = "digest",
	.summary = "compute a digest of bytes: md5, sha1, sha256 …",
	.parameters = parameters,
	.result = "the digest, as bytes",
	.errors = errors,
	.help = "The digits that programs print are its hex: hex (digest sha256 $x). "
		"OpenSSL computes it, which is loaded when it is first used.",
	.python = "hashlib.sha256(data).digest()",
	.c = "SHA256(data, n, digest); /* of OpenSSL */",
	.example = "expect (digest sha1 abc | hex) == 'a9993e364706816aba3e25717850c26c9cd0d89d'\n"
		   "expect (base64 (digest md5 '')) == '1B2M2Y8AsgTpgAmY7PhCfg=='\n"
		   "expect error UNKNOWN { digest sha7 abc }\n",
	.exec = digest_exec,
	.measure = digest_measure,
};
