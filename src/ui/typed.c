/*
 * typed: what is typed, byte by byte, without ever waiting for it in read(2).
 *
 * Ctrl-C makes the kernel drop what was typed and not yet read, and that may be the very byte that
 * poll(2) has announced: a read that then waited would not hear of the signal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "ui/prompt.h"

/* A description of the terminal that is nobody else's: O_NONBLOCK on standard input would be seen by
 * every program that shares it. */
void typed_open(struct reader *reader)
{
	reader->input = -1;
	if (reader->terminal)
		reader->input = descriptor_aside(
			open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
	if (reader->input < 0) /* it belongs to another user, after su(1) */
		reader->input = STDIN_FILENO;
}

void typed_close(struct reader *reader)
{
	typed_drop(reader);
	if (reader->input != STDIN_FILENO)
		close(reader->input);
}

bool typed_ahead(const struct reader *reader)
{
	return reader->ahead_start < reader->ahead.length;
}

void typed_push(struct reader *reader, const char *keys, size_t length)
{
	struct buffer whole = {0};
	buffer_append(&whole, keys, length);
	if (typed_ahead(reader))
		buffer_append(&whole, reader->ahead.data + reader->ahead_start,
			      reader->ahead.length - reader->ahead_start);
	typed_drop(reader);
	reader->ahead = whole;
}

void typed_drop(struct reader *reader)
{
	buffer_free(&reader->ahead);
	reader->ahead_start = 0;
	reader->begun_count = 0;
}

enum typed_byte typed_read(struct reader *reader, char *byte)
{
	ssize_t length;
	if (typed_ahead(reader)) {
		*byte = reader->ahead.data[reader->ahead_start++];
		return TYPED_BYTE;
	}
	do
		length = read(reader->input, byte, 1);
	while (length < 0 && errno == EINTR);
	if (length < 0 && errno == EAGAIN)
		return TYPED_NONE;
	return length == 1 ? TYPED_BYTE : TYPED_END;
}

/* Can more bytes make a character of UTF-8 of these? */
static bool is_begun(const char *bytes, unsigned count)
{
	const unsigned char first = (unsigned char)bytes[0];
	const unsigned whole = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
	for (unsigned i = 1; i < count; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return false;
	return first <= 0xf4 && count < whole;
}

bool typed_whole(struct reader *reader)
{
	char byte;
	if (typed_ahead(reader))
		return true;
	while (!reader->begun_count || is_begun(reader->begun, reader->begun_count)) {
		const enum typed_byte keys = typed_read(reader, &byte);
		if (keys == TYPED_NONE)
			return false;
		if (keys == TYPED_END)
			break;
		reader->begun[reader->begun_count++] = byte;
	}
	typed_push(reader, reader->begun, reader->begun_count);
	return true;
}

bool typed_more(const struct reader *reader)
{
	struct pollfd keys = {.fd = reader->input, .events = POLLIN};
	return typed_ahead(reader) || (poll(&keys, 1, 0) > 0 && (keys.revents & POLLIN));
}

/* Waits for a byte or a signal, which is not taken: the loop hears of it next. */
static bool wait_for_byte(const struct prompt *prompt)
{
	struct pollfd files[] = {
		{.fd = prompt->reader.input, .events = POLLIN},
		{.fd = shell_session(prompt->shell)->signals.observer.watch.fd, .events = POLLIN},
	};
	while (poll(files, 2, -1) < 0 && errno == EINTR)
		;
	return files[1].revents == 0;
}

int typed_next(struct prompt *prompt)
{
	char byte = 0;
	enum typed_byte keys;
	while ((keys = typed_read(&prompt->reader, &byte)) == TYPED_NONE)
		if (!wait_for_byte(prompt))
			return 0; /* readline binds it to set-mark, which changes no text */
	return keys == TYPED_END ? EOF : (unsigned char)byte;
}
