/*
 * lesson_state: the lesson that runs, which the commands of this folder share. There is one at most;
 * the shell holds it until its task has ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_LESSON_STATE_H
#define HANDSH_COMMANDS_LESSON_STATE_H

#include "commands/lesson/course.h"
#include "handsh/command.h"
#include "handsh/onlooker.h"

/* A call of lesson --missing, which waits for what the condition finds; its state. */
struct asking {
	struct object object;
	struct lesson *lesson; /* NULL: it has been answered, or the lesson has ended */
	struct call *call;
	struct buffer answer;
};

/* A mistake before the current step: where it stands, and whether it has been made. */
struct slip {
	uint32_t place;
	bool made;
};

struct lesson {
	struct object object;
	struct shell *shell;
	struct task *task; /* that runs it; held */
	struct lesson_file file;
	struct subscriber subscriber;
	struct list *calls; /* maps, of the learner's; see calls_kept.h */
	size_t call_bytes;  /* that they hold */
	bool titled;        /* its first statement has run */
	unsigned number;    /* of the step or question it is at, from 1; 0: before the first */
	unsigned done;      /* of them, without those that were skipped */

	struct call *resting; /* of its task: waits for the learner */
	bool skipped;         /* goes on although nothing is done */
	struct list *texts;   /* of the step, what to do and hints; NULL: it is a question */
	bool shown;           /* the learner has been told what to do */
	unsigned hinted;      /* hints that were given */
	struct slip *slips;
	uint32_t slip_count, slip_capacity;
	const struct list *choices; /* of the question: bytes, borrowed from its call; or NULL */
	int64_t answer;             /* from 1; 0: none yet */
	struct asking *asking;      /* NULL: nobody asks */
};

/* The one that runs; NULL: none does. */
struct lesson *shell_lesson(const struct shell *shell);
/* The same; NULL with call->error. */
struct lesson *call_lesson(struct call *call);
/* The one whose script makes the call; NULL with call->error. */
struct lesson *call_own_lesson(struct call *call);

/* Begins the file's; another that runs is over. Takes file. False: call->error. */
bool lesson_begin(struct call *call, struct lesson_file *file);
void lesson_end(struct lesson *lesson);   /* which the shell lets go */
void lesson_go_on(struct lesson *lesson); /* its call that rests runs again */
/* The step or question that it comes to; and what has become of it. */
void lesson_arrive(struct lesson *lesson);
void lesson_depart(struct call *call, struct lesson *lesson, const char *how);

/* Writes a text below others of its kind, with its lead ("2/7") in front of it: wrapped. */
void lesson_say(struct call *call, const char *lead, const char *text);
/* The same with the number of the step or question as lead. */
void lesson_tell(struct call *call, const struct lesson *lesson, const char *text);
void lesson_tell_step(struct call *call, const struct lesson *lesson); /* what is to be done */
/* An element of a step's or question's texts; to be freed. */
char *lesson_text(struct value value);

/* Appends what the notes of a condition that does not hold say: "s1 is CLOSE; nobody has port 5000". */
void missing_format(const struct list *notes, struct buffer *text);
/* Of lesson --missing. The lesson may be over, and NULL, where the call has asked before. */
enum run lesson_say_missing(struct call *call, struct lesson *lesson);
/* Answers who asks; notes NULL: nothing is missing any more. */
void lesson_answer_missing(struct lesson *lesson, const struct list *notes);

#endif
