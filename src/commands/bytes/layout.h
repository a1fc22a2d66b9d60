/*
 * layout: how values lie in bytes. A format of pack and unpack says it, field by field, in the
 * letters of Python's struct module (https://docs.python.org/3/library/struct.html).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_LAYOUT_H
#define HANDSH_COMMANDS_BYTES_LAYOUT_H

#include "handsh/command.h"

enum field_kind {
	FIELD_NONE, /* the letter is none */
	FIELD_PAD,
	FIELD_BYTE,
	FIELD_TEXT,    /* bytes, filled up with zeros */
	FIELD_COUNTED, /* the same after a byte that says how many there are */
	FIELD_BOOL,
	FIELD_SIGNED,
	FIELD_UNSIGNED,
	FIELD_POINTER, /* unsigned; a negative number is taken by its bits */
	FIELD_REAL,
};

/* Equal ones that follow each other: 3H. */
struct layout_field {
	char letter;
	uint8_t kind;   /* enum field_kind */
	uint8_t size;   /* of each, in bytes */
	size_t padding; /* bytes before it, where it is aligned */
	size_t count;   /* of TEXT and COUNTED its bytes */
};

/* A field holds one value, or as many as it counts, or none. */
static inline size_t field_values(const struct layout_field *field)
{
	if (field->kind == FIELD_TEXT || field->kind == FIELD_COUNTED)
		return 1;
	return field->kind == FIELD_PAD ? 0 : field->count;
}

struct layout {
	const char *next, *end; /* of the format */
	bool native;            /* sizes and alignment are those of C on this machine */
	bool big;               /* the highest byte of a number comes first */
	size_t size;            /* of what has been read: where the next field stands */
};

/* A pack or an unpack under way. */
struct passage {
	struct object object;
	struct layout layout;
	size_t size, values;       /* of the whole format */
	struct layout_field field; /* where it is */
	size_t place;              /* of that field in the bytes */
	size_t done;               /* of its count */
	size_t value;              /* the next one */
	bool remarks;              /* somebody may want to know what an integer looks like */
	struct object *made;       /* the result, or NULL */
};

/* What one of the two does. False: the call has failed. */
struct layout_work {
	enum value_type made;
	bool (*begin)(struct call *call, struct passage *passage); /* size and values are known */
	/* A part of the field, from done up to end or further: moves done there. */
	bool (*put)(struct call *call, struct passage *passage, size_t end);
};

/* Argument 0 is the format. The whole of it is read before work begins. */
enum run layout_exec(struct call *call, const struct layout_work *work);

#endif
