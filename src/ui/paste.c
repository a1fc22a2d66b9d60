/*
 * paste: text that the terminal marks as pasted, ESC [ 200 ~ text ESC [ 201 ~, taken as it comes.
 * Readline would read to the second mark at once, and nothing else would go on until the terminal
 * has sent that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>

#include "ui/prompt.h"

#define END "\033[201~"
#define A_LOOK 4096                /* bytes taken before others have their turn */
#define TEXT_MAX ((size_t)1 << 28) /* of what is longer the rest alone: readline counts in ints */

void paste_begin(struct paste *paste)
{
	paste->begun = true;
	paste->text.length = 0;
}

static bool ends(const struct buffer *text)
{
	size_t length = strlen(END);
	return text->length >= length &&
	       memcmp(text->data + text->length - length, END, length) == 0;
}

static void insert(struct paste *paste)
{
	const char *active = rl_variable_value("enable-active-region");
	paste->begun = false;
	paste->text.length -= strlen(END);
	rl_mark = rl_point;
	rl_insert_text(buffer_cstring(&paste->text));
	if (active && strcmp(active, "on") == 0)
		rl_activate_mark();
	buffer_free(&paste->text);
	(*rl_redisplay_function)();
}

static void take(struct paste *paste, char byte)
{
	struct buffer *text = &paste->text;
	if (!byte) /* no line of readline's can hold it */
		return;
	if (text->length == TEXT_MAX)
		text->length = 0;
	buffer_byte(text, byte == '\r' ? '\n' : byte);
	if (byte == '~' && ends(text))
		insert(paste);
}

/* Would a read not wait? Of a description of our own it never does. */
static bool may_read(const struct reader *reader)
{
	struct pollfd keys = {.fd = reader->input, .events = POLLIN};
	return reader->input != STDIN_FILENO || poll(&keys, 1, 0) == 1;
}

/* Byte by byte, for what stands after the mark is readline's. */
void paste_read(struct reader *reader)
{
	struct paste *paste = &reader->paste;
	for (unsigned i = 0; i < A_LOOK && paste->begun && may_read(reader); i++) {
		char byte;
		switch (typed_read(reader, &byte)) {
		case TYPED_BYTE:
			take(paste, byte);
			break;
		case TYPED_NONE:
			return;
		case TYPED_END:
			paste->begun = false;
		}
	}
}

void paste_drop(struct paste *paste)
{
	if (!paste->begun)
		return;
	/* What has come of the rest must not be taken for typed commands. */
	tcflush(STDIN_FILENO, TCIFLUSH);
	paste->begun = false;
	buffer_free(&paste->text);
}
