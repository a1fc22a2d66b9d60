/*
 * output: see output.h.
 *
 * O_NONBLOCK on descriptors 1 and 2 would reach every process that shares them, so a pipe or a
 * terminal is opened anew: a description of our own has flags of its own, open(2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

void output_open(struct output *output, int descriptor)
{
	*output = (struct output){.descriptor = descriptor};
}

void output_close(struct output *output)
{
	if (output->way == OUTPUT_ANEW)
		close(output->descriptor);
	bool more = false;
	output_drop(output, &more);
	buffer_free(&output->text);
	buffer_free(&output->said);
}

#define ANEW (O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* After su(1) the terminal is another user's, but /dev/tty lets everybody in. */
static int open_terminal(int descriptor)
{
	unsigned device, other;
	int anew = open("/dev/tty", ANEW);
	if (anew < 0 || (ioctl(descriptor, TIOCGDEV, &device) == 0 &&
			 ioctl(anew, TIOCGDEV, &other) == 0 && device == other))
		return anew;
	close(anew);
	return -1;
}

/* The pipe or terminal a second time, or -1: a pipe of another user's, or there is no /proc. */
static int open_again(int descriptor)
{
	char path[32];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
	int anew = open(path, ANEW);
	if (anew < 0 && isatty(descriptor))
		anew = open_terminal(descriptor);
	return descriptor_aside(anew);
}

/* At the first writing, so that a script that writes nothing does not pay for it. */
static void choose_way(struct output *output)
{
	struct stat status = {0};
	fstat(output->descriptor, &status);
	output->way = S_ISSOCK(status.st_mode) ? OUTPUT_SOCKET : OUTPUT_PLAIN;
	if (!S_ISFIFO(status.st_mode) && !isatty(output->descriptor))
		return;
	int anew = open_again(output->descriptor);
	output->way = anew < 0 ? OUTPUT_POLLED : OUTPUT_ANEW;
	if (anew >= 0)
		output->descriptor = anew;
}

/* What has room takes so much without waiting: pipe(7), and terminals more. */
static ssize_t write_polled(int descriptor, const char *data, size_t length)
{
	if (poll(&(struct pollfd){.fd = descriptor, .events = POLLOUT}, 1, 0) == 0) {
		errno = EAGAIN;
		return -1;
	}
	return write(descriptor, data, length < PIPE_BUF ? length : PIPE_BUF);
}

static ssize_t write_some(const struct output *output, const char *data, size_t length)
{
	switch (output->way) {
	case OUTPUT_SOCKET:
		return send(output->descriptor, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	case OUTPUT_POLLED:
		return write_polled(output->descriptor, data, length);
	default:
		return write(output->descriptor, data, length);
	}
}

ssize_t output_try(struct output *output, const void *data, size_t length)
{
	if (output->way == OUTPUT_UNKNOWN)
		choose_way(output);
	return TEMP_FAILURE_RETRY(write_some(output, data, length));
}

/* Gives how many bytes need not wait any longer: they are written, or it has failed. */
static size_t write_now(struct output *output, const char *data, size_t length)
{
	size_t done = 0;
	if (output->way == OUTPUT_UNKNOWN)
		choose_way(output);
	output->blocked = false;
	while (done < length && !output->failed && !output->blocked) {
		ssize_t written = write_some(output, data + done, length - done);
		if (written >= 0)
			done += (size_t)written;
		else if (errno == EAGAIN)
			output->blocked = true;
		else if (errno != EINTR)
			output->failed = errno;
	}
	output->taken += done;
	return output->failed ? length : done;
}

void output_add(struct output *output, const void *data, size_t length)
{
	struct portion *last = output->portions.last;
	if (!length || output->failed)
		return;
	buffer_append(last ? &last->after : &output->text, data, length);
	if (last)
		output->after += length;
}

void output_add_portion(struct output *output, struct portion *portion)
{
	if (output->failed)
		portion_free(portion);
	else
		portions_put(&output->portions, portion);
	output->owes_last = !output->failed;
}

static void write_text(struct output *output)
{
	size_t waiting = output->text.length - output->start;
	if (!waiting)
		return;
	output->start += write_now(output, output->text.data + output->start, waiting);
	if (output->start < output->text.length - output->start)
		return;
	output->text.length -= output->start;
	memmove(output->text.data, output->text.data + output->start, output->text.length);
	output->start = 0;
}

/* What comes after the first portion is next. */
static void next_portion(struct output *output)
{
	struct portion *portion = portions_take(&output->portions);
	struct buffer written = output->text;
	output->after -= portion->after.length;
	output->text = portion->after;
	portion->after = written;
	output->start = 0;
	portion_free(portion);
}

/* Goes on with the first portion, when there is nothing before it. */
static void go_on(struct output *output)
{
	struct portion *portion = output->portions.first;
	if (!portion_make(portion, &output->said))
		return;
	size_t piece = portion->length < PORTION_PIECE ? portion->length : PORTION_PIECE;
	size_t done = write_now(output, portion->text, piece);
	portion->text += done;
	portion->length -= done;
	if (!portion->length && portion_dismantle(portion))
		next_portion(output);
}

void output_write(struct output *output)
{
	write_text(output);
	if (!output->portions.first || output->text.length)
		return;
	go_on(output);
	write_text(output);
}

void output_pass(struct output *output, const void *data, size_t length)
{
	size_t done = 0;
	output_write(output);
	if (output_idle(output))
		done = write_now(output, data, length);
	output_add(output, (const char *)data + done, length - done);
}

size_t output_drop(struct output *output, bool *more)
{
	size_t dropped = output_waiting(output);
	while (output->portions.first) {
		struct portion *portion = portions_take(&output->portions);
		dropped += portion->text ? portion->length : portion->making.length;
		*more = *more || !portion->text;
		portion_free(portion);
	}
	output->text.length = output->start = output->after = 0;
	return dropped;
}

bool output_same(const struct output *one, const struct output *other)
{
	struct stat a, b;
	return fstat(one->descriptor, &a) == 0 && fstat(other->descriptor, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool color_allowed(enum color color, int descriptor)
{
	const char *declined = getenv("NO_COLOR"), *terminal = getenv("TERM");
	if (color == COLOR_NEVER || (declined && *declined))
		return false;
	if (terminal && strcmp(terminal, "dumb") == 0)
		return false;
	return color == COLOR_ALWAYS || (terminal && *terminal && isatty(descriptor));
}
