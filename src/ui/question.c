/*
 * question: what ask wants of the terminal: a line of its own instead of the command line, which
 * comes back after the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "ui/prompt.h"

/* What was pasted after the unit that asks, as it would be in a script. */
static void answer_pasted(struct machine *machine, struct alarm *alarm)
{
	struct prompt *prompt =
		(struct prompt *)((char *)alarm - offsetof(struct prompt, reader.pasted));
	size_t length;
	const char *text = prompt_text(prompt, &length), *newline = memchr(text, '\n', length);
	if (newline)
		length = (size_t)(newline - text);
	struct bytes *line = bytes_new(text, length);
	(void)machine;
	prompt_take(prompt, length + (newline != NULL));
	input_answer(prompt->shell->input, line);
}

static void show_pasted(struct prompt *prompt)
{
	size_t length;
	const char *text = prompt_text(prompt, &length), *newline = memchr(text, '\n', length);
	struct buffer line = {0};
	escape_format(&line, text, newline ? (size_t)(newline - text) : length, true);
	display_make_plain(prompt->shell->display, &line);
	fprintf(rl_outstream, "%s%.*s\n", buffer_cstring(&prompt->reader.prompt), (int)line.length,
		line.data);
	fflush(rl_outstream);
	buffer_free(&line);
}

/*
 * Writes all but the last row of the question, which is left as the prompt of readline: what is laid
 * out again at each key is bounded so.
 */
static void write_question(struct reader *reader, const struct buffer *question)
{
	reader->prompt.length = 0;
	if (!question->length)
		return;
	const char *newline = memrchr(question->data, '\n', question->length);
	size_t start = newline ? (size_t)(newline - question->data) + 1 : 0;
	size_t width = row_width(), length;
	fwrite(question->data, 1, start, rl_outstream);
	while ((length = text_fit(question->data + start, question->length - start, width)) <
	       question->length - start) {
		fwrite(question->data + start, 1, length, rl_outstream);
		fputc('\n', rl_outstream);
		start += length;
	}
	buffer_append(&reader->prompt, question->data + start, question->length - start);
}

/* It follows what was printed without a newline, as the prompt of a program in C does. */
static void put_question(struct prompt *prompt, const char *text, size_t length)
{
	struct buffer question = {0};
	buffer_reserve(&question, 1); /* so that data is never NULL */
	escape_format(&question, prompt->partial.data, prompt->partial.length, true);
	escape_format(&question, text, length, true);
	display_make_plain(prompt->shell->display, &question);
	display_flush(prompt->shell->display);
	if (prompt->partial.length)
		fputc('\r', rl_outstream);
	prompt->partial.length = 0;
	write_question(&prompt->reader, &question);
	buffer_free(&question);
}

static void ask_begin(void *context, const char *question, size_t length, struct call *call)
{
	struct prompt *prompt = context;
	struct reader *reader = &prompt->reader;
	reader->of_main = call_task(call) == machine_main(prompt->shell->machine);
	reader_put_aside(prompt);
	foot_hide(&shell_session(prompt->shell)->foot);
	put_question(prompt, question, length);
	if (reader->of_main && prompt->text.length) { /* else it is a unit that is being typed */
		show_pasted(prompt);
		alarm_set(prompt->shell->machine, &reader->pasted, clock_now(), answer_pasted);
		return;
	}
	reader->question = true;
	reader_begin(prompt);
}

static void ask_abandon(void *context)
{
	struct prompt *prompt = context;
	alarm_clear(prompt->shell->machine, &prompt->reader.pasted);
	if (!prompt->reader.question)
		return;
	prompt->reader.question = false;
	reader_abandon(prompt);
}

static void lend(void *context, enum lent lent)
{
	mode_lend(context, lent);
}

const struct input_prompt question_prompt = {
	.begin = ask_begin,
	.abandon = ask_abandon,
	.lend = lend,
	.can_show_panel = follow_possible,
	.show_panel = follow_show,
	.leave_panel = follow_leave,
};
