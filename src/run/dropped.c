/*
 * dropped: whether anybody takes what a call gives. What follows it in the code tells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"

#define CALL_WORDS 3

/* Where a value goes that has just been given: past the ends of branches and regions, and what only
 * shows it. */
static const uint32_t *destination(const struct code *code, const uint32_t *pc)
{
	for (;;) {
		if (instruction(*pc) == INSTRUCTION_JUMP)
			pc = code->words + operand(*pc);
		else if (instruction(*pc) == INSTRUCTION_REGION_END ||
			 instruction(*pc) == INSTRUCTION_FINALLY)
			pc++;
		else if (instruction(*pc) == INSTRUCTION_DUP &&
			 instruction(pc[1]) == INSTRUCTION_SHOW)
			pc += 2;
		else
			return pc;
	}
}

static bool drops(uint32_t word)
{
	switch (instruction(word)) {
	case INSTRUCTION_POP:
	case INSTRUCTION_END:
	case INSTRUCTION_SHOW:
	case INSTRUCTION_ANNOUNCE:
		return true;
	default:
		return false;
	}
}

bool call_dropped(const struct call *call)
{
	const struct task *task = task_of(call);
	const uint32_t *pc = destination(task->code, task->pc + CALL_WORDS);
	uint32_t callers = task->frame_count;
	while (instruction(*pc) == INSTRUCTION_RETURN && callers) {
		const struct frame *caller = &task->frames[--callers];
		pc = destination(caller->code, caller->pc);
	}
	return instruction(*pc) == INSTRUCTION_RETURN ? task->dropped : drops(*pc);
}

bool spawn_dropped(const struct task *starter)
{
	return drops(*destination(starter->code, starter->pc + 1));
}
