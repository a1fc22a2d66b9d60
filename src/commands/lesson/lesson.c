/*
 * lesson: lists the lessons, begins one, and what is done to the one that runs; and in a lesson its
 * title.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "commands/lesson/lesson_progress.h"
#include "commands/lesson/lesson_state.h"

enum { OPTION_MISSING, OPTION_SKIP, OPTION_AGAIN, OPTION_END, OPTIONS };

/* ---- the list ---- */

/* Of each lesson a map; its state. */
struct listing {
	struct list *list;
	struct buffer progress;
};

static void add_lesson(void *context, const char *name, const char *path)
{
	struct listing *listing = context;
	struct lesson_file file;
	struct error *error = lesson_file_read(path, name, &file);
	unsigned done = 0, steps = 0;
	struct buffer wrong = {0};
	if (error)
		error_message(error, &wrong);
	if (!progress_find(&listing->progress, name, &done, &steps))
		done = 0;
	struct map *map = map_put_text(map_new(), "name", value_bytes(bytes_text(name)));
	map = map_put_text(map, "title",
			   value_bytes(bytes_text(error ? buffer_cstring(&wrong) : file.title)));
	map = map_put_text(map, "steps", value_int(file.steps));
	map = map_put_text(map, "done", value_int(done < file.steps ? done : file.steps));
	listing->list = list_append(listing->list, value_object(TYPE_MAP, map));
	buffer_free(&wrong);
	object_release(error);
	lesson_file_free(&file);
}

static struct value list_lessons(struct call *call)
{
	(void)call;
	struct listing listing = {.list = list_new(0)};
	progress_read(&listing.progress);
	course_each(add_lesson, &listing);
	buffer_free(&listing.progress);
	return value_object(TYPE_LIST, listing.list);
}

static struct value part(struct value row, const char *key)
{
	struct value value = VALUE_NIL;
	map_get(row.map, key, strlen(key), &value);
	return value;
}

static void list_text(struct call *call, struct buffer *text)
{
	static const struct column columns[] = {
		{"LESSON"}, {"DONE", true}, {"TITLE", .least = 16}, {0}};
	struct value list = list_lessons(call);
	struct table table;
	table_begin(&table, columns);
	for (size_t i = 0; i < list.list->count; i++) {
		const struct value row = list_at(list.list, i);
		value_format(part(row, "name"), &table.text);
		table_next(&table);
		value_format(part(row, "done"), &table.text);
		buffer_byte(&table.text, '/');
		value_format(part(row, "steps"), &table.text);
		table_next(&table);
		value_format(part(row, "title"), &table.text);
		table_next(&table);
	}
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
	value_release(list);
}

/* ---- the one that runs ---- */

static enum run say_title(struct call *call, struct lesson *lesson)
{
	if (lesson->titled)
		return call_fail(call, "USAGE", "the lesson has a title already");
	lesson->titled = true;
	lesson_say(call, "==", lesson->file.title);
	lesson_say(
		call, "",
		"hint says how a step could be done, lesson --missing what it lacks; lesson --skip "
		"passes it by, lesson --again begins anew, lesson --end ends the lesson. Whatever else "
		"you type does no harm.");
	return call_return(call, VALUE_NIL);
}

static enum run begin_again(struct call *call, const struct lesson *lesson)
{
	struct lesson_file file;
	struct error *error = lesson_file_read(lesson->file.path, lesson->file.key, &file);
	if (error)
		return call_error(call, error);
	return lesson_begin(call, &file) ? call_return(call, VALUE_NIL) : RUN_FAIL;
}

static enum run say_end(struct call *call, struct lesson *lesson)
{
	struct buffer text = {0};
	buffer_format(&text, "\"%s\" is over; lesson %s begins it again.", lesson->file.title,
		      lesson->file.key);
	lesson_say(call, "end", buffer_cstring(&text));
	buffer_free(&text);
	lesson_end(lesson);
	return call_return(call, VALUE_NIL);
}

static enum run change(struct call *call, struct lesson *lesson, unsigned option)
{
	switch (option) {
	case OPTION_MISSING:
		return lesson_say_missing(call, lesson);
	case OPTION_SKIP:
		lesson->skipped = true;
		lesson_go_on(lesson);
		return call_return(call, VALUE_NIL);
	case OPTION_AGAIN:
		return begin_again(call, lesson);
	default:
		return say_end(call, lesson);
	}
}

/* ---- the whole ---- */

/* The number of the option that was given, OPTIONS where none was. False: call->error. */
static bool option_of(struct call *call, unsigned *option)
{
	unsigned count = 0;
	*option = OPTIONS;
	for (unsigned i = 0; i < OPTIONS; i++) {
		if (call_option(call, i))
			*option = i;
		count += call_option(call, i);
	}
	if (count < 2 && !(count && call_given(call, 0)))
		return true;
	call_fail(call, "USAGE", "it takes the name of a lesson, or one option");
	return false;
}

static enum run lesson_exec(struct call *call)
{
	static const struct exhibit exhibit = {.value = list_lessons, .text = list_text};
	struct lesson *lesson = shell_lesson(call_shell(call));
	struct lesson_file file;
	unsigned option;
	if (call->state) /* it has asked what is missing; the lesson may be over */
		return lesson_say_missing(call, lesson);
	if (!option_of(call, &option))
		return RUN_FAIL;
	if (option != OPTIONS)
		return call_lesson(call) ? change(call, lesson, option) : RUN_FAIL;
	if (!call_given(call, 0))
		return call_exhibit(call, &exhibit);
	if (lesson && lesson->task == call_task(call))
		return say_title(call, lesson);
	if (!lesson_file_find(call, call_argument(call, 0).bytes, &file))
		return RUN_FAIL;
	return lesson_begin(call, &file) ? call_return(call, VALUE_NIL) : RUN_FAIL;
}

static const struct parameter parameters[] = {
	{"LESSON", &kind_lesson, ARGUMENT_OPTIONAL,
	 .text = "its name, or its file; in a lesson its title"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_MISSING] = {0, "missing",
			    .text = "say again what the current step asks for, and what it lacks"},
	[OPTION_SKIP] = {0, "skip", .text = "pass the current step or question by"},
	[OPTION_AGAIN] = {0, "again", .text = "begin the lesson that runs from its beginning"},
	[OPTION_END] = {0, "end", .text = "end it"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "no lesson runs; the file is none; or the words do not go together", NULL},
	{"UNKNOWN", "there is no such lesson", NULL},
	{"ENOENT", "there is no such file", NULL},
	{"SYNTAX", "the file does not fit the grammar", NULL},
	{0},
};

const struct command command_lesson = {
	.name = "lesson",
	.summary = "list the lessons, or begin one",
	.flags = COMMAND_PATIENT,
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.result = "without arguments, where its value is taken: a list of maps with .name, .title, "
		  ".steps and .done",
	.help = "A lesson runs beside whatever is typed: it says what to do, and looks at what is, at the sockets, "
		"calls, packets and variables, not at how it came about. Anything else can be done meanwhile. "
		"How much was done of each is kept from one session to the next. One lesson runs at a time; "
		"another takes its place.\n"
		"A lesson is a script whose first statement is its title, lesson 'TITLE', and which consists of "
		"step, mistake, question and say; help step begins with that.",
	.example =
		"save lesson.hsh \"lesson 'One'\\nstep 'Set x to 1.' 'x = 1' { \\$x == 1 }\\n\"\n"
		"lesson lesson.hsh\n"
		"lesson --missing\n"
		"x = 1\n"
		"expect within 10s (try { calls } catch e { $e.name }) == 'USAGE'\n"
		"!rm lesson.hsh\n",
	.exec = lesson_exec,
};
