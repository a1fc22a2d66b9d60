/*
 * tree: the syntax tree between parse and compile. Nodes live in an arena and are freed with it;
 * texts point into the arena or into the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_TREE_H
#define HANDSH_LANG_TREE_H

#include "handsh/lang.h"

/* a, b, c are children; "list" means linked through next. */
enum node_kind {
	NODE_NIL,
	NODE_TRUE,
	NODE_FALSE,
	NODE_INT,      /* integer */
	NODE_BYTES,    /* text, length; flag_option: a bare word like -n */
	NODE_JOIN,     /* a: list of pieces, put together as bytes */
	NODE_VARIABLE, /* text: name */
	NODE_ARGUMENT, /* integer: $1, $2 … */
	NODE_FIELD,    /* a . text */
	NODE_INDEX,    /* a [ b ] */
	NODE_SLICE,    /* a [ b : c ]; b, c may be NULL */
	NODE_LIST,     /* a: list of elements */
	NODE_MAP,      /* a: list of NODE_PAIR */
	NODE_PAIR,     /* a: key, b: value */
	NODE_NOT,      /* a */
	NODE_NEGATE,   /* a */
	NODE_BNOT,     /* a */
	NODE_AND,      /* a, b */
	NODE_OR,
	NODE_BINARY, /* a operation b */
	NODE_ASSIGN, /* a: NODE_VARIABLE, maybe inside FIELD and INDEX, or NODE_NAMES; b: value */
	NODE_NAMES,  /* a: list of NODE_VARIABLE, for the elements of what is assigned */
	NODE_CALL,   /* text: command; a: list of arguments; b: NODE_VARIABLE before the dot or NULL
		      */
	NODE_SHELL,  /* text: what follows the !; b: NODE_VARIABLE before the dot or NULL */
	NODE_PIPE,   /* a | b; b is a NODE_CALL or NODE_SHELL */
	NODE_BLOCK,  /* a: list of statements */
	NODE_IF,     /* a: condition, b: block, c: block, NODE_IF or NULL */
	NODE_WHILE,  /* a: condition, b: block */
	NODE_LOOP,   /* a: count or NULL, b: block */
	NODE_FOR,    /* text: name, text2: second name or NULL, a: what, b: block */
	NODE_FILTER, /* the same */
	NODE_SPAWN,  /* a: block or call */
	NODE_SERVE, /* a: block or call, b: NODE_VARIABLE before the dot or NULL, c: that after as */
	NODE_TRY,   /* a: block, b: NODE_CATCHES or NULL, c: block of finally or NULL */
	NODE_CATCHES, /* a: list of NODE_CATCH */
	NODE_CATCH, /* a: list of NODE_BYTES, the errors' names; b: block; text: variable or NULL */
	NODE_TIMEOUT,   /* a: duration argument, b: block */
	NODE_UNTIL,     /* a: value */
	NODE_EXPECT,    /* a: value */
	NODE_WITHIN,    /* a: duration argument, b: value */
	NODE_TOOK,      /* a: least, b: most, c: block */
	NODE_FAILS,     /* expect error: a: name argument, b: block */
	NODE_STEP,      /* a: NODE_LIST of texts, b: block, the condition */
	NODE_MISTAKE,   /* the same */
	NODE_TASK,      /* a &: a is a value */
	NODE_DEFINE,    /* text: name, a: list of parameters, b: block */
	NODE_PARAMETER, /* text: name, text2: as it was written, a: default or NULL */
	NODE_REST,      /* the same of one that takes the further arguments */
	NODE_GLOBAL,    /* a: list of NODE_VARIABLE */
	NODE_BREAK,
	NODE_CONTINUE,
	NODE_RETURN, /* a: value or NULL */
} __attribute__((packed));

enum operation {
	OPERATION_ADD,
	OPERATION_SUBTRACT,
	OPERATION_MULTIPLY,
	OPERATION_DIVIDE,
	OPERATION_MODULO,
	OPERATION_BAND,
	OPERATION_BOR,
	OPERATION_BXOR,
	OPERATION_BSL,
	OPERATION_BSR,
	OPERATION_EQUAL, /* and those after it compare two values */
	OPERATION_DIFFERENT,
	OPERATION_LESS,
	OPERATION_LESS_EQUAL,
	OPERATION_GREATER,
	OPERATION_GREATER_EQUAL,
	OPERATION_IN,
} __attribute__((packed));

struct node { /* one cache line: large scripts are read at the speed of memory */
	enum node_kind kind;
	enum operation operation;
	bool flag_option;
	uint16_t height; /* 1 + the highest child's, at most HEIGHT_MAX */
	uint32_t offset; /* of the first byte in the source; for calls of the command word itself */
	uint32_t length; /* of text */
	struct node *next;
	struct node *a, *b, *c;
	const char *text; /* names have a NUL after them, bytes and !commands have not */
	union {
		const char *text2; /* NODE_FOR, NODE_FILTER, NODE_PARAMETER, NODE_REST */
		int64_t integer;   /* NODE_INT, NODE_ARGUMENT */
	};
};

/* Is the node a value without an operator before or after it: a name, a constant, a list …? */
static inline bool node_is_operand(const struct node *node)
{
	switch (node->kind) {
	case NODE_NIL:
	case NODE_TRUE:
	case NODE_FALSE:
	case NODE_INT:
	case NODE_BYTES:
	case NODE_JOIN:
	case NODE_VARIABLE:
	case NODE_ARGUMENT:
	case NODE_FIELD:
	case NODE_INDEX:
	case NODE_SLICE:
		return true;
	default:
		return false;
	}
}

/* Is it what only an expression gives, not a call or a form? */
static inline bool node_is_expression(const struct node *node)
{
	switch (node->kind) {
	case NODE_LIST:
	case NODE_MAP:
	case NODE_NOT:
	case NODE_NEGATE:
	case NODE_BNOT:
	case NODE_AND:
	case NODE_OR:
	case NODE_BINARY:
		return true;
	default:
		return node_is_operand(node);
	}
}

/* Does it compare two values, both of which an expectation that is not met shows? */
static inline bool node_is_comparison(const struct node *node)
{
	return node->kind == NODE_BINARY && node->operation >= OPERATION_EQUAL;
}

#define NEST_MAX 1000             /* brackets nest at most this deep */
#define HEIGHT_MAX (4 * NEST_MAX) /* and trees are at most this high, so compile may recurse */

/* How much of a text is to be parsed. */
enum extent {
	EXTENT_ALL,     /* all of it, as one unit */
	EXTENT_UNIT,    /* one unit: up to the first newline outside every bracket and quote */
	EXTENT_GROWING, /* the same of a text that may go on: its end ends no unit */
};

struct parsed {
	enum compile_status status;
	uint32_t length;     /* of the unit, with its newline; 0: it may go on */
	struct node *tree;   /* of COMPILE_DONE, a NODE_BLOCK; lives until the arena is reset */
	struct error *error; /* of the others, without a source; NULL where the unit may go on */
};

/* The text must stay as long as the tree. */
struct parsed parse(const char *text, size_t length, enum extent extent, struct arena *arena);

/* Tells the surveyor of the tree of a text. */
void survey_tree(const struct node *tree, struct source *source, struct surveyor *surveyor);

/*
 * The code of a lesson: a body of its own, as a command's, in which a name that it does not assign is
 * the shell's, and a command that it does not define is built in. Else *error, which is NULL before.
 */
enum compile_status compile_lesson_tree(const struct node *tree, struct source *source,
					struct symbols *globals, struct symbols *commands,
					struct code **code, struct error **error);

/* The code of a unit's tree; else *error, which is NULL before. source has the unit's text. */
enum compile_status compile_tree(const struct node *tree, struct source *source,
				 struct symbols *globals, struct symbols *commands,
				 struct code **code, struct error **error);

#endif
