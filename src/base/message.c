/*
 * message: see message.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/message.h"

#include <string.h>

static enum message_state whole(struct message_size *size, size_t length, size_t with_end)
{
	*size = (struct message_size){length, with_end};
	return MESSAGE_WHOLE;
}

/* How long the line is whose newline stands, or would stand, at the place. */
static size_t line_length(const char *data, size_t place)
{
	return place && data[place - 1] == '\r' ? place - 1 : place;
}

static enum message_state scan_line(const struct message *message, const char *data, size_t length,
				    size_t *scanned, struct message_size *size)
{
	const size_t room = message->most + 2; /* with CR LF */
	const size_t end = length < room ? length : room;
	const char *newline = end > *scanned ? memchr(data + *scanned, '\n', end - *scanned) : NULL;
	const size_t place = newline ? (size_t)(newline - data) : end;
	const size_t line = line_length(data, place);
	*scanned = place;
	if (line > message->most)
		return MESSAGE_TOO_LONG;
	return newline ? whole(size, line, place + 1) : MESSAGE_OPEN;
}

/* A mark may have begun in what was looked through: its last bytes but one are looked at again. */
static enum message_state scan_until(const struct message *message, const char *data, size_t length,
				     size_t *scanned, struct message_size *size)
{
	const struct bytes *mark = message->mark;
	const size_t end = length < message->most ? length : message->most;
	const size_t start = *scanned < mark->length ? 0 : *scanned - mark->length + 1;
	const char *found = end - start < mark->length
				    ? NULL
				    : memmem(data + start, end - start, mark->data, mark->length);
	if (found) {
		const size_t place = (size_t)(found - data) + mark->length;
		return whole(size, place, place);
	}
	*scanned = end;
	return length < message->most ? MESSAGE_OPEN : MESSAGE_TOO_LONG;
}

enum message_state message_scan(const struct message *message, const char *data, size_t length,
				size_t *scanned, struct message_size *size)
{
	switch (message->form) {
	case MESSAGE_LINE:
		return scan_line(message, data, length, scanned, size);
	case MESSAGE_UNTIL:
		return scan_until(message, data, length, scanned, size);
	case MESSAGE_EXACTLY:
		return length < message->most ? MESSAGE_OPEN
					      : whole(size, message->most, message->most);
	default:
		return length > message->most ? MESSAGE_TOO_LONG : MESSAGE_OPEN;
	}
}

enum message_state message_end(const struct message *message, size_t length,
			       struct message_size *size)
{
	if (message->form == MESSAGE_ALL || (message->form == MESSAGE_LINE && length))
		return length > message->most ? MESSAGE_TOO_LONG : whole(size, length, length);
	return length ? MESSAGE_CUT : MESSAGE_NONE;
}
