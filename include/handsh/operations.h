/*
 * operations: the machine's instructions, in one list that gives the enum, the names and the
 * stack effects. A word holds the operation in its low 8 bits and the operand A above; some are
 * followed by further words B, C.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_OPERATIONS_H
#define HANDSH_OPERATIONS_H

#include <stdint.h>

/* X(name, words, effect): effect is the change of the stack's height; VARIES: see compile. */
#define EFFECT_VARIES 127
/* clang-format off */
#define OPERATIONS(X)                                                                              \
	X(NIL, 1, 1)                                                                               \
	X(UNSET, 1, 1)             /* a slice's end left out */                                    \
	X(TRUE, 1, 1)                                                                              \
	X(FALSE, 1, 1)                                                                             \
	X(INT, 1, 1)               /* A: signed 24 bit */                                          \
	X(CONSTANT, 1, 1)          /* A: constant */                                               \
	X(ARGUMENT, 1, 1)          /* A: $1 … */                                                   \
	X(GET_LOCAL, 1, 1)         /* A: local */                                                  \
	X(GET_GLOBAL, 1, 1)        /* A: global */                                                 \
	X(GET_EITHER, 2, 1)        /* A: local; while that is unset B: global */                   \
	X(SET_LOCAL, 1, -1)                                                                        \
	X(SET_GLOBAL, 1, -1)                                                                       \
	X(FORGET_LOCAL, 1, 0)      /* nobody can see its old value any more */                     \
	X(ADD_LOCAL, 1, -2)        /* local A = old + value: LET_GO, ADD and SET in one */         \
	X(ADD_GLOBAL, 1, -2)                                                                       \
	X(LET_GO_LOCAL, 2, 0)      /* before the operation that gives A [B keys] its value */      \
	X(LET_GO_GLOBAL, 2, 0)                                                                     \
	X(STEP_LOCAL, 3, 0)        /* local A += B, an int of 32 bit; C: 1 + global or 0 */         \
	X(STEP_GLOBAL, 3, 0)                                                                       \
	X(PATH_LOCAL, 3, EFFECT_VARIES) /* A [B keys] = value; C: 1 + global or 0 */               \
	X(PATH_GLOBAL, 3, EFFECT_VARIES)                                                           \
	X(UNPACK, 1, EFFECT_VARIES) /* a list of A elements, the first of which comes to the top */\
	X(POP, 1, -1)                                                                              \
	X(DUP, 1, 1)                                                                               \
	X(ROTATE, 1, 0)            /* the value below A others comes to the top */                 \
	X(JUMP, 1, 0)              /* A: to */                                                     \
	X(JUMP_FALSE, 1, -1)                                                                       \
	X(UNLESS_UNSET, 2, 0)      /* jumps when local B is set: a parameter that was given */     \
	X(UNLESS_EQUAL, 1, -2)     /* a comparison and JUMP_FALSE in one, in their order */        \
	X(UNLESS_DIFFERENT, 1, -2)                                                                 \
	X(UNLESS_LESS, 1, -2)                                                                      \
	X(UNLESS_LESS_EQUAL, 1, -2)                                                                \
	X(UNLESS_GREATER, 1, -2)                                                                   \
	X(UNLESS_GREATER_EQUAL, 1, -2)                                                             \
	X(AND, 1, -1)              /* false: jump and keep it; else pop */                         \
	X(OR, 1, -1)               /* true: jump and keep it; else pop */                          \
	X(LOOP, 1, 0)              /* JUMP back: the budget is spent here */                       \
	X(COUNT_CHECK, 1, 0)       /* the top is a count */                                        \
	X(COUNT, 1, 0)             /* counts the top down; at 0 pops it and jumps */               \
	X(EACH_CHECK, 1, 1)        /* the top can be iterated; pushes the position */              \
	X(EACH, 2, EFFECT_VARIES)  /* pushes B values of the next turn, or pops two and jumps */   \
	X(FILTER_BEGIN, 1, 2)      /* EACH_CHECK, with an empty result below what is gone through */ \
	X(NAMES_BEGIN, 2, 0)       /* locals A, B of them, live until the region ends */           \
	X(KEEP, 1, -1)             /* the element goes to the result if the top is true */         \
	X(ADD, 1, -1)                                                                              \
	X(SUBTRACT, 1, -1)                                                                         \
	X(MULTIPLY, 1, -1)                                                                         \
	X(DIVIDE, 1, -1)                                                                           \
	X(MODULO, 1, -1)                                                                           \
	X(BAND, 1, -1)                                                                             \
	X(BOR, 1, -1)                                                                              \
	X(BXOR, 1, -1)                                                                             \
	X(BSL, 1, -1)                                                                              \
	X(BSR, 1, -1)                                                                              \
	X(EQUAL, 1, -1)                                                                            \
	X(DIFFERENT, 1, -1)                                                                        \
	X(LESS, 1, -1)                                                                             \
	X(LESS_EQUAL, 1, -1)                                                                       \
	X(GREATER, 1, -1)                                                                          \
	X(GREATER_EQUAL, 1, -1)                                                                    \
	X(IN, 1, -1)                                                                               \
	X(NOT, 1, 0)                                                                               \
	X(NEGATE, 1, 0)                                                                            \
	X(BNOT, 1, 0)                                                                              \
	X(INDEX, 1, -1)                                                                            \
	X(SLICE, 1, -2)                                                                            \
	X(FIELD, 1, 0)             /* A: constant */                                               \
	X(LIST, 1, EFFECT_VARIES)  /* A: elements */                                               \
	X(MAP, 1, EFFECT_VARIES)   /* A: pairs */                                                  \
	X(APPEND, 1, EFFECT_VARIES) /* A: elements, which go to the end of the list below them */  \
	X(JOIN, 1, EFFECT_VARIES)  /* A: pieces */                                                 \
	X(CALL, 3, EFFECT_VARIES)  /* A: command; B: see call_word; C: target */                   \
	X(DOT_BEGIN, 1, -1)        /* A: constant, the name: makes a socket current for a call */  \
	X(SERVE_BEGIN, 1, 0)       /* from here on calls of CALL_SERVES are on what is current */  \
	X(SERVE_SPAWN, 1, -1)      /* A: child; the top is the connection, its own */              \
	X(TRY_BEGIN, 1, 0)         /* A: handler, which finds the error on the stack */            \
	X(CATCH, 2, 0)             /* B: constant, names; the error on the stack has none: to A */  \
	X(RAISE, 1, -1)            /* throws the error on the stack again */                       \
	X(FINALLY_BEGIN, 1, 0)     /* A: its block */                                              \
	X(FINALLY, 1, 0)           /* runs the block, and comes back to the next instruction */    \
	X(FINALLY_END, 1, -1)      /* goes on as before the block, with the value on the stack */  \
	X(TIMEOUT_BEGIN, 1, -1)                                                                    \
	X(WITHIN_BEGIN, 1, -1)                                                                     \
	X(UNTIL_BEGIN, 1, 0)                                                                       \
	X(LOOK, 1, 0)              /* a field of the top is read: it may change by itself */       \
	/* Until the top, or both below the comparison B - 1, are true: waits, and jumps to A. */  \
	/* C: 1 + constant, the only globals that can change it; 0: every event may. */            \
	X(AWAIT, 3, EFFECT_VARIES)                                                                 \
	X(TOOK_BEGIN, 1, -2)                                                                       \
	X(TOOK_END, 1, 0)                                                                          \
	X(FAILS_BEGIN, 1, 0)       /* A: handler; the wanted name stays on the stack below */      \
	X(FAILS_MATCH, 1, -2)      /* name, error: the right one? */                               \
	X(FAILS_MISSED, 1, -1)     /* name: the block did not fail */                              \
	X(REGION_END, 1, 0)                                                                        \
	X(EXPECT_BEGIN, 1, 0)                                                                      \
	X(EXPECT, 1, -1)                                                                           \
	X(EXPECT_COMPARE, 1, -2)   /* A: comparison */                                             \
	X(NOTE, 1, 0)              /* A: constant: handsh/note.h */                                \
	X(DEFINE, 2, 0)            /* A: child; B: command */                                      \
	X(SPAWN, 1, 1)             /* A: child */                                                  \
	X(ANNOUNCE, 1, 0)          /* the top is a task just started: say what it waits for */     \
	X(STATEMENT, 1, 0)         /* A: the next one, where -k goes on */                         \
	X(END, 1, -1)              /* of a unit's statement, which gives the top; A: SHOW_ */      \
	X(SHOW, 1, -1)             /* A: SHOW_ */                                                  \
	X(RETURN, 1, -1)

/* clang-format on */

enum instruction {
#define X(name, words, effect) INSTRUCTION_##name,
	OPERATIONS(X)
#undef X
		INSTRUCTIONS
};

enum call_word {
	CALL_ARGUMENTS = 0xffff,
	CALL_MANNER = 16 /* from this bit on: enum call_manner */
};
enum path_word { PATH_KEYS = 0xffff, PATH_KEEP = 0x10000 /* the value stays on the stack */ };
enum show_mode {
	SHOW_VALUE, /* an expression's value */
	SHOW_CALL,  /* of a call: nothing if it made system calls, which are shown themselves */
	SHOW_NOTHING,
};

#define OPERAND_MAX 0x7fffff

static inline uint32_t instruction(uint32_t word)
{
	return word & 0xff;
}

static inline uint32_t operand(uint32_t word)
{
	return word >> 8;
}

#endif
