/*
 * code: what lang makes of text and the machine runs, with the text it comes from and the names in
 * it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CODE_H
#define HANDSH_CODE_H

#include "handsh/value.h"

/* ---- source: a piece of text and where it came from; shared by all code compiled from it ---- */

struct source {
	struct object object;
	char *name; /* "lab.hsh", "<stdin>", "-c"; NULL at the prompt: places are not shown */
	struct bytes *text;
	unsigned first_line; /* number of the text's first line, from 1 */
	uint32_t *lines;     /* where each begins; made when a place is first asked for */
	uint32_t line_count;
};

struct source *source_new(const char *name, struct bytes *text,
			  unsigned first_line); /* takes text */
/* Line (with first_line added) and column in characters, both from 1. */
void source_position(struct source *source, uint32_t offset, unsigned *line, unsigned *column);
/* The same, and the line's own text. */
void source_place(struct source *source, uint32_t offset, unsigned *line, unsigned *column,
		  const char **text, size_t *length);

/* ---- names are resolved when code is compiled ---- */

/* Interned names: every name has one index for ever, its cell in the machine's tables. */
struct symbols {
	struct arena arena;   /* where they live */
	struct symbol *table; /* uthash head */
	char **names;         /* by index */
	uint32_t count, capacity;
};

uint32_t symbol_intern(struct symbols *symbols, const char *name, size_t length);
bool symbol_find(const struct symbols *symbols, const char *name, uint32_t *index);
void symbols_free(struct symbols *symbols);

/* ---- code ---- */

/* How the text calls a command: bits that go with the call through the code to the command. */
enum call_manner {
	CALL_SHOWN = 1,    /* by a statement of the top level itself: what it does is shown */
	CALL_BUILTIN = 2,  /* the built-in, also when a def has taken its name */
	CALL_SERVES = 4,   /* it is serve's accept: an error that may pass does not end it */
	CALL_OWN = 8,      /* its value is the statement's: what it receives is shown */
	CALL_TURN = 16,    /* no call, but the place in a queue that one keeps: struct turn */
	CALL_SEEN = 32,    /* somebody looks how far it comes */
	CALL_DOTTED = 128, /* a name with a dot stands right before it */
	CALL_ASIDE = 64, /* before its task goes on something else is to be done: see onlooker.h */
};

enum capture_from { CAPTURE_LOCAL, CAPTURE_GLOBAL, CAPTURE_EITHER };

/* A variable that a task's text names: copied when the task starts. */
struct capture {
	uint8_t from;    /* enum capture_from */
	uint32_t local;  /* in the starter's frame */
	uint32_t global; /* the shell's */
	uint32_t to;     /* local of the task */
};

enum code_kind { CODE_UNIT, CODE_DEFINITION, CODE_TASK };

struct code {
	struct object object;
	enum code_kind kind;
	struct source *source;
	uint32_t place;    /* of a task: where in source it is started */
	char *name;        /* of the definition, or the task's first command: "accept", "spawn" */
	uint32_t *words;   /* see operations.h */
	uint32_t *offsets; /* source offset of each word */
	uint32_t length;   /* in words */
	struct value *constants;
	uint32_t constant_count;
	struct code **children; /* definitions and tasks inside */
	uint32_t child_count;
	char **locals; /* names; parameters first */
	uint32_t local_count, parameter_count;
	uint32_t required_count; /* of the parameters, which come first: those without a default */
	bool rest;               /* the last parameter is the list of all further arguments */
	char *synopsis;          /* of a definition: "fetch host [port=80] rest..."; else NULL */
	struct capture *captures;
	uint32_t capture_count;
	uint32_t stack; /* values it needs at most, locals included */
};

/* Of a wrong count: "it takes 1 to 2 arguments, not 0". most: UINT_MAX: any number. */
void code_takes(unsigned least, unsigned most, unsigned count, struct buffer *text);

/* One line an instruction, for tests. */
void code_disassemble(const struct code *code, struct buffer *buffer);

#endif
