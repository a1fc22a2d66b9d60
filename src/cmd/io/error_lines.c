/*
 * error_lines: see error_lines.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/error_lines.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "handsh/net.h"

#define PIECE 65536                 /* a pipe holds as much */
#define LATER (NANOSECONDS / 100)   /* whether the terminal has taken what it was given */
#define LINE_MOST ((size_t)4 << 10) /* longer ones are shown in pieces */

static void put_name(const struct process *process, struct buffer *text)
{
	struct buffer name = {0};
	if (process->socket)
		buffer_format(text, "%s: ", handle_name(process->socket, &name));
	else
		buffer_format(text, "[%u] ", task_id(call_task(process->call)));
	buffer_free(&name);
}

static void put_line(const struct process *process, const char *line, size_t length,
		     struct buffer *text)
{
	put_name(process, text);
	escape_format(text, line, length, true);
	buffer_byte(text, '\n');
}

/* Shows the lines that are whole; at the end, or of one that is too long, what there is. */
static void show(struct process *process, bool end)
{
	struct display *display = ((struct shell *)machine_shell(process->machine))->display;
	struct buffer *from = &process->error_text, text = {0};
	size_t start = 0;
	while (start < from->length) {
		const char *line = from->data + start;
		const char *newline = memchr(line, '\n', from->length - start);
		size_t length = newline ? (size_t)(newline - line) : from->length - start;
		if (!newline && !end && length < LINE_MOST)
			break;
		put_line(process, line, length, &text);
		start += length + (newline != NULL);
	}
	from->length -= start;
	memmove(from->data, from->data + start, from->length);
	display_make_plain(display, &text);
	if (text.length)
		display_say(display, &text);
	buffer_free(&text);
}

static void stop(struct process *process)
{
	struct watch *watch = &process->errors.watch;
	int fd = watch->fd;
	alarm_clear(process->machine, &process->errors_later);
	watch_close(process->machine, watch);
	watch->fd = -1;
	if (fd >= 0)
		close(fd);
}

/* One piece; at its end nobody has the other end. */
static void take(struct process *process)
{
	ssize_t got =
		read(process->errors.watch.fd, buffer_reserve(&process->error_text, PIECE), PIECE);
	bool over = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
	process->error_text.length += got > 0 ? (size_t)got : 0;
	show(process, over);
	if (over)
		stop(process);
}

static bool nobody_takes_more(const struct process *process)
{
	const struct display *display =
		((const struct shell *)machine_shell(process->machine))->display;
	return display_crowded(display, DISPLAY_OUTPUT) || display_crowded(display, DISPLAY_ERROR);
}

static void look_later(struct machine *machine, struct alarm *alarm);

static void ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct process *process = observer->context;
	(void)events;
	if (nobody_takes_more(process)) {
		int fd = observer->watch.fd;
		watch_close(machine, &observer->watch);
		observer->watch.fd = fd;
		alarm_set(machine, &process->errors_later, clock_now() + LATER, look_later);
		return;
	}
	take(process);
}

static void look_later(struct machine *machine, struct alarm *alarm)
{
	struct process *process =
		(struct process *)((char *)alarm - offsetof(struct process, errors_later));
	struct observer *observer = &process->errors;
	if (nobody_takes_more(process) ||
	    !observer_open(machine, observer, observer->watch.fd, EPOLLIN, ready, process))
		alarm_set(machine, alarm, clock_now() + LATER, look_later);
}

bool error_lines_begin(struct process *process, int fd)
{
	return observer_open(process->machine, &process->errors, fd, EPOLLIN, ready, process);
}

void error_lines_take(struct process *process)
{
	if (process->errors.watch.fd >= 0)
		take(process);
}

void error_lines_end(struct process *process)
{
	error_lines_take(process);
	if (process->error_text.length)
		show(process, true);
	stop(process);
	buffer_free(&process->error_text);
}
