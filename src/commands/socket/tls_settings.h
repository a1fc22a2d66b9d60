/*
 * tls_settings: what the options of tls ask for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_SOCKET_TLS_SETTINGS_H
#define HANDSH_COMMANDS_SOCKET_TLS_SETTINGS_H

#include "handsh/socket.h"

enum {
	TLS_OPTION_SERVER,
	TLS_OPTION_NAME,
	TLS_OPTION_CA,
	TLS_OPTION_CERT,
	TLS_OPTION_KEY,
	TLS_OPTION_SELF_SIGNED,
	TLS_OPTION_REQUIRE,
	TLS_OPTION_INSECURE,
	TLS_OPTION_ALPN,
	TLS_OPTION_MIN,
	TLS_OPTION_MAX,
	TLS_OPTION_CIPHERS,
	TLS_OPTION_SESSION,
	TLS_OPTION_CRL,
	TLS_OPTION_KEYLOG,
	TLS_OPTION_OFF,
	TLS_OPTIONS
};

/* Texts of a call's options, as C has them. {0} at first. */
struct tls_texts {
	struct buffer of[TLS_OPTIONS];
};

/* Borrows the texts. */
struct tls_settings tls_settings_of(const struct call *call, struct tls_texts *texts);
void tls_texts_free(struct tls_texts *texts);
/* Do they fit together, and the side? False: call->error. */
bool tls_settings_fit(struct call *call, const struct tls_settings *settings);
bool tls_alone(struct call *call); /* --off, without others. False: call->error. */
/* USAGE with what to type; false. */
bool tls_refuse(struct call *call, const char *what, const char *hint);

extern const struct command_option tls_options[];
extern const struct command_error tls_errors[];

#endif
