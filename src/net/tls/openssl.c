/*
 * openssl: where its functions are found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/tls/openssl.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

const struct library library_openssl = {
	.file = "libssl.so." TEXT(OPENSSL_SHLIB_VERSION),
	.package = "libssl3",
	.functions = LIBRARY_FUNCTIONS(OPENSSL_FUNCTIONS),
};
