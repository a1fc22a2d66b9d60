/*
 * completion: what Tab offers where a text ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMPLETION_H
#define HANDSH_COMPLETION_H

#include "handsh/command.h"
#include "handsh/cursor.h"
#include "handsh/names.h"

struct completion_word {
	char *text;
	char *about; /* a line for whoever chooses; NULL: the text says it all */
	bool typed;  /* it is inserted as it stands; else as a literal that is exactly its bytes */
	bool more;   /* more of the word comes after it: a folder, the NAME. of NAME.command */
};

struct completion {
	struct completion_word *words; /* after complete_line sorted, each once */
	uint32_t count, capacity;
	const char *text;     /* where they were asked for: its end, while kinds offer words */
	struct cursor cursor; /* what stands there */
};

/*
 * Fills any completion for the end of the text, which may hold lines that came before: commands and
 * words of the language where they can stand, variables and sockets after $, fields after a dot,
 * options after -, else what the parameter's kind offers. All begin with cursor.typed.
 */
void complete_line(struct shell *shell, const char *text, size_t length,
		   struct completion *completion);
/*
 * Appends what takes the place of the text from cursor.start on, so that the word is there; text
 * and length as they were given. Where the word is more, its quote stays open.
 */
void completion_insert(const struct completion *completion, const char *text, size_t length,
		       const struct completion_word *word, struct buffer *out);
/* Appends the same for what all words begin with: what was typed, or more. */
void completion_insert_common(const struct completion *completion, const char *text, size_t length,
			      struct buffer *out);
void completion_finish(struct completion *completion); /* sorts; complete_line has done it */
void completion_free(struct completion *completion);

/* A word with a line about it, which may be NULL. */
void completion_describe(struct completion *completion, const char *word, const char *about);
/*
 * Appends what the command at the end of the text can still be given, as "‹host› ‹port›", with a
 * blank before it where the text ends in a word; nothing where there is no command, or nothing.
 */
void complete_hint(struct shell *shell, const char *text, size_t length, struct buffer *out);

/* Offers words other than the bytes of completion_offer (handsh/command.h), described or not. */
void completion_offer_part(struct completion *completion, const char *word,
			   const char *about); /* more comes */
void completion_offer_typed(struct completion *completion, const char *text,
			    const char *about); /* as it stands */
/* Keeps those words that need no quotes, as they stand: with quotes --name= is no option. */
void completion_keep_bare(struct completion *completion);

/* For the kinds: every command's name; the words of the language that have a page of help; every
 * socket's that is open (of the table and of variables); the names of a list. */
void complete_commands(struct shell *shell, struct completion *completion);
void complete_forms(struct completion *completion);
void complete_sockets(struct shell *shell, struct completion *completion);
void complete_hosts(struct shell *shell, struct completion *completion);  /* of the lab */
void complete_places(struct shell *shell, struct completion *completion); /* and here */
void complete_wires(struct shell *shell, struct completion *completion);
void complete_errors(struct completion *completion); /* all that catch knows */
void complete_names(const struct names *names, struct completion *completion);
/* The host on which what is typed acts: that of what stands before the dot, or that of the current socket
 * for a command that works on one, or main's. NULL: here. Borrowed. */
struct host *completion_host(struct shell *shell, const struct completion *completion);
/* What a value is, in a line for whoever chooses. */
void completion_about(struct value value, struct buffer *out);

#endif
