/*
 * tls_settings: the options of tls, and what they ask for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/socket/tls_settings.h"

#include <string.h>

/* ---- what the user asks for, as OpenSSL takes it ---- */

static const char *text_of(const struct call *call, unsigned option, struct tls_texts *texts)
{
	struct value value = call_option_value(call, option);
	if (!call_option(call, option) || value.type != TYPE_BYTES)
		return NULL;
	buffer_append(&texts->of[option], value.bytes->data, value.bytes->length);
	return buffer_cstring(&texts->of[option]);
}

bool tls_refuse(struct call *call, const char *what, const char *hint)
{
	call_fail(call, "USAGE", "%s", what);
	error_hint(call->error, "%s", hint);
	return false;
}

/* Of a text with a NUL byte C would take what stands before it: another name. An empty name is
 * nobody's for the user, and anybody's for OpenSSL. */
static bool texts_fit(struct call *call)
{
	for (unsigned i = 0; i < TLS_OPTIONS; i++) {
		struct value value = call_option_value(call, i);
		if (!call_option(call, i) || value.type != TYPE_BYTES)
			continue;
		if (!value.bytes->length)
			return call_fail(call, "USAGE", "--%s has nothing after it",
					 tls_options[i].name) == RUN_DONE;
		if (memchr(value.bytes->data, '\0', value.bytes->length))
			return tls_refuse(call, "a NUL byte ends no name and no path",
					  "trim takes it away");
	}
	return true;
}

bool tls_alone(struct call *call)
{
	return call->options == 1u << TLS_OPTION_OFF ||
	       tls_refuse(call, "--off goes with no other option", "tls --off");
}

/* What only fits the other side, or lacks its companion. */
bool tls_settings_fit(struct call *call, const struct tls_settings *settings)
{
	if (!texts_fit(call))
		return false;
	if (settings->server && !settings->self_signed && settings->name)
		return tls_refuse(call, "--name is a client's, or a self-signed certificate's",
				  "a server's names stand in its --cert");
	if (settings->server && (settings->session || settings->insecure))
		return tls_refuse(call, "--session and --insecure are a client's",
				  "a server asks for certificates with --ca FILE --require");
	if (settings->server && !settings->cert && !settings->self_signed)
		return tls_refuse(
			call, "a server needs a certificate",
			"tls --server --cert FILE --key FILE, or tls --self-signed for trying");
	if (!settings->server && settings->require)
		return tls_refuse(call, "--require is a server's",
				  "tls --server --cert FILE --key FILE --ca FILE --require");
	if (settings->require && !settings->ca)
		return tls_refuse(call, "--require needs --ca",
				  "--ca FILE says whose certificates are good");
	if (settings->key && !settings->cert)
		return tls_refuse(call, "--key needs --cert", "--cert FILE --key FILE");
	if (settings->crl && (settings->insecure || (settings->server && !settings->ca)))
		return tls_refuse(call, "--crl has nothing to look at",
				  "--crl FILE looks at certificates that --ca makes good");
	return true;
}

struct tls_settings tls_settings_of(const struct call *call, struct tls_texts *texts)
{
	return (struct tls_settings){
		.server = call_option(call, TLS_OPTION_SERVER) ||
			  call_option(call, TLS_OPTION_SELF_SIGNED),
		.require = call_option(call, TLS_OPTION_REQUIRE),
		.insecure = call_option(call, TLS_OPTION_INSECURE),
		.self_signed = call_option(call, TLS_OPTION_SELF_SIGNED),
		.name = text_of(call, TLS_OPTION_NAME, texts),
		.alpn = text_of(call, TLS_OPTION_ALPN, texts),
		.ca = text_of(call, TLS_OPTION_CA, texts),
		.cert = text_of(call, TLS_OPTION_CERT, texts),
		.key = text_of(call, TLS_OPTION_KEY, texts),
		.minimum = text_of(call, TLS_OPTION_MIN, texts),
		.maximum = text_of(call, TLS_OPTION_MAX, texts),
		.ciphers = text_of(call, TLS_OPTION_CIPHERS, texts),
		.session = text_of(call, TLS_OPTION_SESSION, texts),
		.crl = text_of(call, TLS_OPTION_CRL, texts),
		.keylog = text_of(call, TLS_OPTION_KEYLOG, texts),
	};
}

void tls_texts_free(struct tls_texts *texts)
{
	for (unsigned i = 0; i < TLS_OPTIONS; i++)
		buffer_free(&texts->of[i]);
}

/* ---- the signature ---- */

static const struct parameter value_name[] = {{"HOST", &kind_host}, {0}};
static const struct parameter value_file[] = {{"FILE", &kind_file}, {0}};
static const struct parameter value_issuers[] = {{"FILE|DIR", &kind_file}, {0}};
static const struct parameter value_protocols[] = {{"LIST", &kind_bytes}, {0}};
static const struct parameter value_version[] = {{"VERSION", &kind_bytes}, {0}};
static const struct parameter value_ciphers[] = {{"LIST", &kind_bytes}, {0}};

const struct command_option tls_options[] = {
	[TLS_OPTION_SERVER] = {.name = "server",
			       .text = "take the server's part, on an accepted socket"},
	[TLS_OPTION_NAME] =
		{.name = "name",
		 .value = value_name,
		 .text = "who the peer has to be; what connect was given when left out"},
	[TLS_OPTION_CA] =
		{.name = "ca",
		 .value = value_issuers,
		 .text = "issuers whose certificates are good (PEM); the system's when left out"},
	[TLS_OPTION_CERT] =
		{.name = "cert",
		 .value = value_file,
		 .text = "this side's certificate, and those between it and its issuer (PEM)"},
	[TLS_OPTION_KEY] = {.name = "key",
			    .value = value_file,
			    .text = "the key of --cert; in that file when left out"},
	[TLS_OPTION_SELF_SIGNED] =
		{.name = "self-signed",
		 .text = "be a server with a certificate made now, for localhost or "
			 "--name; --cert and --key then say where to write it"},
	[TLS_OPTION_REQUIRE] =
		{.name = "require",
		 .text = "take no client without a certificate that --ca makes good"},
	[TLS_OPTION_INSECURE] =
		{.name = "insecure",
		 .text = "do not look at the peer's certificate: anybody can be the peer"},
	[TLS_OPTION_ALPN] = {.name = "alpn",
			     .value = value_protocols,
			     .text = "protocols to choose from, the best first: h2,http/1.1"},
	[TLS_OPTION_MIN] = {.name = "min",
			    .value = value_version,
			    .text = "the oldest version of TLS: 1.2 or 1.3"},
	[TLS_OPTION_MAX] = {.name = "max", .value = value_version, .text = "the newest version"},
	[TLS_OPTION_CIPHERS] = {.name = "ciphers",
				.value = value_ciphers,
				.text = "as !openssl ciphers -v lists them, with colons between"},
	[TLS_OPTION_SESSION] =
		{.name = "session",
		 .value = value_file,
		 .text = "resume the session that the file keeps, and keep the next"},
	[TLS_OPTION_CRL] = {.name = "crl",
			    .value = value_file,
			    .text = "a list of what the issuer has revoked (PEM)"},
	[TLS_OPTION_KEYLOG] =
		{.name = "keylog",
		 .value = value_file,
		 .text = "add this connection's keys to a file, for Wireshark to read it by"},
	[TLS_OPTION_OFF] = {.name = "off", .text = "end TLS: the socket is plain again"},
	{0},
};
