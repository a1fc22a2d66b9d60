/*
 * builder: one code in the making, and what the files that make it share. emit.c puts the
 * instructions into it, scope.c says which variable a name means, compile_….c go through the tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_COMPILE_BUILDER_H
#define HANDSH_LANG_COMPILE_BUILDER_H

#include "handsh/operations.h"
#include "lang/tree.h"

/* A loop being compiled: where continue goes, the jumps of break, what is on the stack below. */
struct loop {
	struct loop *outer;
	uint32_t start;
	unsigned height;  /* of the stack when the body ends */
	unsigned regions; /* open when the loop began */
	uint32_t *breaks; /* places of jumps to patch */
	uint32_t break_count, break_capacity;
};

/* A name that lives in a block only, and the local that it is there. */
struct inner {
	struct inner *outer;
	const char *name;
	uint32_t local;
};

/* A try being compiled whose finally is still to run when it is left. */
struct finally {
	struct finally *outer;
	unsigned region; /* its number */
};

struct builder {
	struct builder *outer;
	struct code *code;
	struct symbols *globals, *commands;
	uint32_t word_capacity, constant_capacity, child_capacity, local_capacity, capture_capacity;
	struct symbols local_names; /* of a definition or task */
	struct inner *inner;        /* the innermost of names that live in a block */
	struct symbols assigned;    /* names that a definition assigns somewhere */
	struct symbols shared;      /* names said to be global from here on */
	uint32_t seen;              /* parameters: a default sees those before it */
	uint32_t last, label;       /* the latest instruction; where a jump leads */
	int height;                 /* of the stack, locals not counted */
	int highest;
	unsigned regions; /* open now */
	struct loop *loop;
	struct finally *finally; /* the innermost */
	bool looks;     /* in a condition that calls nothing: what is looked into may be live */
	bool condition; /* in that of a step or a mistake */
	const struct node *noted;    /* a filter in it, of whose course notes are taken */
	const struct node *mistakes; /* the first of the block that no step has come after */
	const struct symbols
		*lesson;        /* of a lesson: the commands that it defines; NULL: it is none */
	bool top;               /* a top-level statement's own commands are compiled: shown */
	const struct node *own; /* the call whose value is the statement's */
	struct error **error;   /* the first thing that cannot be compiled */
};

extern const unsigned char instruction_words[];
extern const signed char instruction_effects[];

struct code *code_new(enum code_kind kind, struct source *source);

/* ---- emit.c ---- */

void builder_begin(struct builder *builder, struct builder *outer, enum code_kind kind,
		   struct source *source);
struct code *builder_end(struct builder *builder, const char *name);
void compile_fail(struct builder *builder, uint32_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Each returns the place of its first word, for patching. */
uint32_t emit(struct builder *builder, enum instruction which, uint32_t operand, uint32_t offset);
uint32_t emit_more(struct builder *builder, enum instruction which, uint32_t operand, uint32_t b,
		   uint32_t c, uint32_t offset);
/* A jump, to be patched, that is taken when the value just compiled is false. */
uint32_t emit_unless(struct builder *builder, uint32_t offset);
/* For instructions whose effect varies. */
void emit_effect(struct builder *builder, int effect);
void patch(struct builder *builder, uint32_t place); /* jumps to here */
uint32_t here(const struct builder *builder);
uint32_t constant(struct builder *builder, struct value value); /* takes value */
void emit_constant(struct builder *builder, struct value value, uint32_t offset);
uint32_t child(struct builder *builder, struct code *code); /* takes code */

/* ---- scope.c ---- */

struct variable {
	enum capture_from from;
	uint32_t local, global;
};

struct variable variable_read(struct builder *builder, const char *name);
struct variable variable_write(struct builder *builder, const char *name);
uint32_t local_add(struct builder *builder, const char *name);
/* A local of the block alone: it means nothing before inner_begin and after inner_end. */
void inner_begin(struct builder *builder, struct inner *inner, const char *name);
void inner_end(struct builder *builder);
void collect_assigned(struct symbols *assigned, const struct node *node);

/* ---- compile_….c ---- */

/* A variable that takes what an operation gives, or its element of so many keys, which are on the
 * stack below the operands. */
struct receiver {
	uint32_t index;
	bool local;
	unsigned keys;
};

/* Leaves one value on the stack. */
void compile_value(struct builder *builder, const struct node *node);
/* A binary operation, slice or join. receiver: NULL where its value goes elsewhere. */
void compile_operation(struct builder *builder, const struct node *node,
		       const struct receiver *receiver);
void compile_variable(struct builder *builder, const char *name, uint32_t offset);
void emit_variable(struct builder *builder, struct variable variable, uint32_t offset);
void compile_assign(struct builder *builder, const struct node *node, bool want);
void compile_store(struct builder *builder, const char *name, uint32_t offset);
void compile_call(struct builder *builder, const struct node *node, bool piped, uint32_t target);
/* A call of a command whose arguments are on the stack; manner: enum call_manner, likewise. */
void emit_call(struct builder *builder, const char *command, unsigned count, unsigned manner,
	       uint32_t target, uint32_t offset);
/* statement: what the task gives is shown at its end, not only its calls. */
void compile_task(struct builder *builder, const struct node *node, bool statement);
void compile_dot_begin(struct builder *builder, const struct node *variable);
void region_end(struct builder *builder, uint32_t offset);
/* The same where something jumps out of the innermost region, of whatever kind that is. */
void region_left(struct builder *builder, uint32_t offset);
void compile_try(struct builder *builder, const struct node *node, bool want);
enum instruction operation_instruction(enum operation operation);

/* expect, in all its forms, and until; none leaves a value. False: the node is none. */
bool compile_expectation(struct builder *builder, const struct node *node);
/* ---- compile_step.c, compile_note.c: lessons ---- */

/* A step, with the mistakes that stand before it in its block. */
void compile_step(struct builder *builder, const struct node *node, bool want);
/* At the end of a block: no mistake is left over. outer: those of the block around it. */
void mistakes_end(struct builder *builder, const struct node *outer);
/* Leaves the value of a block, false where it fails. noted: notes are taken of what it finds. */
void compile_guarded(struct builder *builder, const struct node *block, bool noted);
/* The same of a value, which is expected to be true, or not. */
void compile_noted(struct builder *builder, const struct node *node, bool wanted);
/* The top is what the filter is about to go through; the error that has ended a condition. */
void note_through(struct builder *builder, const struct node *filter);
void note_failure(struct builder *builder, uint32_t offset);

/* Control forms; want: leave a value. False: the node is none. */
bool compile_control(struct builder *builder, const struct node *node, bool want);
/* A block or a statement; leaves a value only when wanted. */
void compile_block(struct builder *builder, const struct node *block, bool want);
void compile_statement(struct builder *builder, const struct node *node, bool want);
enum body_shows { SHOWS_NOTHING, SHOWS_CALLS, SHOWS_VALUE };

/* Code of its own for a task's or a definition's body. */
struct code *compile_body(struct builder *outer, enum code_kind kind, const char *name,
			  const struct node *parameters, const struct node *body,
			  enum body_shows shows);

#endif
