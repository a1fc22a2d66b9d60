/*
 * scan: what stands at a place of the text. There are no tokens: what a byte means depends on the
 * rule that reads it, so parse asks here for classes of bytes, blanks, words and what is missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LANG_READ_SCAN_H
#define HANDSH_LANG_READ_SCAN_H

#include "handsh/marks.h"
#include "lang/tree.h"

struct cursor;
struct keyword;

/* A bracket or quote that is not closed yet; these live on the C stack of the rule that reads it.
 */
struct open {
	struct open *outer;
	uint32_t offset;
	char what; /* { ( [ " ' or $ for ${ */
	bool flat; /* the parser's, to go back to */
};

/* A break, global or return whose loop or body must be found further out. */
struct escape {
	unsigned level; /* of the loop that break leaves; UINT_MAX: none */
	uint32_t jump;
	const struct keyword *word; /* global or return: it belongs into a definition or task */
	uint32_t place;
};

struct parser {
	const char *text;
	uint32_t at, end;
	enum extent extent;
	struct arena *arena;
	struct open *open;
	uint32_t continued; /* after the last backslash and newline that were skipped */
	bool flat;          /* inside ( ) and [ ]: a newline is a blank */
	bool body;          /* inside a definition or task */
	unsigned finally; /* 1 + the loops around the finally we are in, in this body; 0: in none */
	unsigned brackets; /* open ones */
	unsigned heads;    /* values of control forms that stand in values of control forms */
	unsigned loops;    /* around here, in this body */
	bool form_ends;    /* what is read next is a value with which its form ends */
	struct escape escape;
	enum compile_status status;
	struct error *error;
	uint32_t resume;       /* after an error: where the next unit begins, or, for a cursor, the
				  last statement; 0: nowhere yet */
	struct marks *marks;   /* of what has been read; or NULL */
	struct cursor *cursor; /* at the text's end, for whoever asks what stands there; or NULL */
	bool passed; /* and nothing begins there: it is in a quote, a comment or a !command */
	char quote;  /* the quote that it is in, or 0 */
};

void mark_add(struct marks *marks, enum mark_kind kind, uint32_t start, uint32_t end);

/* For who wants to know: what stands from start to end has been read, and is of the kind. */
static inline void mark(struct parser *parser, enum mark_kind kind, uint32_t start, uint32_t end)
{
	if (parser->marks)
		mark_add(parser->marks, kind, start, end);
}

enum byte_class {
	BYTE_WORD = 1,   /* of a bare word */
	BYTE_NAME = 2,   /* of a name */
	BYTE_LETTER = 4, /* a name's first */
	BYTE_DIGIT = 8,
	BYTE_BLANK = 16,
	BYTE_PIECE = 32,  /* begins a piece that can touch a word: ' " $ ( */
	BYTE_LIST = 64,   /* ends a bare word in lists and maps */
	BYTE_BEFORE = 128 /* a # after it begins a comment */
};

extern const uint8_t byte_classes[256];

static inline bool byte_is(unsigned char byte, unsigned classes)
{
	return byte_classes[byte] & classes;
}

/* The byte at an offset; NUL after the end, where a NUL of the text itself is an error. */
static inline unsigned char byte_at(const struct parser *parser, uint32_t offset)
{
	return offset < parser->end ? (unsigned char)parser->text[offset] : 0;
}

static inline unsigned char peek(const struct parser *parser)
{
	return byte_at(parser, parser->at);
}

static inline bool at_end(const struct parser *parser)
{
	return parser->at >= parser->end;
}

/* The text ends where a backslash says that another line follows. */
static inline bool ends_continued(const struct parser *parser)
{
	return at_end(parser) && parser->continued == parser->end && parser->end > 0;
}

/* A CR before a newline is a blank; anywhere else it is a byte of a word. */
static inline bool carriage_blank(const struct parser *parser, uint32_t offset)
{
	return offset + 1 >= parser->end || parser->text[offset + 1] == '\n';
}

/* Length of the backslash and newline at offset, 0 when they do not stand there. */
uint32_t continuation(const struct parser *parser, uint32_t offset);

void skip_blanks(struct parser *parser); /* newlines and comments too, where flat */
/* Blanks, semicolons, comments and newlines, but for the newline that ends the unit. */
void skip_separators(struct parser *parser);
/* Where the bare word that begins at offset ends; in_list: [ ] and , end it too. */
uint32_t bare_end(const struct parser *parser, uint32_t offset, bool in_list);
uint32_t name_end(const struct parser *parser, uint32_t offset); /* offset: there is no name */
/* After the blanks at offset stands a lone = (blanks before and after it). */
bool lone_equals(const struct parser *parser, uint32_t offset, uint32_t *after);
/* The word at the place is this one, and ends there. */
bool at_word(const struct parser *parser, const char *word);

/* ---- brackets ---- */

bool open_bracket(struct parser *parser, struct open *open, char what, bool flat);
/* What stands at the place must be the bracket that closes open. */
bool close_bracket(struct parser *parser, struct open *open);
void open_quote(struct parser *parser, struct open *open, char what);
void close_quote(struct parser *parser, struct open *open);

/*
 * After an error at the place: where the next unit begins, after a newline at which the brackets
 * and quotes that are open and those that follow are all closed. The rest of a broken block must
 * not run as commands. 0: the text ends before.
 */
uint32_t recover(const struct parser *parser);
/* The same: where the last statement of the text begins, as far as brackets tell. 0: none does. */
uint32_t recover_statement(const struct parser *parser);

/* ---- syntax errors: each returns NULL, or false, for its caller to return ---- */

void *fail(struct parser *parser, uint32_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void fail_hint(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Says that what is innermost open is not closed. */
void *fail_open(struct parser *parser);
/* At the place something is wrong: the text ends in a bracket, there is a NUL, or as the format
 * says. */
void *fail_here(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* What stands at the place fits nothing; missing, "a value", was expected, or NULL. */
void *unexpected(struct parser *parser, const char *missing);
/* Length of the word or byte at offset, cut for messages. */
int excerpt(const struct parser *parser, uint32_t offset);

#endif
