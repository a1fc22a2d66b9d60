/*
 * show: the readers of the journal: call lines, received bytes, errors with their place, JSON; and
 * the forms that commands print: tables and hexdumps.
 *
 * Results go to standard output, errors and notices to standard error; where both are one file,
 * such as a terminal, they keep their order. No write waits for a reader: what is not taken stays in
 * line, the loop tells when more is taken, and whoever writes on is made to wait by the layers above
 * (display_crowded). Errors and notices of tasks, which nobody can make wait, are counted instead,
 * and so are the accepts of serve, which clients could make wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_SHOW_H
#define HANDSH_SHOW_H

#include <stdio.h>

#include "handsh/journal.h"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct display_settings {
	bool quiet; /* -q: only PRINT; errors stay, and as JSON the ends */
	bool trace; /* -x: every call, not only those of the top level, also with -q */
	bool json;  /* --json: one object a line on standard output, nothing else */
	enum color color;
	int output, error;    /* descriptors, 1 and 2 */
	const char *log_path; /* --log; NULL: none. For messages: the file is open */
	int log;              /* its descriptor, to be closed by the display */
};

struct display;

/* Subscribes to the journal. */
struct display *display_new(struct journal *journal, const struct display_settings *settings);
void display_free(struct display *display); /* flushes what is taken at once */
/* Who comes after it and is like it is told of the events that it has shown. */
const struct subscriber *display_subscriber(const struct display *display);
/* The same of the events in the log, whoever is shown them: wants nothing where there is none. */
const struct subscriber *display_log_subscriber(const struct display *display);
/* From now on every call is shown, or none but those of the top level: -x. */
void display_trace(struct display *display, bool on);
/* It shows calls as lines, but none of those in blocks. */
bool display_hides_calls(const struct display *display);
bool display_is_terminal(const struct display *display);
bool display_knows_utf8(const struct display *display); /* the terminal shows it */
unsigned display_width(const struct display *display);  /* columns of the terminal; 80 if none */
unsigned display_rows(const struct display *display);   /* its rows; 24 if none */
/* Escapes once more what a terminal that does not know UTF-8 might take for controls. */
void display_make_plain(const struct display *display, struct buffer *text);

/* Where both descriptors are one file there is no DISPLAY_ERROR. Without --log nothing goes to
 * DISPLAY_LOG. */
enum display_stream { DISPLAY_OUTPUT, DISPLAY_ERROR, DISPLAY_LOG, DISPLAY_STREAMS };

/* Writes what is taken without waiting, and of large values makes a piece of the text; false:
 * standard output has failed. */
bool display_flush(struct display *display);
/* There is more of a text to be made, and room for it: display_flush is to be called again. */
bool display_makes(const struct display *display);
/* Drives the terminal of standard output, in its place among what is shown. */
void display_draw(struct display *display, const struct buffer *controls);
/* What is shown waits, because a program has the terminal, until it is let go. */
void display_hold(struct display *display, bool held);
/* Ends a line of the terminal that others have begun. */
void display_break_line(struct display *display);
/*
 * Bytes for standard output past all forms, after what was shown: gives how many were taken, or -1
 * with errno; EAGAIN: none now.
 */
ssize_t display_pass(struct display *display, const void *data, size_t length);
/* The errno that ended standard output (EPIPE: the reader has gone), 0 while it works. */
int display_failed(const struct display *display);
/* Told after a write that was not taken whole: then display_flush is due when there is room. */
void display_on_blocked(struct display *display,
			void (*blocked)(void *context, enum display_stream stream), void *context);
/* What is written to the stream may be coloured: a terminal that knows colours, which nobody has
 * declined. */
bool display_coloured(const struct display *display, enum display_stream stream);
int display_descriptor(const struct display *display, enum display_stream stream); /* to watch */
enum display_stream display_stream(const struct display *display, enum event_kind kind);
/* Bytes that have been made and not taken; not 0 as long as there is more to come. */
size_t display_waiting(const struct display *display, enum display_stream stream);
size_t display_taken(const struct display *display, enum display_stream stream); /* in all */
/* There are texts that are still to be made; and the last event has one, which is asked once. */
bool display_owes(const struct display *display, enum display_stream stream);
bool display_owes_last(struct display *display, enum display_stream stream);
/* So much waits that nobody should add to it. */
bool display_crowded(const struct display *display, enum display_stream stream);
/* Is it counted where there is no room, so that nobody need wait with it? */
bool display_spares(const struct display *display, const struct event *event);
/* For readline: what is written to it takes its place between events; NULL with errno. */
FILE *display_file(struct display *display, enum display_stream stream);
/* Forgets what waits; gives how many bytes. Sets more where a text had not been made whole. */
size_t display_drop(struct display *display, bool *more);
/* A text on standard error, as far as it can be written. */
void display_say(struct display *display, const struct buffer *text);
/*
 * Errors that clients of a server cause are shown a few times a second and then counted. When the
 * count is to be told, TIME_NEVER for not at all; and telling it, of all with TIME_NEVER.
 */
int64_t display_due(const struct display *display);
void display_summarize(struct display *display, int64_t now);
/*
 * Around every write while something stands on the screen that is drawn in place, as the prompt: it
 * is cleared in before, also where a program gets the terminal, and drawn again in after. NULL:
 * nothing does.
 */
void display_guard(struct display *display, void (*before)(void *context),
		   void (*after)(void *context), void *context);

/* The call line without newline: s1  bind(3, 0.0.0.0:5000) = 0 (with "[2] " in front for task 2),
 * and if wanted with the bytes that were received. */
void call_line(const struct event *event, bool received, struct buffer *buffer);
/* A socket by its shown name. There is one. */
void event_socket_format(const struct event_socket *socket, struct buffer *buffer);
/* The same of a packet: #1  a > b  …   held. width: columns of the terminal, 0: it is none. */
void packet_event_format(const struct event *event, unsigned width, struct buffer *text);
/* And of what it has changed: b: SYN_RECV → ESTABLISHED (l); utf8 false: with ->. */
void state_change_format(const struct event *event, bool utf8,
			 struct buffer *text); /* without its host */
void state_event_format(const struct event *event, bool utf8, struct buffer *text);
/* Where its parts end: task, socket and call; what stands up to the result; the result, an error
 * too; what was received or given. After it comes a note. */
struct call_parts {
	size_t called, asked, answered, given;
};
struct call_parts call_line_parts(const struct event *event, bool received, struct buffer *buffer);
/* The error as section "Errors" of handsh-lang(7) shows it: place, message, source line and caret,
 * hint; bytes of peers escaped. Ends with a newline. task 0: no number in front. The first
 * line and the hint's break between words where they would be longer than width; 0: nowhere. */
void error_report(const struct error *error, uint32_t task, unsigned width, struct buffer *buffer);
/* One event as a JSON object (a line with newline), which happened at that time of day. Values whose
 * text is long are left out, and are portions at their places; NULL: all is there. */
struct portions;
void event_json(const struct event *event, int64_t wall, struct buffer *buffer,
		struct portions *portions);

/* ---- text on a terminal ---- */

/* As escape_format, but newline and tab are escaped too: the text stays on its line. */
void escape_line(struct buffer *buffer, const char *data, size_t length);
/* Columns that text takes on a terminal; what is not printable counts as one. */
size_t text_columns(const char *data, size_t length);
/* How many bytes at the start of the text take at most so many columns. */
size_t text_fit(const char *data, size_t length, size_t columns);

/* ---- tables ---- */

/*
 * On a screen that is too narrow cells are shortened in the middle, then columns are left out, then
 * what still has no room stands in lines below.
 */
struct column {
	const char *title;
	bool right;    /* align */
	uint8_t rank;  /* of those that may be left out: the larger goes first; 0: never */
	uint8_t least; /* columns to which its cells may be shortened; 0: never */
	bool sparse;   /* left out where no row has anything in it */
};

/* A table grows row by row, cell by cell, and is formatted with columns as wide as they need. */
struct table {
	const struct column *columns; /* title NULL at the end */
	unsigned column_count;
	unsigned width; /* of the screen; 0: there is none, and lines are as long as they are */
	const char *ellipsis;  /* instead of what is left out of a cell, where there is a screen */
	struct buffer text;    /* of the cells, one after the other */
	struct buffer lengths; /* of each, uint32_t */
	size_t start;          /* in text, of the next cell */
};

void table_begin(struct table *table, const struct column *columns);
/* Lines as wide as the display's terminal has columns; as long as it takes where there is none. */
void table_fit(struct table *table, const struct display *display);
/* The next cell: what has been appended to table->text since the last. Escaped where it must be. */
void table_next(struct table *table);
void table_text(struct table *table, const char *text); /* a cell */
void table_int(struct table *table, int64_t integer);   /* a cell */
/* Formats all with two blanks between columns and no blanks at line ends; frees the table. */
void table_end(struct table *table, struct buffer *buffer);

/*
 * offset, 16 bytes in hex, text: as hexdump -C; base is added to the offsets. Of the rows from start
 * up to end, a multiple of 16 or the length: then the last line is the offset of the end.
 */
void hexdump_rows(const void *data, size_t length, size_t start, size_t end, uint64_t base,
		  struct buffer *buffer);

#endif
