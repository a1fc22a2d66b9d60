/*
 * course: see course.h.
 *
 * The lessons that come with the program lie in a folder beside it, share/handsh/lessons, each in one
 * of its own: NUMBER-NAME/lesson.hsh. The number is its place in the course.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/course.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/completion.h"
#include "handsh/file.h"
#include "handsh/survey.h"

#define FOLDER "share/handsh/lessons"
#define FILE_NAME "lesson.hsh"

/* ---- the course ---- */

/* The program lies in a folder beside share: PREFIX/bin, or that where it was built. */
static bool find_folder(struct buffer *folder)
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program));
	for (unsigned i = 0; i < 2; i++) {
		const char *slash = length > 0 ? memrchr(program, '/', (size_t)length) : NULL;
		if (!slash)
			return false;
		length = slash - program;
	}
	buffer_append(folder, program, (size_t)length);
	buffer_text(folder, "/" FOLDER);
	return true;
}

/* What comes after the number and the dash; NULL: it is no lesson's. */
static const char *name_of_folder(const char *folder)
{
	const char *digits = folder + strspn(folder, "0123456789");
	return digits > folder && *digits == '-' && digits[1] ? digits + 1 : NULL;
}

static int is_lesson(const struct dirent *entry)
{
	return name_of_folder(entry->d_name) != NULL;
}

void course_each(void (*each)(void *context, const char *name, const char *path), void *context)
{
	struct buffer folder = {0}, path = {0};
	struct dirent **entries;
	int count = find_folder(&folder)
			    ? scandir(buffer_cstring(&folder), &entries, is_lesson, versionsort)
			    : -1;
	for (int i = 0; i < count; i++) {
		path.length = 0;
		buffer_format(&path, "%s/%s/" FILE_NAME, buffer_cstring(&folder),
			      entries[i]->d_name);
		if (access(buffer_cstring(&path), R_OK) == 0)
			each(context, name_of_folder(entries[i]->d_name), buffer_cstring(&path));
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	buffer_free(&folder);
	buffer_free(&path);
}

/* ---- a file ---- */

/* What its text says of itself. */
struct outline {
	struct surveyor surveyor;
	unsigned calls;
	char *title; /* of its first statement */
	unsigned steps;
};

static void tell_call(struct surveyor *surveyor, const struct survey_place *place,
		      const struct survey_call *call)
{
	(void)place;
	struct outline *outline = (struct outline *)surveyor;
	const bool first = outline->calls++ == 0;
	if (first && strcmp(call->name, "lesson") == 0 && call->count == 1 &&
	    call->arguments->text && !call->arguments->option)
		outline->title = memory_copy(call->arguments->text, call->arguments->length);
	outline->steps += strcmp(call->name, "question") == 0;
}

static void tell_step(struct surveyor *surveyor)
{
	((struct outline *)surveyor)->steps++;
}

static void pass_define(struct surveyor *surveyor, const char *name, const char *required,
			unsigned least, unsigned most)
{
	(void)surveyor, (void)name, (void)required, (void)least, (void)most;
}

static void pass_name(struct surveyor *surveyor, const char *name)
{
	(void)surveyor, (void)name;
}

static void pass_place(struct surveyor *surveyor, const struct survey_place *place,
		       const char *name)
{
	(void)surveyor, (void)place, (void)name;
}

static void pass_loop(struct surveyor *surveyor, const struct survey_place *place, const char *name,
		      const char *socket, const struct survey_call *call)
{
	(void)surveyor, (void)place, (void)name, (void)socket, (void)call;
}

static void pass_assign(struct surveyor *surveyor, const char *name, const struct survey_call *call)
{
	(void)surveyor, (void)name, (void)call;
}

static struct error *outline_file(struct lesson_file *file)
{
	struct outline outline = {.surveyor = {
					  .call = tell_call,
					  .step = tell_step,
					  .define = pass_define,
					  .set = pass_name,
					  .read = pass_place,
					  .catches = pass_place,
					  .loop = pass_loop,
					  .assign = pass_assign,
				  }};
	struct source *source = source_new(file->path, object_retain(file->text), 1);
	struct error *error = survey(source, &outline.surveyor);
	object_release(source);
	if (!error && !outline.title) {
		error = error_new("USAGE", "lesson", "%s is no lesson", file->path);
		error_hint(error, "its first statement is its title: lesson 'What it is about'");
	}
	file->title = outline.title;
	file->steps = outline.steps;
	return error;
}

struct error *lesson_file_read(const char *path, const char *key, struct lesson_file *file)
{
	*file = (struct lesson_file){.text = script_read(path, false)};
	int number = errno;
	if (!file->text && number == EINVAL)
		return error_new("USAGE", "lesson", "%s is not a regular file", path);
	if (!file->text)
		return error_errno(number, "lesson", "%s", path);
	file->path = memory_copy(path, strlen(path));
	file->key = memory_copy(key, strlen(key));
	struct error *error = outline_file(file);
	if (error)
		lesson_file_free(file);
	return error;
}

void lesson_file_free(struct lesson_file *file)
{
	free(file->path);
	free(file->key);
	free(file->title);
	object_release(file->text);
	*file = (struct lesson_file){0};
}

/* ---- by name ---- */

struct search {
	const char *name;
	char *path; /* NULL: not found */
};

static void look(void *context, const char *name, const char *path)
{
	struct search *search = context;
	if (!search->path && strcmp(name, search->name) == 0)
		search->path = memory_copy(path, strlen(path));
}

/* In the working folder, or wherever its path says. */
static bool find_file(struct call *call, const struct bytes *name, const char *path,
		      struct lesson_file *file)
{
	char *whole = realpath(path, NULL);
	const bool named = strchr(path, '/') || strchr(path, '.');
	if (!whole && errno == ENOENT && !named) {
		call_unknown(call, &kind_lesson, "lesson", name);
		if (!call->error->hint)
			error_hint(call->error, "lesson lists those that there are");
		return false;
	}
	struct error *error = whole ? lesson_file_read(path, whole, file)
				    : error_errno(errno, "lesson", "%s", path);
	free(whole);
	if (error)
		call_error(call, error);
	return !error;
}

bool lesson_file_find(struct call *call, const struct bytes *name, struct lesson_file *file)
{
	if (!name->length || memchr(name->data, '\0', name->length)) {
		call_fail(call, "USAGE", "a file's name has at least one byte, and none is NUL");
		return false;
	}
	char *text = memory_copy(name->data, name->length);
	struct search search = {.name = text};
	bool found;
	course_each(look, &search);
	if (search.path) {
		struct error *error = lesson_file_read(search.path, text, file);
		found = !error;
		if (error)
			call_error(call, error);
	} else {
		found = find_file(call, name, text, file);
	}
	free(search.path);
	free(text);
	return found;
}

/* ---- as an argument ---- */

struct telling {
	void (*tell)(void *context, const char *word, const char *text);
	void *context;
};

static void tell_name(void *context, const char *name, const char *path)
{
	const struct telling *telling = context;
	struct lesson_file file;
	struct error *error = lesson_file_read(path, name, &file);
	telling->tell(telling->context, name, error ? NULL : file.title);
	object_release(error);
	lesson_file_free(&file);
}

static void tell_names(void (*tell)(void *context, const char *word, const char *text),
		       void *context)
{
	struct telling telling = {tell, context};
	course_each(tell_name, &telling);
}

static bool convert_lesson(struct call *call, const struct parameter *parameter,
			   struct value *value)
{
	return kind_bytes.convert(call, parameter, value);
}

static void complete_lesson(struct shell *shell, const struct parameter *parameter,
			    const char *prefix, struct completion *completion)
{
	complete_words(shell, parameter, prefix, completion);
	kind_file.complete(shell, parameter, prefix, completion);
}

const struct kind kind_lesson = {
	.name = "the name of a lesson, or a file",
	.convert = convert_lesson,
	.words = tell_names,
	.complete = complete_lesson,
};
