/*
 * input: standard input, shared by the reader of the script and by those that ask. It may be a pipe, a file,
 * a terminal, /dev/null or closed. Files and /dev/null cannot be watched with epoll(7), and
 * O_NONBLOCK on descriptor 0 would reach every process that shares it; so each read(2) is preceded
 * by a poll(2), which answers for every kind of file, and the watch only wakes the loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/asker.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

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

enum input_status input_read(struct input *input, char *room, size_t size, size_t *got)
{
	*got = 0;
	if (input->ended)
		return finished(input);
	struct pollfd poll_descriptor = {.fd = input->descriptor, .events = POLLIN};
	if (TEMP_FAILURE_RETRY(poll(&poll_descriptor, 1, 0)) == 0)
		return INPUT_LATER;
	ssize_t count = read(input->descriptor, room, size);
	if (count > 0) {
		*got = (size_t)count;
		return INPUT_MORE;
	}
	if (count < 0 && (errno == EINTR || errno == EAGAIN))
		return INPUT_LATER;
	input->number = count < 0 ? errno : 0;
	input->ended = true;
	return finished(input);
}

enum input_status input_fill(struct input *input)
{
	if (input->start && input->start >= input->text.length - input->start) {
		input->text.length -= input->start;
		memmove(input->text.data, input->text.data + input->start, input->text.length);
		input->start = 0;
	}
	size_t got;
	char *room = buffer_reserve(&input->text, READ_SIZE);
	enum input_status status = input_read(input, room, READ_SIZE, &got);
	input->text.length += got;
	return status;
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

void input_lend(struct input *input, enum lent lent)
{
	if (input->prompt)
		input->prompt->lend(input->context, lent);
}

void input_hold(struct input *input, size_t length)
{
	input->held = length;
	input->scanned = 0;
}

void input_take_after_held(struct input *input, size_t length)
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
