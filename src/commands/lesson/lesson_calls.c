/*
 * lesson_calls: the learner's calls since the lesson began.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/lesson_state.h"

static enum run calls_exec(struct call *call)
{
	const struct lesson *lesson = call_lesson(call);
	if (!lesson)
		return RUN_FAIL;
	return call_return(call, value_object(TYPE_LIST, object_retain(lesson->calls)));
}

static const struct command_error errors[] = {
	{"USAGE", "no lesson runs", "lesson NAME begins one; journal has the calls without one"},
	{0},
};

const struct command command_calls = {
	.name = "calls",
	.summary = "the calls since the lesson began",
	.errors = errors,
	.result = "a list of maps with .call, .socket, .host, .arguments, .result, .error, .data, "
		  ".time and .task",
	.help = "What the conditions of a lesson look at beside sockets and packets: the system calls that "
		"were made by what was typed, also in blocks and tasks, and those that failed; not those of the "
		"lesson itself. .error is nil, or ECONNREFUSED; .socket is nil where there was none; .data "
		"are the bytes that were sent or received. The latest 10,000 are kept, with 16M of data.",
	.example = "save lesson.hsh \"lesson 'One'\\nstep 'Connect.' { false }\\n\"\n"
		   "lesson lesson.hsh\n"
		   "s = socket tcp\n"
		   "try { s.connect 127.0.0.1 1 } catch ECONNREFUSED { }\n"
		   "expect (calls)[-1].call == 'connect'\n"
		   "expect (calls)[-1].error == 'ECONNREFUSED'\n"
		   "lesson --end\n"
		   "!rm lesson.hsh\n",
	.exec = calls_exec,
};
