/*
 * dump_reader: see dump_reader.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/dump_reader.h"

#include <string.h>

#include "handsh/command.h"

#define OFFSET_LEAST 4 /* digits */
#define OFFSET_MOST 16
#define ROW_MOST 256 /* bytes of a line */
#define ROW_PLAIN 16 /* of one whose offset has no colon: what follows them is text */
#define GAP_MOST 2   /* blanks between bytes there */

/* A line of a dump. */
struct dump_line {
	uint64_t offset;
	bool colon; /* after the offset */
	size_t count;
	bool words; /* they stand in groups of four digits, with no colon: hexdump(1) without -C */
	char bytes[ROW_MOST];
};

static enum dump_state fail(struct dump_reader *reader, const char *error, const char *message)
{
	reader->error = error;
	reader->message = message;
	return DUMP_FAILED;
}

/* ---- a line ---- */

static bool is_gap(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static size_t digits_at(const char *data, const char *end)
{
	size_t count = 0;
	while (data + count < end && digit_value(data[count]) >= 0)
		count++;
	return count;
}

/* Moves after it; false: the line begins with none. */
static bool read_offset(struct dump_line *line, const char **place, const char *end)
{
	const char *next = *place;
	while (next < end && is_gap(*next))
		next++;
	if (end - next > 2 && next[0] == '0' && next[1] == 'x')
		next += 2;
	size_t digits = digits_at(next, end);
	if (digits < OFFSET_LEAST || digits > OFFSET_MOST)
		return false;
	line->offset = 0;
	for (; digits; digits--)
		line->offset = line->offset << 4 | (unsigned)digit_value(*next++);
	line->colon = next < end && *next == ':';
	*place = next + line->colon;
	return line->colon || next == end || is_gap(*next);
}

static size_t skip_gap(const char **place, const char *end)
{
	const char *start = *place;
	while (*place < end && is_gap(**place))
		++*place;
	return (size_t)(*place - start);
}

/* The digits of one group as bytes; false: it is none, or one too many. */
static bool read_group(struct dump_line *line, const char *data, size_t digits)
{
	const size_t most = line->colon ? ROW_MOST : ROW_PLAIN;
	if (!digits || digits % 2 || digits / 2 > most - line->count)
		return false;
	for (size_t i = 0; i < digits; i += 2)
		line->bytes[line->count++] =
			(char)(digit_value(data[i]) << 4 | digit_value(data[i + 1]));
	return true;
}

/*
 * Up to the text beside them. After a colon that follows two blanks; without one three, or the mark
 * before it, for -C has two in the midst.
 */
static void read_bytes(struct dump_line *line, const char *place, const char *end)
{
	line->count = 0;
	line->words = !line->colon;
	for (;;) {
		const size_t gap = skip_gap(&place, end);
		const size_t digits = digits_at(place, end);
		const bool ends = place + digits == end || is_gap(place[digits]);
		if (line->count && gap > (line->colon ? 1 : GAP_MOST))
			break;
		if (!ends || !read_group(line, place, digits))
			break;
		line->words = line->words && digits == 4;
		place += digits;
	}
}

/* hexdump's words: the byte that comes first is the second one. */
static void swap_words(struct dump_line *line)
{
	for (size_t i = 0; i + 1 < line->count; i += 2) {
		char byte = line->bytes[i];
		line->bytes[i] = line->bytes[i + 1];
		line->bytes[i + 1] = byte;
	}
}

/* ---- the dump that it belongs to ---- */

static size_t length_of(const struct dump_reader *reader)
{
	return reader->out.length - sizeof(struct bytes);
}

/* Lines that were left out, up to the offset: a piece of them. What was copied is copied again. */
static enum dump_state fill(struct dump_reader *reader, size_t wanted)
{
	const size_t end = piece_end(length_of(reader), wanted, PIECE_BYTES);
	size_t span = reader->row;
	while (length_of(reader) < end) {
		const size_t left = end - length_of(reader), count = span < left ? span : left;
		/* Room first: it may move them. */
		char *room = buffer_reserve(&reader->out, count);
		memcpy(room, room - span, count);
		reader->out.length += count;
		span *= 2;
	}
	return DUMP_MORE;
}

/* hexdump's last word may be half a one: the last offset tells. */
static bool is_cut(const struct dump_reader *reader, const struct dump_line *line)
{
	return reader->swapped && !line->count &&
	       line->offset + 1 == reader->base + length_of(reader);
}

/* MORE: it is where it should be. DONE: it is not. */
static enum dump_state check_place(struct dump_reader *reader, const struct dump_line *line)
{
	const size_t length = length_of(reader);
	if (line->offset == reader->base + length || is_cut(reader, line))
		return DUMP_MORE;
	if (line->offset == 0)
		return DUMP_NEXT;
	if (!reader->starred || !reader->row || line->offset < reader->base + length)
		return fail(reader, "TYPE", "its offset does not follow");
	if (line->offset - reader->base > BYTES_MAX)
		return fail(reader, "RANGE", "there are more bytes than a value can hold");
	return DUMP_DONE;
}

static enum dump_state add_line(struct dump_reader *reader, struct dump_line *line, size_t next)
{
	if (!reader->begun) {
		reader->begun = true;
		reader->base = line->offset;
	}
	enum dump_state state = check_place(reader, line);
	if (state == DUMP_DONE)
		return fill(reader, line->offset - reader->base);
	if (state != DUMP_MORE)
		return state;
	if (is_cut(reader, line))
		reader->out.length--;
	if (length_of(reader) + line->count > BYTES_MAX)
		return fail(reader, "RANGE", "there are more bytes than a value can hold");
	reader->swapped = line->words && line->count;
	if (reader->swapped)
		swap_words(line);
	buffer_append(&reader->out, line->bytes, line->count);
	reader->row = line->count;
	reader->starred = false;
	reader->place = next;
	reader->line++;
	return DUMP_MORE;
}

/* One that begins with no offset. */
static void note_line(struct dump_reader *reader, const char *data, const char *end)
{
	skip_gap(&data, end);
	if (data == end)
		return;
	const char *after = data + 1;
	skip_gap(&after, end);
	if (*data == '*' && after == end)
		reader->starred = true;
	else
		reader->foreign = true;
}

enum dump_state dump_reader_step(struct dump_reader *reader, const struct bytes *text)
{
	const char *data = text->data + reader->place;
	const size_t left = text->length - reader->place;
	const char *newline = memchr(data, '\n', left < DUMP_LINE_MOST ? left : DUMP_LINE_MOST);
	const char *end = newline ? newline : data + left;
	struct dump_line line;
	if (!left)
		return DUMP_DONE;
	if (!newline && left > DUMP_LINE_MOST)
		return fail(reader, "TYPE", "it is longer than lines of dumps are");
	const size_t next = reader->place + (size_t)(end - data) + (newline != NULL);
	const char *place = data;
	if (read_offset(&line, &place, end)) {
		read_bytes(&line, place, end);
		return add_line(reader, &line, next);
	}
	note_line(reader, data, end);
	reader->place = next;
	reader->line++;
	return DUMP_MORE;
}

void dump_reader_begin(struct dump_reader *reader)
{
	*reader = (struct dump_reader){.line = 1};
	bytes_begin_text(&reader->out);
}

struct bytes *dump_reader_take(struct dump_reader *reader)
{
	struct bytes *bytes = bytes_from_text(&reader->out);
	reader->begun = reader->swapped = reader->starred = false;
	reader->row = 0;
	bytes_begin_text(&reader->out);
	return bytes;
}

void dump_reader_end(struct dump_reader *reader)
{
	buffer_free(&reader->out);
}
