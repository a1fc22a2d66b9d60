/*
 * notice: what is written while a line is typed stands above it; a call that keeps main waiting
 * says what for, and what could end it; and of the calls that are not shown it is said how many they were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <string.h>

#include "handsh/cursor.h"
#include "ui/prompt.h"

/* Main is looked at so often while it runs; a wait is told when it has lasted for three looks. */
#define LOOK (NANOSECONDS / 10)
#define LOOKS 3

static void before(void *context)
{
	const struct prompt *prompt = context;
	reader_hide(context);
	foot_hide(&shell_session(prompt->shell)->foot);
}

static void after(void *context)
{
	const struct prompt *prompt = context;
	reader_redraw(context);
	if (!prompt->reader.shown && !prompt->reader.lent)
		foot_come_back(&shell_session(prompt->shell)->foot);
}

/* Where the cursor stands: after text without a newline, or at the start of a line. */
static void printed(void *context, const struct event *event)
{
	struct prompt *prompt = context;
	if (!display_is_terminal(prompt->shell->display))
		return;
	if (event->kind != EVENT_PRINT) {
		prompt->partial.length = 0;
		return;
	}
	size_t length;
	const char *text = argument_data(&event->value, &length);
	const char *newline = memrchr(text, '\n', length);
	size_t start = newline ? (size_t)(newline - text) + 1 : 0;
	if (newline)
		prompt->partial.length = 0;
	if (prompt->partial.length + length - start <= PARTIAL_MAX)
		buffer_append(&prompt->partial, text + start, length - start);
}

/* Calls of main's own, in blocks and definitions, until its statement ends. */
static void count_hidden(void *context, const struct event *event)
{
	struct prompt *prompt = context;
	if (event->kind == EVENT_CALL) {
		prompt->hidden += !event->task && !(event->flags & EVENT_TOP);
		return;
	}
	unsigned count = prompt->hidden;
	prompt->hidden = 0;
	if (!count || !prompt->running || !display_hides_calls(prompt->shell->display))
		return; /* or it was a statement of rc.hsh */
	struct event notice = {
		.kind = EVENT_NOTICE, .offset = event->offset, .source = event->source};
	struct buffer text = {0};
	buffer_format(&text, "%u call%s inside, not shown: trace on shows them", count,
		      count == 1 ? "" : "s");
	notice.text = buffer_cstring(&text);
	journal_write(&prompt->shell->journal, &notice);
	buffer_free(&text);
}

void notice_open(struct prompt *prompt)
{
	prompt->printed = (struct subscriber){
		.notify = printed,
		.context = prompt,
		.like = display_subscriber(prompt->shell->display),
	};
	prompt->counts = (struct subscriber){
		.kinds = EVENT_MASK(EVENT_CALL) | EVENT_MASK(EVENT_STATEMENT_END),
		.notify = count_hidden,
		.context = prompt,
	};
	journal_subscribe(&prompt->shell->journal, &prompt->printed);
	journal_subscribe(&prompt->shell->journal, &prompt->counts);
	display_guard(prompt->shell->display, before, after, prompt);
}

void notice_close(struct prompt *prompt)
{
	display_flush(prompt->shell->display);
	display_guard(prompt->shell->display, NULL, NULL, NULL);
	journal_unsubscribe(&prompt->shell->journal, &prompt->printed);
	journal_unsubscribe(&prompt->shell->journal, &prompt->counts);
	alarm_clear(prompt->shell->machine, &prompt->patience);
	buffer_free(&prompt->partial);
	buffer_free(&prompt->waiting);
}

/* ---- a quote that goes on ---- */

/*
 * send 'don't do that': the quote that a word's ' begins goes on to the next line, which is seldom
 * meant. Said once, at the first of such lines.
 */
void notice_quote(struct prompt *prompt)
{
	struct cursor cursor;
	size_t length;
	const char *text = prompt_text(prompt, &length);
	const char *newline = memchr(text, '\n', length);
	if (!newline || newline + 1 < text + length)
		return;
	cursor_read(&cursor, text, length);
	const char *word = text + cursor.start;
	const char *quote = cursor.quote ? memchr(word, cursor.quote, length - cursor.start) : NULL;
	if (quote && quote > word && isalnum((unsigned char)quote[-1])) {
		struct event event = {.kind = EVENT_NOTICE};
		event.text = "the quote goes on to the next '; Ctrl-D drops it. "
			     "\"don't\" holds a '";
		journal_write(&prompt->shell->journal, &event);
	}
	cursor_free(&cursor);
}

/* ---- what main waits for ---- */

static bool worth_telling(const struct prompt *prompt)
{
	const struct call *call = task_call(machine_main(prompt->shell->machine));
	return call && !(call->command->flags & (COMMAND_PATIENT | COMMAND_HIDDEN)) &&
	       !(call->manner & CALL_SERVES) && !prompt->reader.question && !prompt->reader.lent;
}

static void tell(struct prompt *prompt)
{
	const struct task *main = machine_main(prompt->shell->machine);
	const struct call *call = task_call(main);
	struct event event = {.kind = EVENT_WAIT, .flags = EVENT_TOP};
	struct buffer text = {0};
	event.source = task_statement(main, &event.offset);
	buffer_append(&text, prompt->waiting.data, prompt->waiting.length);
	if (call->command->ends)
		call->command->ends(call, &text);
	buffer_text(&text, "; Ctrl-C stops it");
	event.text = buffer_cstring(&text);
	journal_write(&prompt->shell->journal, &event);
	buffer_free(&text);
}

static void look(struct machine *machine, struct alarm *alarm)
{
	struct prompt *prompt =
		(struct prompt *)((char *)alarm - offsetof(struct prompt, patience));
	struct buffer text = {0};
	display_flush(prompt->shell->display); /* a loop that never waits may have printed */
	if (!prompt->reader.shown && !prompt->reader.lent)
		advance_look(shell_session(prompt->shell));
	if (worth_telling(prompt))
		task_describe(machine_main(machine), &text);
	bool same = text.length && text.length == prompt->waiting.length &&
		    memcmp(text.data, prompt->waiting.data, text.length) == 0;
	prompt->looks = same ? prompt->looks + 1 : 1;
	buffer_free(&prompt->waiting);
	prompt->waiting = text;
	if (text.length && prompt->looks == LOOKS)
		tell(prompt);
	alarm_set(machine, alarm, clock_now() + LOOK, look);
}

void notice_begin(struct prompt *prompt)
{
	prompt->waiting.length = 0;
	prompt->looks = 0;
	alarm_set(prompt->shell->machine, &prompt->patience, clock_now() + LOOK, look);
}

void notice_end(struct prompt *prompt)
{
	advance_drop(shell_session(prompt->shell));
	alarm_clear(prompt->shell->machine, &prompt->patience);
}
