/*
 * prompt: the turns between typing and running.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/onlooker.h"
#include "handsh/process.h"
#include "ui/history.h"

#define JOURNAL_KEPT 1000 /* events, for the command journal */
#define NAME_MAX_SHOWN 24 /* of a socket in the prompt */

static bool busy(const struct prompt *prompt)
{
	return machine_outcome(prompt->shell->machine) == OUTCOME_BUSY;
}

const char *prompt_text(const struct prompt *prompt, size_t *length)
{
	*length = prompt->text.length - prompt->start;
	return prompt->text.data + prompt->start;
}

void prompt_take(struct prompt *prompt, size_t length)
{
	struct buffer *text = &prompt->text;
	prompt->start += length;
	prompt->kept -= length < prompt->kept ? length : prompt->kept;
	if (prompt->start < text->length - prompt->start)
		return; /* moved only when that is no more than what was taken */
	text->length -= prompt->start;
	memmove(text->data, text->data + prompt->start, text->length);
	prompt->start = 0;
}

static void drop_text(struct prompt *prompt)
{
	prompt->text.length = prompt->start = prompt->kept = 0;
	unit_reader_free(&prompt->units);
	prompt->units.line = 1;
}

/* ---- signals ---- */

static void interrupt(struct prompt *prompt)
{
	if (prompt->reader.lent == LENT_TO_PROGRAM)
		return; /* which deals with it */
	if (busy(prompt)) {
		if (input_has_panel(prompt->shell->input)) /* the error comes below it */
			input_leave_panel(prompt->shell->input);
		reader_break_question(prompt);
		machine_interrupt(prompt->shell->machine);
		return;
	}
	if (!prompt->reader.question)
		drop_text(prompt);
	reader_interrupt(prompt);
}

/* Ctrl-Z: what main waits for, or computes, goes on as a task; what it shows until a key is typed ends.
 * With nothing of the kind it is the shell that stops. */
static void stop(struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	struct machine *machine = prompt->shell->machine;
	const struct task *task = machine_main(machine);
	if (input_has_panel(prompt->shell->input)) {
		input_leave_panel(prompt->shell->input);
		return;
	}
	if (!busy(prompt) || reader->lent || (reader->question && reader->of_main)) {
		mode_stop(prompt);
		return;
	}
	machine_detach(machine);
	process_go_on(task_call(task));
}

static void leave(struct prompt *prompt, int number)
{
	struct shell *shell = prompt->shell;
	prompt->leaving = true;
	prompt->status = 128 + number;
	session_hurry(shell_session(shell));
	machine_hurry(shell->machine);
	machine_interrupt(shell->machine);
}

static void prompt_signal(void *context, int number)
{
	struct prompt *prompt = context;
	switch (number) {
	case SIGINT:
		interrupt(prompt);
		break;
	case SIGWINCH:
		reader_resize(prompt);
		input_look_at_panel(prompt->shell->input);
		break;
	case SIGTSTP:
		stop(prompt);
		break;
	case SIGCONT:
		mode_continue(prompt);
		break;
	default:
		leave(prompt, number);
		break;
	}
}

static void take_signals(struct prompt *prompt)
{
	static const int numbers[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGQUIT};
	struct session *session = shell_session(prompt->shell);
	struct signals *signals = &session->signals;
	session->signal_number = 0; /* it ended the script before the prompt */
	session->hurry = TIME_NEVER;
	signals->notify = prompt_signal;
	signals->context = prompt;
	signal(SIGINT, SIG_DFL); /* Ctrl-C is the user's, even if what started handsh ignores it */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		signals_add(signals, numbers[i]);
}

/* ---- units ---- */

/* Each line of a paste is a line of its own to readline; a long unit is not read at all of them. */
static enum arrival arrival(const struct prompt *prompt)
{
	return typed_more(&prompt->reader) ? ARRIVAL_MORE : ARRIVAL_PAUSED;
}

/* Takes the next unit out of the text and runs it. False: there is none, or more of it is needed.
 * What is being typed after it comes back with the prompt. */
static bool next_unit(struct prompt *prompt, enum arrival arrival)
{
	struct shell *shell = prompt->shell;
	struct unit unit;
	size_t length;
	const char *text = prompt_text(prompt, &length);
	if (length == 0)
		return false;
	enum compile_status status =
		machine_read(shell->machine, &prompt->units, text, length, arrival, &unit);
	if (status == COMPILE_INCOMPLETE)
		return false;
	reader_put_aside(prompt);
	if (prompt->kept < unit.length)
		history_keep(prompt->history, text, unit.length);
	prompt_take(prompt, unit.length);
	if (status == COMPILE_ERROR) {
		unit_refused(shell, unit.error);
		return true;
	}
	prompt->running = unit.code;
	machine_start(shell->machine, unit.code);
	notice_begin(prompt);
	return true;
}

static void end_unit(struct prompt *prompt)
{
	notice_end(prompt);
	unit_ended(prompt->shell, prompt->running);
	object_release(prompt->running);
	prompt->running = NULL;
	if (machine_outcome(prompt->shell->machine) == OUTCOME_INTERRUPTED)
		drop_text(prompt); /* of what was pasted with it */
}

/* ---- lines ---- */

/* Ctrl-D would end the tasks: it says so once, unless -q keeps it quiet. False: it leaves. */
static bool warn_of_tasks(struct prompt *prompt)
{
	struct machine *machine = prompt->shell->machine;
	uint32_t tasks = machine_census(machine).tasks - onlooker_lives(machine);
	bool heard = !shell_session(prompt->shell)->options->display.quiet;
	if (!tasks || prompt->warned || !heard)
		return false;
	struct buffer text = {0};
	struct event event = {.kind = EVENT_NOTICE, .flags = EVENT_TOP};
	buffer_format(&text, "%u task%s (tasks shows %s); Ctrl-D once more leaves", tasks,
		      tasks == 1 ? " is running" : "s are running", tasks == 1 ? "it" : "them");
	event.text = buffer_cstring(&text);
	journal_write(&prompt->shell->journal, &event);
	buffer_free(&text);
	prompt->warned = true;
	return true;
}

/* Several lines at once, which were pasted or recalled, are one entry of the history, however many
 * units they are. */
static void keep_block(struct prompt *prompt, const char *line)
{
	if (prompt->text.length || !strchr(line, '\n'))
		return;
	history_keep(prompt->history, line, strlen(line));
	prompt->kept = strlen(line) + 1;
}

static void take_typed(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	char *line = reader->line;
	reader->line = NULL;
	reader->line_ready = false;
	if (line) {
		keep_block(prompt, line);
		buffer_text(&prompt->text, line);
		buffer_byte(&prompt->text, '\n');
		free(line);
		prompt->warned = false;
		return;
	}
	if (next_unit(prompt, ARRIVAL_PAUSED))
		return; /* the end of file will be there again */
	prompt->leaving = !reader->terminal || (!prompt->text.length && !warn_of_tasks(prompt));
	drop_text(prompt);
}

static void put_host(struct prompt *prompt, struct buffer *text)
{
	const struct object *place = task_place(machine_main(prompt->shell->machine));
	const struct host *host = (const struct host *)place;
	if (place && place->behaviour == &host_behaviour && host->operations)
		buffer_text(text, host->name);
}

/* Of the current host, unless that is here, and of the current socket: a:s1> */
static void put_prompt(struct prompt *prompt, struct buffer *text)
{
	struct buffer name = {0};
	put_host(prompt, text);
	const struct object *current = task_current(machine_main(prompt->shell->machine));
	if (current && current->behaviour == &handle_behaviour) {
		const char *shown = handle_name((const struct handle *)current, &name);
		size_t length = strlen(shown);
		buffer_text(text, text->length ? ":" : "");
		buffer_append(text, shown, length < NAME_MAX_SHOWN ? length : NAME_MAX_SHOWN);
	}
	buffer_text(text, "> ");
	buffer_free(&name);
}

static void show_prompt(struct prompt *prompt)
{
	struct buffer text = {0};
	if (prompt->text.length) {
		notice_quote(prompt);
		buffer_text(&text, "… ");
	} else {
		put_prompt(prompt, &text);
	}
	reader_show(prompt, buffer_cstring(&text));
	buffer_free(&text);
}

bool prompt_reopen(struct prompt *prompt)
{
	struct buffer lines = {0}, shown = {0};
	size_t length;
	const char *text = prompt_text(prompt, &length);
	if (!length || prompt->reader.question || memchr(text, '\0', length))
		return false;
	buffer_append(&lines, text, length);
	drop_text(prompt);
	put_prompt(prompt, &shown);
	reader_put_before(prompt, buffer_cstring(&shown), buffer_cstring(&lines));
	buffer_free(&lines);
	buffer_free(&shown);
	return true;
}

/*
 * How long the keys must have paused before what was typed is read again: of lines that came all at
 * once some have not been read, and may end a unit, though the last of them is still being typed.
 */
static int64_t patience(const struct prompt *prompt)
{
	const struct reader *reader = &prompt->reader;
	if (!reader->shown || reader->question || reader->lent || reader->paste.begun)
		return TIME_NEVER;
	return unit_patience(&prompt->units);
}

static void wait_for_events(struct prompt *prompt)
{
	struct reader *reader = &prompt->reader;
	bool listens = reader->shown || input_has_panel(prompt->shell->input);
	bool read = listens && (reader->unwatched || typed_ahead(reader));
	int64_t pause = patience(prompt);
	reader_listen(prompt);
	machine_round(prompt->shell->machine, read ? 0 : pause);
	if (read)
		reader_read(prompt);
	else if (pause != TIME_NEVER && patience(prompt) == pause &&
		 arrival(prompt) == ARRIVAL_PAUSED)
		next_unit(prompt, ARRIVAL_PAUSED);
	if (reader->hung_up)
		leave(prompt, SIGHUP);
}

static void step(struct prompt *prompt)
{
	if (prompt->running && !busy(prompt))
		end_unit(prompt);
	if (machine_outcome(prompt->shell->machine) == OUTCOME_EXIT)
		prompt->leaving = true;
	else if (prompt->reader.line_ready)
		take_typed(prompt);
	else if (prompt->running || prompt->reader.shown || !next_unit(prompt, arrival(prompt))) {
		if (!prompt->running && !prompt->reader.shown)
			show_prompt(prompt);
		wait_for_events(prompt);
	}
}

/* ---- the whole ---- */

/* Who comes to a terminal for the prompt, not by a script. */
static bool greets(struct shell *shell)
{
	const struct options *options = shell_session(shell)->options;
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !options->text && !options->file &&
	       !options->display.quiet && !options->display.json;
}

int prompt_run(struct shell *shell)
{
	struct prompt prompt = {.shell = shell, .units.line = 1};
	shell->interactive = true;
	buffer_reserve(&prompt.text, 1); /* so that data is never NULL */
	journal_keep(&shell->journal, JOURNAL_KEPT);
	reader_open(&prompt);
	notice_open(&prompt);
	take_signals(&prompt);
	if (greets(shell))
		reader_greet(&prompt);
	settings_run(shell);
	prompt.history = history_open(shell);
	while (!prompt.leaving)
		step(&prompt);
	while (busy(&prompt)) /* in the midst of a unit, which has its end after its statement's */
		machine_round(shell->machine, TIME_NEVER);
	if (prompt.running)
		end_unit(&prompt);
	notice_close(&prompt);
	reader_close(&prompt);
	watch_close(shell->machine, &prompt.reader.keys.watch);
	session_listen(shell_session(shell));
	drop_text(&prompt);
	buffer_free(&prompt.text);
	free(prompt.history);
	return prompt.status;
}
