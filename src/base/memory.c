/*
 * memory: allocation that either succeeds or ends the program.
 *
 * A shell that goes on after a failed allocation would have to unwind from everywhere; sizes that
 * users and peers choose are bounded before they come here, so that what is left is a machine
 * without memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/base.h"

void memory_exhausted(void)
{
	static const char message[] = "handsh: out of memory\n";
	struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&room, 1, 0) == 1) {
		ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);
		(void)written;
	}
	exit(EXIT_FAILURE); /* the prompt gives the terminal back on the way */
}

void *memory_allocate(size_t size)
{
	void *memory = malloc(size ? size : 1);
	if (!memory)
		memory_exhausted();
	return memory;
}

void *memory_zeroed(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);
	if (!memory)
		memory_exhausted();
	return memory;
}

void *memory_resize(void *memory, size_t size)
{
	void *resized = realloc(memory, size ? size : 1);
	if (!resized)
		memory_exhausted();
	return resized;
}

char *memory_copy(const char *text, size_t length)
{
	char *copy = memory_allocate(length + 1);
	if (length)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}
