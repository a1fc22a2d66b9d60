/*
 * prompt: what its files share. The prompt is one more source of events: keys are read by
 * readline's callback interface when the loop says that there are some.
 *
 *	prompt.c   the turns between typing and running
 *	reader.c   the line that is typed
 *	editor.c   readline, which edits it
 *	draw.c     how it looks; canvas.h how that comes to the screen, row.c the same where the
 *	           cursor cannot move up
 *	bindings.c
 *	           what keys do that readline would do to the screen itself
 *	terminal_mode.c
 *	           whose the terminal is
 *	help_key.c F1
 *	hint.c     what could come next; paint.h its faces
 *	paste.c    text that is pasted into it
 *	question.c ask
 *	follow.c   what a command shows until a key is typed
 *	notice.c   what others write while a line is typed, and what main is waiting for
 *	complete.c Tab
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_UI_PROMPT_H
#define HANDSH_UI_PROMPT_H

#include <termios.h>

#include "handsh/completion.h"
#include "ui/canvas.h"
#include "ui/session.h"

#define PARTIAL_MAX 256

/* The one row of a terminal that cannot move its cursor up. */
struct row {
	size_t columns; /* now shown */
};

enum drawing {
	DRAWING_NONE, /* the terminal does not echo: neither do we */
	DRAWING_ROW,
	DRAWING_ROWS,
};

/* What could come next. */
struct hint {
	struct buffer shown; /* escaped; empty: there is none */
	struct buffer rest; /* what the line becomes with it, after what it is; empty: it is none */
};

/* What Tab has listed, below the line until the cursor leaves the word, or goes back in it. */
struct listing {
	bool open;
	size_t start, end; /* of the word as it was then, in what was typed of the unit */
	struct buffer
		rows; /* escaped, with newlines between; empty: nothing goes on from the word */
};

/* Text that is being pasted. */
struct paste {
	bool begun;
	struct buffer text; /* so far */
};

/* The line on the screen. */
struct reader {
	struct observer keys;
	bool unwatched;      /* standard input cannot be watched: a file; always ready */
	bool terminal;       /* standard input is one */
	int input;           /* where keys are read from */
	struct buffer ahead; /* keys that come before those, from ahead_start on */
	size_t ahead_start;
	char begun[4]; /* of a character whose last bytes have not come, so many */
	unsigned begun_count;
	bool shown;    /* a line is being typed */
	bool hidden;   /* but was cleared, because others write */
	bool question; /* it is the answer to ask */
	bool of_main;  /* which main waits for, not a task beside it */
	uint8_t lent;  /* enum lent: a command has the terminal */
	bool hung_up;
	bool line_ready; /* line has been typed; NULL: end of file */
	char *line;
	char *saved; /* the command line that a question has pushed aside, or NULL */
	int saved_point;
	struct buffer prompt; /* as shown */
	enum drawing drawing;
	bool coloured; /* the line may be */
	bool utf8;     /* the terminal shows UTF-8 */
	bool reading;  /* a key is being taken */
	bool stale;    /* the line is not drawn as it is now */
	struct row row;
	struct canvas canvas;
	struct hint hint;
	struct buffer drawn; /* while a frame is made */
	struct paste paste;
	struct completion offered; /* by the last Tab, or by what was typed after it */
	struct listing listing;
	bool has_termios;
	struct termios termios; /* as found */
	struct alarm pasted;    /* set: what was pasted after the question is its answer */
};

struct prompt {
	struct shell *shell;
	struct reader reader;
	char *history;      /* the file, or NULL */
	struct buffer text; /* typed; from start on not yet run */
	size_t start;
	size_t kept;              /* so much of it is in the history */
	struct unit_reader units; /* which reads it */
	struct code *running;
	bool leaving;
	bool warned; /* the last line was Ctrl-D, and tasks run */
	int status;
	/* notice.c */
	struct subscriber printed;
	struct buffer partial; /* the last line written, without its newline: where the cursor is */
	struct subscriber counts;
	unsigned hidden; /* calls of the running statement that are not shown */
	struct alarm patience;
	struct buffer waiting; /* what main waited for at the last look */
	unsigned looks;        /* how often in a row */
};

/* ---- prompt.c ---- */

/* What was typed and has not been run, and taking some of it. */
const char *prompt_text(const struct prompt *prompt, size_t *length);
void prompt_take(struct prompt *prompt, size_t length);
/* What was typed of an unfinished unit comes back into the line, to be edited as a whole. False:
 * there is nothing of the kind. */
bool prompt_reopen(struct prompt *prompt);

/* ---- reader.c ---- */

void reader_open(struct prompt *prompt);
void reader_close(struct prompt *prompt);
void reader_greet(struct prompt *prompt);                  /* the first line on arrival */
void reader_show(struct prompt *prompt, const char *text); /* begins a line */
void reader_begin(struct prompt *prompt);                  /* the same with reader->prompt */
void reader_listen(struct prompt *prompt);    /* to the keys, unless the terminal takes nothing */
void reader_read(struct prompt *prompt);      /* the keys that are there */
void reader_interrupt(struct prompt *prompt); /* Ctrl-C: an empty line */
void reader_break_question(struct prompt *prompt); /* Ctrl-C while main asks */
void reader_hide(struct prompt *prompt);
void reader_redraw(struct prompt *prompt);
/* The line is left above the text, and goes on below it. */
void reader_put_above(struct prompt *prompt, const struct buffer *text);
/* The line becomes the text and what it is, with another prompt before it. */
void reader_put_before(struct prompt *prompt, const char *shown, const char *text);
void reader_put_aside(struct prompt *prompt); /* the line, until reader_show */
void reader_abandon(struct prompt *prompt);
void reader_resize(struct prompt *prompt);

void reader_watch(struct prompt *prompt, bool on); /* the keys */
void reader_draw(
	struct prompt *prompt); /* the line, unless keys that are there change it at once */
void reader_take(struct prompt *prompt, char *line); /* which readline has; NULL: end of file */

/* ---- editor.c ---- */

void editor_open(struct prompt *prompt);
void editor_close(void);
void editor_begin(const char *text); /* a line, with the prompt */
struct prompt *editor_prompt(void);  /* whose readline is, for its hooks get no context */

/* ---- draw.c ---- */

void draw_open(struct reader *reader);  /* chooses the way */
void draw_line(struct prompt *prompt);  /* as it is now */
void draw_last(struct prompt *prompt);  /* as it stays, with the cursor at its end */
void draw_clear(struct prompt *prompt); /* it is not shown any more */
void draw_leave(struct prompt *prompt); /* it stays; what is drawn next begins on a new row */
/* The same where the terminal has been told to clear its screen. */
void draw_screen(struct prompt *prompt, const char *clear);

/* ---- bindings.c ---- */

/* Gives the keys of some of readline's commands to ours. */
void bindings_open(void);
/* A line has ended in the midst of a macro of inputrc(5), the rest of which comes with the next. */
void bindings_keep_macro(struct reader *reader);

/* ---- terminal_mode.c ---- */

void mode_give(struct prompt *prompt);     /* back, as it was found */
void mode_stop(struct prompt *prompt);     /* SIGTSTP */
void mode_continue(struct prompt *prompt); /* SIGCONT */
void mode_lend(struct prompt *prompt, enum lent lent);

/* ---- row.c ---- */

size_t row_width(void); /* columns that text can take in a row of the terminal */
void row_draw(struct prompt *prompt);
void row_clear(struct prompt *prompt);

/* ---- typed.c ---- */

enum typed_byte { TYPED_BYTE, TYPED_NONE, TYPED_END };

void typed_open(struct reader *reader);
void typed_close(struct reader *reader);
enum typed_byte typed_read(struct reader *reader, char *byte);
/* Is there a whole character, or what can become none? Readline, which searches by characters, would wait
 * for the rest of one. */
bool typed_whole(struct reader *reader);
bool typed_more(const struct reader *reader);  /* a byte is there, or the end */
bool typed_ahead(const struct reader *reader); /* one that the loop hears nothing of */
void typed_push(struct reader *reader, const char *keys, size_t length); /* they come next */
void typed_drop(struct reader *reader);                                  /* those of typed_push */
int typed_next(struct prompt *prompt); /* for readline: the byte; 0: a signal came; EOF */

/* ---- help_key.c ---- */

void help_show(struct prompt *prompt); /* of the word under the cursor */

/* ---- hint.c ---- */

void hint_find(struct prompt *prompt); /* for the line as it is now */
void hint_drop(struct hint *hint);
bool hint_take(struct hint *hint); /* into the line; false: nothing can be taken */

/* ---- paste.c ---- */

void paste_begin(struct paste *paste);
void paste_read(struct reader *reader); /* what is there of it */
void paste_drop(struct paste *paste);   /* Ctrl-C */

/* ---- question.c ---- */

extern const struct input_prompt question_prompt;

/* ---- follow.c ---- */

bool follow_possible(void *context);
void follow_show(void *context, const struct buffer *lines);
void follow_leave(void *context);
void follow_key(struct prompt *prompt); /* is there: it ends that, and may begin the next line */

/* ---- notice.c ---- */

void notice_open(struct prompt *prompt);
void notice_close(struct prompt *prompt);
void notice_begin(struct prompt *prompt); /* main has begun to run */
void notice_end(struct prompt *prompt);
void notice_quote(struct prompt *prompt); /* of the unit that is typed, the one at its end */

/* ---- complete.c ---- */

/* The words for the cursor of readline's line, as rl_attempted_completion_function gives them;
 * start: from where on readline replaces the line. */
char **complete_word(struct prompt *prompt, int start);
void complete_show(struct prompt *prompt); /* the list of the words that it gave last */
/* Lays the list out anew for the line as it is now, in so many rows at most. */
void complete_follow(struct prompt *prompt, unsigned rows);

#endif
