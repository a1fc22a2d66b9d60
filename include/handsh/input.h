/*
 * input: standard input, shared by whoever reads the script from it and by the commands that ask
 * for a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_INPUT_H
#define HANDSH_INPUT_H

#include "handsh/shell.h"

/*
 * Lines of standard input. With a terminal and a prompt, the prompt supplies ask instead: set it.
 */
struct input *input_new(struct machine *machine, int descriptor);
void input_free(struct input *input);
enum input_status { INPUT_MORE, INPUT_LATER, INPUT_END, INPUT_FAILED };
/*
 * Text that was read and not used: *text, *length, borrowed until the next call. INPUT_LATER:
 * nothing now; INPUT_END: nothing ever again. Reads once, and only when nothing is left over.
 */
enum input_status input_peek(struct input *input, const char **text, size_t *length);
/* Reads more after what is left over (grows *text of the next peek). */
enum input_status input_fill(struct input *input);
void input_consume(struct input *input, size_t length);
unsigned input_line(const struct input *input); /* number of the line that is left over, from 1 */
/* The script has read so much of what is left over, up to the next input_consume: what stands after
 * it is for ask. */
void input_hold(struct input *input, size_t length);
bool input_watch(struct input *input);       /* the loop wakes after INPUT_LATER; false with
						  errno: it will not, epoll_ctl(2) */
bool input_asked(const struct input *input); /* an ask waits: the next line is its */
/* Who has the terminal beside the prompt. A program gets its signals itself, a call does not. */
enum lent { LENT_NOT, LENT_TO_PROGRAM, LENT_TO_CALL };
/* What the prompt does for commands that want the terminal. */
struct input_prompt {
	/* ask: shows the question, and must call input_answer later, from the loop. */
	void (*begin)(void *context, const char *question, size_t length, struct call *call);
	void (*abandon)(void *context); /* nobody wants the answer any more */
	void (*lend)(void *context, enum lent lent);
	/* Rows at the foot of the screen: panel.h. In the end they stay, and no key is for them. */
	bool (*can_show_panel)(void *context);
	void (*show_panel)(void *context, const struct buffer *lines);
	void (*leave_panel)(void *context);
};
void input_interactive(struct input *input, const struct input_prompt *prompt, void *context);
void input_lend(struct input *input, enum lent lent); /* without effect when there is no prompt */
/* A call shows a panel; a key for it has been typed; the screen has another size. */
bool input_has_panel(const struct input *input);
void input_leave_panel(struct input *input);
void input_look_at_panel(struct input *input);
void input_answer(struct input *input, struct bytes *line); /* takes; NULL: end of file */

/*
 * The next line without its newline. call->state is its own from the first call, where it is NULL,
 * to the end, where it is so again. RUN_DONE: *line is a new reference, NULL at the end of standard
 * input. The question may be of 0 bytes.
 */
enum run ask_line(struct call *call, const char *question, size_t length, struct bytes **line);
/*
 * At most so many bytes, empty at the end; a line that was typed at a prompt comes whole. *place is
 * the call's own from the first call, where it is NULL, to the end, where it is so again. RUN_DONE:
 * *bytes is a new reference, *number an errno, or 0.
 */
enum run input_take(struct call *call, struct object **place, size_t most, struct bytes **bytes,
		    int *number);

/*
 * For those that read ahead where there is no prompt. What was read and nobody has taken stays with
 * standard input: whoever reads next has it, the script's reader too.
 */
struct input_ahead {
	const char *data; /* borrowed until anything else is done with the input */
	size_t length;
	size_t *scanned; /* of it: how much the call that reads has looked through */
};
bool input_has_prompt(const struct input *input);
struct input_ahead input_ahead(struct input *input);
/* RUN_DONE: it is the call's turn, until input_leave. *place as above. */
enum run input_enter(struct call *call, struct object **place);
void input_leave(struct object **place);
/* RUN_DONE: *got bytes more than there were, 0 at the end, or *number an errno that is not 0. */
enum run input_more(struct call *call, struct object **place, size_t *got, int *number);
/* Takes bytes from the beginning of those. */
void input_take_after_held(struct input *input, size_t length);

#endif
