/*
 * lesson_state: see lesson_state.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/lesson_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lesson/calls_kept.h"
#include "commands/lesson/lesson_progress.h"
#include "handsh/page.h"

struct lesson *shell_lesson(const struct shell *shell)
{
	return (struct lesson *)shell->lesson;
}

struct lesson *call_lesson(struct call *call)
{
	struct lesson *lesson = shell_lesson(call_shell(call));
	if (!lesson)
		call_fail(call, "USAGE", "no lesson runs");
	return lesson;
}

struct lesson *call_own_lesson(struct call *call)
{
	struct lesson *lesson = shell_lesson(call_shell(call));
	if (lesson && lesson->task == call_task(call))
		return lesson;
	call_fail(call, "USAGE", "%s is said by a lesson", call_name(call));
	return NULL;
}

/* ---- what it says ---- */

#define LEAD 6  /* columns of "2/7", and a gap */
#define MOST 72 /* columns of a line that is easy to read */

char *lesson_text(struct value value)
{
	struct buffer text = {0};
	value_format(value, &text);
	char *copy = memory_copy(buffer_cstring(&text), text.length);
	buffer_free(&text);
	return copy;
}

/* Lines that begin with a blank are code, which is copied: they stay as they are. */
static void put_lines(struct page *page, const char *text)
{
	while (*text) {
		const size_t length = strcspn(text, "\n");
		if (!length) {
			page_line(page);
		} else if (*text == ' ') {
			page_indent(page, LEAD);
			page_put(page, text, length);
			page_line(page);
		} else {
			char *line = memory_copy(text, length);
			page_wrap(page, line, LEAD);
			free(line);
		}
		text += length + (text[length] == '\n');
	}
}

static void lay_out(const struct shell *shell, struct page *page, const char *lead,
		    const char *text)
{
	const unsigned width = display_width(shell->display);
	page->width = width > MOST ? MOST : width - 1;
	page_put(page, lead, strlen(lead));
	if (*lead)
		page_indent(page, page->column + 1);
	put_lines(page, text);
	if (page->column || !*text)
		page_line(page);
}

void lesson_say(struct call *call, const char *lead, const char *text)
{
	struct page page = {0};
	lay_out(call_shell(call), &page, lead, text);
	call_print(call, page.text.data, page.text.length);
	buffer_free(&page.text);
}

static void put_number(const struct lesson *lesson, struct buffer *lead)
{
	const unsigned steps = lesson->file.steps;
	buffer_format(lead, "%u/%u", lesson->number,
		      lesson->number > steps ? lesson->number : steps);
}

void lesson_tell(struct call *call, const struct lesson *lesson, const char *text)
{
	struct buffer lead = {0};
	put_number(lesson, &lead);
	lesson_say(call, buffer_cstring(&lead), text);
	buffer_free(&lead);
}

void lesson_tell_step(struct call *call, const struct lesson *lesson)
{
	char *text = lesson_text(list_at(lesson->texts, 0));
	lesson_tell(call, lesson, text);
	free(text);
}

/* ---- on the way ---- */

void lesson_arrive(struct lesson *lesson)
{
	lesson->number++;
	lesson->shown = lesson->skipped = false;
	lesson->hinted = 0;
	lesson->slip_count = 0;
	lesson->answer = 0;
	object_release(lesson->texts);
	lesson->texts = NULL;
	lesson->choices = NULL;
}

void lesson_depart(struct call *call, struct lesson *lesson, const char *how)
{
	lesson->done += !lesson->skipped;
	lesson_tell(call, lesson, how);
	progress_note(lesson->shell, &lesson->file, lesson->done);
}

void lesson_go_on(struct lesson *lesson)
{
	if (lesson->resting)
		call_wake(lesson->resting);
}

/* ---- its end ---- */

static void say_end(const struct lesson *lesson)
{
	struct shell *shell = lesson->shell;
	struct page page = {0};
	struct buffer text = {0};
	const unsigned most =
		lesson->number > lesson->file.steps ? lesson->number : lesson->file.steps;
	buffer_format(&text, "That was \"%s\": %u of %u done. lesson lists the others.",
		      lesson->file.title, lesson->done, most);
	lay_out(shell, &page, "end", buffer_cstring(&text));
	struct event event = {.kind = EVENT_PRINT, .task = task_id(lesson->task)};
	event.value = argument_bytes(page.text.data, page.text.length);
	journal_write(&shell->journal, &event);
	buffer_free(&page.text);
	buffer_free(&text);
}

static void stop_asking(struct lesson *lesson)
{
	struct asking *asking = lesson->asking;
	if (!asking)
		return;
	lesson->asking = NULL;
	asking->lesson = NULL;
	call_wake(asking->call);
}

static void lesson_destroy(struct object *object)
{
	struct lesson *lesson = (struct lesson *)object;
	journal_unsubscribe(&lesson->shell->journal, &lesson->subscriber);
	object_release(lesson->task);
	object_release(lesson->calls);
	object_release(lesson->texts);
	free(lesson->slips);
	lesson_file_free(&lesson->file);
	free(lesson);
}

static const struct behaviour lesson_behaviour = {.destroy = lesson_destroy};

void lesson_end(struct lesson *lesson)
{
	struct shell *shell = lesson->shell;
	shell->lesson = NULL;
	stop_asking(lesson);
	task_cancel(shell->machine, lesson->task);
	object_release(lesson);
}

/* ---- what it looks at ---- */

static void notice_end(struct lesson *lesson, const struct event *event)
{
	if (event->task != task_id(lesson->task))
		return;
	if (event->end.how == ENDED_DONE)
		say_end(lesson);
	lesson_end(lesson);
}

static void notice_call(struct lesson *lesson, const struct event *event)
{
	struct machine *machine = lesson->shell->machine;
	struct task *task = event->task ? task_find(machine, event->task) : machine_main(machine);
	if (task && task_looks_on(task))
		return;
	calls_keep(lesson, event, task);
	onlooker_look(machine, event->task);
}

static void notice(void *context, const struct event *event)
{
	struct lesson *lesson = context;
	switch (event->kind) {
	case EVENT_CALL:
		notice_call(lesson, event);
		break;
	case EVENT_PACKET:
		lesson_go_on(lesson);
		break;
	case EVENT_TASK_END:
		notice_end(lesson, event);
		break;
	default:
		break;
	}
}

/* ---- its beginning ---- */

static struct code *compile_file(struct call *call, const struct lesson_file *file)
{
	struct code *code = NULL;
	struct error *error = NULL;
	struct source *source = source_new(file->path, object_retain(file->text), 1);
	if (machine_compile_lesson(call_machine(call), source, &code, &error) != COMPILE_DONE)
		call_error(call, error);
	object_release(source);
	return code;
}

static struct lesson *lesson_new(struct shell *shell, struct task *task,
				 const struct lesson_file *file)
{
	struct lesson *lesson = memory_zeroed(1, sizeof(*lesson));
	lesson->object = (struct object){&lesson_behaviour, 1};
	lesson->shell = shell;
	lesson->task = task;
	lesson->file = *file;
	lesson->calls = list_new(0);
	lesson->subscriber = (struct subscriber){
		.kinds = EVENT_MASK(EVENT_CALL) | EVENT_MASK(EVENT_PACKET) |
			 EVENT_MASK(EVENT_TASK_END),
		.notify = notice,
		.context = lesson,
	};
	return lesson;
}

bool lesson_begin(struct call *call, struct lesson_file *file)
{
	struct shell *shell = call_shell(call);
	struct task *task = NULL;
	struct code *code = compile_file(call, file);
	struct error *error = code ? onlooker_begin(shell->machine, code, &task) : NULL;
	object_release(code);
	if (error)
		call_error(call, error);
	if (!task) {
		lesson_file_free(file);
		return false;
	}
	if (shell->lesson)
		lesson_end(shell_lesson(shell));
	struct lesson *lesson = lesson_new(shell, task, file);
	shell->lesson = &lesson->object;
	journal_subscribe(&shell->journal, &lesson->subscriber);
	return true;
}
