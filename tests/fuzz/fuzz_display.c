/*
 * fuzz_display: whatever events hold, what is shown of them on a terminal has nothing in it that
 * drives one, but what handsh itself writes for colors. The first byte chooses how it is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"

#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "event.h"

#define COLORED 1
#define TRACED 2
#define UTF8 4
#define TOP 8
#define CLIENTS 16

/* In the place of libc's: the file that is written to passes for a terminal. */
int isatty(int descriptor)
{
	(void)descriptor;
	return 1;
}

static struct buffer read_all(int descriptor)
{
	struct buffer text = {0};
	off_t size = lseek(descriptor, 0, SEEK_END);
	check(size >= 0);
	char *room = buffer_reserve(&text, (size_t)size + 1);
	check(pread(descriptor, room, (size_t)size, 0) == size);
	text.length = (size_t)size;
	return text;
}

/* Without the colors of our own. */
static void take_colors_out(struct buffer *text)
{
	static const char *const shades[] = {"\033[1m", "\033[2m", "\033[31m", "\033[32m",
					     "\033[0m"};
	size_t kept = 0;
	for (size_t i = 0, skip; i < text->length; i += skip ? skip : 1) {
		skip = 0;
		for (size_t k = 0; k < sizeof(shades) / sizeof(*shades); k++) {
			size_t length = strlen(shades[k]);
			if (text->length - i >= length &&
			    memcmp(text->data + i, shades[k], length) == 0)
				skip = length;
		}
		if (!skip)
			text->data[kept++] = text->data[i];
	}
	text->length = kept;
}

/* All events that the input holds, one after the other. */
static void show(struct journal *journal, struct input *input, unsigned how)
{
	while (input->size) {
		struct made_event made;
		take_event(input, &made);
		made.event.flags |=
			(how & TOP ? EVENT_TOP : 0) | (how & CLIENTS ? EVENT_OF_CLIENT : 0);
		journal_write(journal, &made.event);
		release_event(&made);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	unsigned how = take(&input);
	int descriptor = memfd_create("terminal", MFD_CLOEXEC);
	const struct display_settings settings = {
		.trace = how & TRACED,
		.color = how & COLORED ? COLOR_ALWAYS : COLOR_NEVER,
		.output = descriptor,
		.error = descriptor,
	};
	struct journal journal = {0};
	check(setlocale(LC_CTYPE, how & UTF8 ? "C.UTF-8" : "C") != NULL);
	struct display *display = display_new(&journal, &settings);
	show(&journal, &input, how);
	display_free(display);
	struct buffer text = read_all(descriptor);
	if (how & COLORED)
		take_colors_out(&text);
	check_shown(text.data, text.length, how & UTF8, "\n\t");
	buffer_free(&text);
	close(descriptor);
	return 0;
}
