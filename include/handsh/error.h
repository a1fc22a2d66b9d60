/*
 * error: values that say what was tried, what is wrong, where, and what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_ERROR_H
#define HANDSH_ERROR_H

#include "handsh/value.h"

struct error {
	struct object object;
	const char *name;      /* "ECONNREFUSED", "TYPE", …; lives for ever, or as long as own */
	char *own;             /* a name that fail was given; else NULL */
	int number;            /* errno, 0 for those that are not the kernel's */
	struct bytes *call;    /* what was tried: "connect"; NULL: nothing to name */
	struct bytes *detail;  /* what is wrong; after strerror(3) for the kernel's; may be NULL */
	struct bytes *hint;    /* what to do, a line of its own; may be NULL */
	struct object *source; /* where: a struct source of lang, or NULL */
	uint32_t offset;       /* byte offset in source */
	int64_t done;          /* bytes that the call had sent before; -1: it sends none */
	struct bytes *data;    /* that it had received; NULL: none */
	struct bytes *reason;  /* the name that a library gives it: CERT_HAS_EXPIRED; NULL: none */
	int status;            /* of a program that has ended so; -1: none */
};

/* Is the text what an error can be called: two or more of A-Z, 0-9 and _, a letter first? */
bool error_name_fits(const char *text, size_t length);
/* call may be NULL. The detail is formatted as printf(3) does; format NULL: none. */
struct error *error_new(const char *name, const char *call, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for the kernel's errno, named by names (error_name_of is set there). */
struct error *error_kernel(const char *name, int number, const char *call, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* An error of the user's own; name fits. Takes detail, which may be NULL. */
struct error *error_own(const struct bytes *name, struct bytes *detail);
/* Adds to the detail. */
void error_detail(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void error_hint(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "Connection refused: 127.0.0.1:80", the text of .message */
void error_message(const struct error *error, struct buffer *buffer);
/* "connect: ECONNREFUSED: Connection refused: 127.0.0.1:80", without place and hint */
void error_format(const struct error *error, struct buffer *buffer);

/* For reports, the same of at most about limit bytes of the detail: fail may be given a gigabyte. */
#define ERROR_SHOWN 4000
/* A reference to the error, or where it is large to a copy with what reports show, and the first
 * bytes of its data. */
struct error *error_kept(const struct error *error, size_t data);
void error_message_cut(const struct error *error, struct buffer *buffer, size_t limit);
void error_format_cut(const struct error *error, struct buffer *buffer, size_t limit);

static inline struct value value_error(struct error *error) /* takes error */
{
	return value_object(TYPE_ERROR, error);
}

#endif
