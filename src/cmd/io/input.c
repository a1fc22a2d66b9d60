/*
 * input: standard input, shared by the reader of the script and by ask. It may be a pipe, a file,
 * a terminal, /dev/null or closed. Files and /dev/null cannot be watched with epoll(7), and
 * O_NONBLOCK on descriptor 0 would reach every process that shares it; so each read(2) is preceded
 * by a poll(2), which answers for every kind of file, and the watch only wakes the loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <utlist.h>

#ifdef HANDSH_STRESS
#define READ_SIZE 5
#else
#define READ_SIZE 65536
#endif

/* A call that wants a line: its state. */
struct asker {
	struct object object;
	struct input *input;
	struct call *call;
	struct asker *previous, *next;
	bool begun;    /* its question has been shown */
	bool answered; /* by the prompt, with line */
	struct bytes *line;
};

struct input {
	struct machine *machine;
	int descriptor;
	struct observer observer;
	bool ended;
	int number; /* errno of a failed read, 0: none */
	struct buffer text;
	size_t start;        /* of what is left over in text */
	unsigned line;       /* number of the line that begins there */
	size_t held;         /* bytes after start that are the script's */
	size_t scanned;      /* bytes after those that hold no newline */
	struct asker *first; /* of a list of utlist.h: one at a time, first come first served */
	const struct input_prompt *prompt;
	void *context;
};

static void readable(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct input *input = observer->context;
	(void)events;
	/* Level-triggered: nobody may be reading for a while, and the loop must be able to sleep.
	 */
	watch_close(machine, &observer->watch);
	if (input->first)
		call_wake(input->first->call);
}

struct input *input_new(struct machine *machine, int descriptor)
{
	struct input *input = memory_zeroed(1, sizeof(*input));
	input->machine = machine;
	input->descriptor = descriptor;
	input->line = 1;
	watch_open(&input->observer.watch, -1);
	buffer_reserve(&input->text, READ_SIZE); /* so that data is never NULL */
	return input;
}

void input_free(struct input *input)
{
	if (!input)
		return;
	watch_close(input->machine, &input->observer.watch);
	for (struct asker *asker = input->first; asker; asker = asker->next)
		asker->input = NULL;
	buffer_free(&input->text);
	free(input);
}

static enum input_status finished(const struct input *input)
{
	if (!input->number)
		return INPUT_END;
	errno = input->number;
	return INPUT_FAILED;
}

enum input_status input_fill(struct input *input)
{
	if (input->ended)
		return finished(input);
	struct pollfd poll_descriptor = {.fd = input->descriptor, .events = POLLIN};
	if (TEMP_FAILURE_RETRY(poll(&poll_descriptor, 1, 0)) == 0)
		return INPUT_LATER;
	if (input->start && input->start >= input->text.length - input->start) {
		input->text.length -= input->start;
		memmove(input->text.data, input->text.data + input->start, input->text.length);
		input->start = 0;
	}
	char *room = buffer_reserve(&input->text, READ_SIZE);
	ssize_t got = read(input->descriptor, room, READ_SIZE);
	if (got > 0) {
		input->text.length += (size_t)got;
		return INPUT_MORE;
	}
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return INPUT_LATER;
	input->number = got < 0 ? errno : 0;
	input->ended = true;
	return finished(input);
}

enum input_status input_peek(struct input *input, const char **text, size_t *length)
{
	enum input_status status = INPUT_MORE;
	if (input->start == input->text.length)
		status = input_fill(input);
	*text = input->text.data + input->start;
	*length = input->text.length - input->start;
	return status;
}

static unsigned count_lines(const char *text, size_t length)
{
	unsigned count = 0;
	const char *end = text + length;
	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		count++;
		text++;
	}
	return count;
}

unsigned input_line(const struct input *input)
{
	return input->line;
}

void input_consume(struct input *input, size_t length)
{
	input->line += count_lines(input->text.data + input->start, length);
	input->start += length;
	input->held = input->scanned = 0;
	if (input->start == input->text.length)
		input->start = input->text.length = 0;
}

bool input_watch(struct input *input)
{
	/* What epoll refuses with EPERM is always readable for poll, and never waited for. */
	return input->observer.watch.slot ||
	       observer_open(input->machine, &input->observer, input->descriptor, EPOLLIN, readable,
			     input) ||
	       errno == EPERM;
}

bool input_asked(const struct input *input)
{
	return input->first && !input->prompt;
}

void input_interactive(struct input *input, const struct input_prompt *prompt, void *context)
{
	input->prompt = prompt;
	input->context = context;
}

void input_lend(struct input *input, bool lent)
{
	if (input->prompt)
		input->prompt->lend(input->context, lent);
}

/* ---- lines for ask ---- */

static void asker_leave(struct asker *asker)
{
	struct input *input = asker->input;
	if (!input)
		return;
	bool first = input->first == asker;
	DL_DELETE2(input->first, asker, previous, next);
	asker->input = NULL;
	if (asker->begun && !asker->answered && input->prompt)
		input->prompt->abandon(input->context);
	if (first && input->first)
		call_wake(input->first->call);
}

static void asker_destroy(struct object *object)
{
	struct asker *asker = (struct asker *)object;
	asker_leave(asker);
	object_release(asker->line);
	free(asker);
}

static const struct behaviour asker_behaviour = {.destroy = asker_destroy};

static struct asker *asker_new(struct input *input, struct call *call)
{
	struct asker *asker = memory_zeroed(1, sizeof(*asker));
	asker->object = (struct object){.behaviour = &asker_behaviour, .references = 1};
	asker->input = input;
	asker->call = call;
	DL_APPEND2(input->first, asker, previous, next);
	return asker;
}

void input_answer(struct input *input, struct bytes *line)
{
	struct asker *asker = input->first;
	if (!asker || !asker->begun || asker->answered) {
		object_release(line);
		return;
	}
	asker->answered = true;
	asker->line = line;
	call_wake(asker->call);
}

void input_hold(struct input *input, size_t length)
{
	input->held = length;
	input->scanned = 0;
}

/* Takes bytes after those that are held out of what is left over. */
static void take_after_held(struct input *input, size_t length)
{
	size_t held = input->held, place = input->start + held;
	if (held == 0) {
		input_consume(input, length);
		return;
	}
	input->line += count_lines(input->text.data + place, length);
	input->text.length -= length;
	memmove(input->text.data + place, input->text.data + place + length,
		input->text.length - place);
	input->scanned = 0;
}

/* True: there is a line, or there never will be one. */
static bool take_line(struct input *input, enum input_status *status, struct bytes **line)
{
	for (;;) {
		const char *text = input->text.data + input->start + input->held;
		size_t length = input->text.length - input->start - input->held;
		const char *newline = length > input->scanned ? memchr(text + input->scanned, '\n',
								       length - input->scanned)
							      : NULL;
		if (newline || (length && (*status == INPUT_END || length >= BYTES_MAX))) {
			size_t end = newline ? (size_t)(newline - text) : length;
			*line = bytes_new(text, end);
			take_after_held(input, end + (newline != NULL));
			return true;
		}
		if (*status == INPUT_END || *status == INPUT_FAILED)
			return true;
		input->scanned = length;
		*status = input_fill(input);
		if (*status == INPUT_LATER)
			return false;
	}
}

static enum run ask_stream(struct asker *asker, const char *question, size_t length,
			   struct bytes **line)
{
	struct input *input = asker->input;
	if (!asker->begun) {
		asker->begun = true;
		if (length)
			call_print(asker->call, question, length);
	}
	enum input_status status = INPUT_MORE;
	if (!take_line(input, &status, line)) {
		if (!input_watch(input))
			return call_errno(asker->call, "epoll_ctl", errno, "standard input");
		return call_pause(asker->call);
	}
	if (status == INPUT_FAILED)
		return call_errno(asker->call, "read", errno, "standard input");
	return RUN_DONE;
}

static enum run ask_prompt(struct asker *asker, const char *question, size_t length,
			   struct bytes **line)
{
	struct input *input = asker->input;
	if (!asker->begun) {
		asker->begun = true;
		input->prompt->begin(input->context, question, length, asker->call);
	}
	if (!asker->answered)
		return call_pause(asker->call);
	*line = asker->line;
	asker->line = NULL;
	return RUN_DONE;
}

enum run ask_line(struct call *call, const char *question, size_t length, struct bytes **line)
{
	struct input *input = call_shell(call)->input;
	if (!call->state)
		call->state = &asker_new(input, call)->object;
	struct asker *asker = (struct asker *)call->state;
	*line = NULL;
	if (input->first != asker)
		return call_pause(call);
	enum run run = input->prompt ? ask_prompt(asker, question, length, line)
				     : ask_stream(asker, question, length, line);
	if (run != RUN_WAIT) {
		object_release(call->state);
		call->state = NULL;
	}
	return run;
}
