/*
 * pattern: regular expressions, as PCRE2 has them, which is loaded when one is first used. A search
 * goes through bytes in pieces. Between them others have their turns; each is bounded by limits,
 * so that no pattern and no peer's bytes make the shell stand still.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_PATTERN_H
#define HANDSH_COMMANDS_BYTES_PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "handsh/command.h"

/* Options of whoever takes a pattern, so many, before its own; the flags are PCRE2's. */
#define PATTERN_OPTIONS 6
#define OPTIONS_OF_PATTERNS                                                                        \
	{'i', "ignore-case", .flag = PCRE2_CASELESS, .text = "small and capital letters are one"}, \
		{'m', "multiline", .flag = PCRE2_MULTILINE, .text = "^ and $ stand at each line"}, \
		{'s', "dotall", .flag = PCRE2_DOTALL, .text = ". takes line ends too"},            \
		{'x', "extended", .flag = PCRE2_EXTENDED,                                          \
		 .text = "blanks and # comments do not count"},                                    \
		{'u', "utf", .flag = PCRE2_UTF,                                                    \
		 .text = "pattern and bytes are UTF-8, and a character may be several bytes"},     \
	{                                                                                          \
		'F', "fixed", .flag = PCRE2_LITERAL, .text = "the pattern is the text itself"      \
	}

#define ERRORS_OF_PATTERNS                                                                         \
	{"USAGE", "the pattern is not well written", "pcre2pattern(3) says how"},                  \
		{"RANGE", "the pattern goes back and forth too often over these bytes",            \
		 "let what is repeated begin unlike what follows it, or make it possessive: x++"}, \
		{"TYPE", "with --utf there are bytes that are no UTF-8"},                          \
	{                                                                                          \
		"ELIBACC", "PCRE2 is not installed"                                                \
	}

struct pcre2; /* its functions */

enum pattern_start {
	PATTERN_ANYWHERE,
	PATTERN_AT_BYTE,
	PATTERN_AT_BYTES,
	PATTERN_AT_LINES, /* or where the search begins */
	PATTERN_AT_PLACE, /* only there */
};

/* A search under way: the state of a call. */
struct searching {
	struct object object;
	const struct pcre2 *pcre2;
	pcre2_code *code;
	pcre2_match_data *found; /* the latest match */
	pcre2_match_context *context;
	bool utf;
	bool again;              /* after an empty match another is looked for there that is not */
	enum pattern_start from; /* where a match can begin at all */
	unsigned char first[2];  /* PATTERN_AT_BYTE: with this byte, or that */
	const uint8_t *firsts;   /* PATTERN_AT_BYTES: with one of these; a bit each */
	size_t checked;          /* bytes that are known to be UTF-8 */
	size_t begun;            /* where the search for the next match began */
	size_t place;            /* before which it does not begin */
	size_t groups;           /* that the pattern has, and the whole */
	struct object *made;     /* what comes of the matches: the command's */
};

/* Begins one, of argument 0, for the options of the call: false with the call failed. */
bool pattern_begin(struct call *call, struct searching *searching);
/* A piece. RUN_WAIT: there is more. RUN_DONE: there is a match, or none, as *found says. */
enum run pattern_step(struct call *call, struct searching *searching, const struct bytes *bytes,
		      bool *found);
/* Where a group of the latest match is; false: it took no part. */
bool pattern_group(const struct searching *searching, size_t group, size_t *start, size_t *end);
/* Goes on after the latest match. */
void pattern_go_on(struct searching *searching);
/* The number of a group of that name; 0: there is none. */
size_t pattern_named(const struct searching *searching, const char *name);
/* The names of the groups, at their numbers, NULL where they have none; the caller frees. */
const char **pattern_names(const struct searching *searching);
extern const struct behaviour searching_behaviour;
void pattern_end(struct searching *searching); /* of one that no call keeps */

#endif
