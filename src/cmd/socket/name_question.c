/*
 * name_question: the shell's side: starts the process that asks, and waits for what it has found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/socket/name_question.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/lab.h"
#include "handsh/process.h"

#define ANSWER_MOST ((size_t)1 << 20) /* bytes: more addresses than a name has */

/* exec '/usr/bin/handsh' --names; NULL with errno. */
static struct bytes *command_line(void)
{
	struct buffer text = {0};
	char *path = lab_program();
	if (!path)
		return NULL;
	buffer_text(&text, "exec '");
	for (const char *at = path; *at; at++) {
		if (*at == '\'')
			buffer_text(&text, "'\\'");
		buffer_byte(&text, *at);
	}
	buffer_text(&text, "' " NAMES_WORD);
	free(path);
	return bytes_from(&text);
}

static enum run start(struct call *call, struct host *on, const struct name_question *question)
{
	struct process *process;
	struct process_plan plan = {
		.text = command_line(),
		.host = on,
		.source = PROCESS_INPUT_BYTES,
		.output = PROCESS_OUTPUT_PIPE,
		.beside = true, /* keys mean the call, which ends it */
	};
	if (!plan.text)
		return call_errno(call, "readlink", errno, "/proc/self/exe");
	plan.input = bytes_new(question, sizeof(*question));
	const enum run run = process_start(call, &plan, &process);
	object_release((void *)(uintptr_t)plan.text);
	object_release(plan.input);
	if (run != RUN_DONE)
		return run;
	call->state = &process->object;
	return process_wait(call, process);
}

static bool is_whole(const struct name_question *question, const struct buffer *output)
{
	struct name_answer answer;
	if (output->length < sizeof(answer))
		return false;
	memcpy(&answer, output->data, sizeof(answer));
	const size_t left = output->length - sizeof(answer);
	if (answer.number)
		return left == 0;
	if (!question->name[0])
		return left == sizeof(struct name_pair);
	return answer.count && left % sizeof(struct socket_address) == 0 &&
	       left / sizeof(struct socket_address) == answer.count;
}

static enum run finish(struct call *call, const struct name_question *question, int *number,
		       struct bytes **rest)
{
	struct process *process = (struct process *)call->state;
	const struct buffer *output = &process->output;
	*number = EPROTO; /* a signal has ended it, or it is another program */
	if (is_whole(question, output)) {
		struct name_answer answer;
		memcpy(&answer, output->data, sizeof(answer));
		*number = answer.number;
	}
	if (!*number)
		*rest = bytes_new(output->data + sizeof(struct name_answer),
				  output->length - sizeof(struct name_answer));
	object_release(call->state);
	call->state = NULL;
	return RUN_DONE;
}

enum run question_ask(struct call *call, struct host *on, const struct name_question *question,
		      int *number, struct bytes **rest)
{
	if (!call->state)
		return start(call, on, question);
	struct process *process = (struct process *)call->state;
	const bool ended = process->ended; /* what it wrote is in the pipe by now */
	const bool more = process_read(process, ANSWER_MOST);
	const bool enough = process->output.length >= ANSWER_MOST;
	if (more && !enough)
		return call_yield(call);
	return ended || enough ? finish(call, question, number, rest) : process_wait(call, process);
}
