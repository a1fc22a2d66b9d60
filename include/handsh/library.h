/*
 * library: shared libraries that are loaded when they are first used, so that a start does not pay
 * for what most sessions never need.
 *
 * Whoever uses one lists the functions that it calls, once, in the order of a struct of pointers:
 *
 *	#define FUNCTIONS(X) X(SSL_new) X(SSL_free)
 *	struct openssl { FUNCTIONS(LIBRARY_POINTER) };
 *	const struct library library_openssl =
 *		{"libssl.so.3", "libssl3", LIBRARY_FUNCTIONS(FUNCTIONS)};
 *
 * What the header defines as a macro or an inline function is not called by its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LIBRARY_H
#define HANDSH_LIBRARY_H

#include "handsh/error.h"

struct library {
	const char *file;             /* as dlopen(3) looks for it: "libssl.so.3" */
	const char *package;          /* what Debian calls it, for the message */
	const char *const *functions; /* their names; NULL at the end */
};

#define LIBRARY_POINTER(function) __typeof__(function) *function;
#define LIBRARY_NAME(function) #function,
#define LIBRARY_FUNCTIONS(list) ((const char *const[]){list(LIBRARY_NAME) NULL})

/* Those that have been loaded. All zero: none. */
struct libraries {
	struct loaded_library *first;
};

/*
 * The library's functions, a struct of pointers in the order of their names, for as long as the
 * libraries are not freed. NULL: *error (new) says what is missing.
 */
const void *library_load(struct libraries *libraries, const struct library *library,
			 struct error **error);
/* For callbacks of a library, which get nothing of ours: a function of one that is loaded, or NULL. */
void *library_function(const struct library *library, const char *name);
/* The tables alone: a library stays loaded until the process ends. */
void libraries_free(struct libraries *libraries);

#endif
