/*
 * course: the files of lessons, and where those lie that come with the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LESSON_COURSE_H
#define HANDSH_COMMANDS_LESSON_COURSE_H

#include "handsh/command.h"

struct lesson_file {
	char *path;
	char *key; /* by which its progress is kept: its name in the course, or else its whole path */
	struct bytes *text;
	char *title;
	unsigned steps; /* questions too */
	bool unkept;    /* its progress cannot be kept, which has been said */
};

/* The lesson that was asked for, by its name in the course or as a file; false: call->error. */
bool lesson_file_find(struct call *call, const struct bytes *name, struct lesson_file *file);
/* The same of a path, for messages. */
struct error *lesson_file_read(const char *path, const char *key, struct lesson_file *file);
void lesson_file_free(struct lesson_file *file);

/* Calls each with the name and the path of every lesson of the course, in its order. */
void course_each(void (*each)(void *context, const char *name, const char *path), void *context);

extern const struct kind kind_lesson; /* the name of one, or a file: bytes */

#endif
