/*
 * fuzz_message: a message in a stream that comes in pieces is the one that is found when all is there at
 * once, and is what a search byte by byte finds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/message.h"

#include <string.h>

#include "target.h"

struct outcome {
	enum message_state state;
	struct message_size size;
};

/* What comes of it where so many bytes come at once, and where the stream ends after them. */
static struct outcome read_pieces(const struct message *message, const struct bytes *stream,
				  size_t piece)
{
	struct outcome outcome = {.state = MESSAGE_OPEN};
	size_t scanned = 0, length = 0;
	outcome.state = message_scan(message, stream->data, 0, &scanned, &outcome.size);
	while (outcome.state == MESSAGE_OPEN && length < stream->length) {
		length = stream->length - length < piece ? stream->length : length + piece;
		outcome.state =
			message_scan(message, stream->data, length, &scanned, &outcome.size);
		check(scanned <= length);
	}
	if (outcome.state == MESSAGE_OPEN)
		outcome.state = message_end(message, length, &outcome.size);
	return outcome;
}

/* Does the message, at the end of these bytes, end there? */
static bool ends(const struct message *message, const char *data, size_t length)
{
	const struct bytes *mark = message->mark;
	return mark ? length >= mark->length &&
			       !memcmp(data + length - mark->length, mark->data, mark->length)
		    : length && data[length - 1] == '\n';
}

/* Of a line, and of what ends with its mark: how many bytes it has with its end; 0: it has none. */
static size_t find(const struct message *message, const struct bytes *stream)
{
	size_t length = 1;
	while (length <= stream->length && !ends(message, stream->data, length))
		length++;
	return length > stream->length ? 0 : length;
}

static void check_found(const struct message *message, const struct bytes *stream,
			const struct outcome *outcome)
{
	const size_t found = find(message, stream);
	const struct message_size *size = &outcome->size;
	if (outcome->state != MESSAGE_WHOLE) {
		check(outcome->state == MESSAGE_TOO_LONG || !found);
		return;
	}
	check(size->length <= message->most && size->length <= size->whole);
	check(size->whole == (found ? found : stream->length));
	check(size->whole - size->length <= (message->mark ? 0 : 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	struct message message = {.form = take(&input) % 4, .most = take(&input)};
	struct bytes *mark = take_bytes(&input);
	const size_t piece = 1 + take(&input) % 16;
	struct bytes *stream = take_rest(&input);
	message.mark = message.form == MESSAGE_UNTIL ? mark : NULL;
	if (message.form != MESSAGE_UNTIL || (mark->length && mark->length <= message.most)) {
		const struct outcome once = read_pieces(&message, stream, stream->length + 1);
		const struct outcome pieces = read_pieces(&message, stream, piece);
		check(once.state == pieces.state);
		check(once.state != MESSAGE_WHOLE || (once.size.length == pieces.size.length &&
						      once.size.whole == pieces.size.whole));
		if (message.form == MESSAGE_LINE || message.form == MESSAGE_UNTIL)
			check_found(&message, stream, &once);
	}
	object_release(mark);
	object_release(stream);
	return 0;
}
