/*
 * vm: the machine itself, one function. The code of each instruction stands at a label of its name,
 * and ends by going to that of the next one: so the processor sees a jump for each, whose target it
 * can guess by what went before.
 *
 * Program counter and stack pointer live in locals; they are saved into the task before anything
 * else may look at it. The budget is spent at loops' back edges and calls: there alone tasks change
 * places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/budget.h"
#include "run/interlude.h"
#include "run/lengthy.h"
#include "run/operate.h"

#include <stdlib.h>
#include <string.h>

#define SAVE() (task->pc = pc, task->top = (uint32_t)(sp - task->stack))
#define LOAD()                                                                                     \
	(pc = task->pc, sp = task->stack + task->top, locals = task->stack + task->base,           \
	 constants = task->code->constants)

#ifdef HANDSH_STRESS
/* Moves the stack, so that a pointer into it that is kept too long is caught. */
static void stress_stack(struct task *task)
{
	size_t size = task->capacity * sizeof(struct value);
	struct value *stack = memory_allocate(size + sizeof(struct value));
	memcpy(stack, task->stack, task->top * sizeof(struct value));
	free(task->stack);
	task->stack = stack;
}
#define STRESS() (SAVE(), stress_stack(task), LOAD())
#else
#define STRESS() ((void)0)
#endif

/* Goes on that many words further. */
#define NEXT(words)                                                                                \
	do {                                                                                       \
		pc += (words);                                                                     \
		STRESS();                                                                          \
		word = *pc;                                                                        \
		a = operand(word);                                                                 \
		goto *labels[instruction(word)];                                                   \
	} while (0)

#define JUMP_TO(place)                                                                             \
	do {                                                                                       \
		pc = task->code->words + (place);                                                  \
		NEXT(0);                                                                           \
	} while (0)

/* The statement or iteration is over and another task may run. */
#define SPEND()                                                                                    \
	do {                                                                                       \
		if (budget_spent(machine)) {                                                       \
			SAVE();                                                                    \
			task_yield(task);                                                          \
			return;                                                                    \
		}                                                                                  \
	} while (0)

#define UNLESS(comparison)                                                                         \
	do {                                                                                       \
		if (sp[-1].type != TYPE_INT || sp[-2].type != TYPE_INT)                            \
			goto unless;                                                               \
		sp -= 2;                                                                           \
		if (!(sp[0].integer comparison sp[1].integer))                                     \
			JUMP_TO(a);                                                                \
		NEXT(1);                                                                           \
	} while (0)

#define BITS(operator)                                                                             \
	do {                                                                                       \
		if (sp[-1].type != TYPE_INT || sp[-2].type != TYPE_INT)                            \
			goto binary;                                                               \
		sp--;                                                                              \
		sp[-1].integer = sp[-1].integer operator sp[0].integer;                            \
		NEXT(1);                                                                           \
	} while (0)

/*
 * A copy in two words: one wide load right after narrow stores cannot be forwarded by the
 * processor, and waits until they have reached the cache.
 */
static inline void copy_value(struct value *to, const struct value *from)
{
	uint64_t head = from->head, word = from->word;
	to->head = head;
	to->word = word;
	if ((uint8_t)head >= TYPE_BYTES)
		((struct object *)(uintptr_t)word)->references++;
}

/* Are they equal? False: that is not known at once. Borrows both. */
static inline bool equal_at_once(struct value a, struct value b, bool *equal)
{
	if (a.type == TYPE_NIL || b.type == TYPE_NIL)
		*equal = a.type == b.type;
	else if (a.type == TYPE_BYTES && b.type == TYPE_BYTES && a.bytes->length <= LENGTHY_BYTES)
		*equal = bytes_equal(a.bytes, b.bytes);
	else
		return false;
	return true;
}

void task_run(struct task *task)
{
	static const void *const labels[] = {
#define X(name, words, effect) &&name,
		OPERATIONS(X)
#undef X
	};
	struct machine *const machine = task->machine;
	struct call *const call = &task->call;
	const struct cell *cell;
	const uint32_t *pc;
	uint32_t word, a, count, manner;
	struct value *sp, *locals, *constants, *slot, value, key;
	const struct value *from;
	const char *name;
	int64_t sum;
	struct error *error;
	struct task *started;
	enum run run;
	bool again;

	if (!task_resume(task))
		return;
	LOAD();
	if (task->in_call) {
		if ((error = wait_error(task)))
			goto failed;
		goto call;
	}
	NEXT(0);

NIL:
	*sp++ = VALUE_NIL;
	NEXT(1);
UNSET:
	*sp++ = VALUE_UNSET;
	NEXT(1);
TRUE:
	*sp++ = value_bool(true);
	NEXT(1);
FALSE:
	*sp++ = value_bool(false);
	NEXT(1);
INT:
	*sp++ = value_int((int32_t)word >> 8);
	NEXT(1);
CONSTANT:
	copy_value(sp++, &constants[a]);
	NEXT(1);
ARGUMENT:
	if ((error = lookup_argument(machine, a, sp)))
		goto failed;
	sp++;
	NEXT(1);
GET_LOCAL:
	from = &locals[a];
	if (from->type == TYPE_UNSET) {
		task->pc = pc;
		if ((error = lookup_unset(task, task->code->locals[a], sp)))
			goto failed;
		sp++;
		NEXT(1);
	}
	copy_value(sp++, from);
	NEXT(1);
GET_EITHER:
	from = &locals[a];
	if (from->type == TYPE_UNSET)
		from = &machine->global_values[pc[1]];
	if (from->type == TYPE_UNSET) {
		task->pc = pc;
		if ((error = lookup_unset(task, task->code->locals[a], sp)))
			goto failed;
		sp++;
	} else {
		copy_value(sp++, from);
	}
	NEXT(2);
GET_GLOBAL:
	from = &machine->global_values[a];
	if (from->type == TYPE_UNSET) {
		task->pc = pc;
		if ((error = lookup_unset(task, machine->globals.names[a], sp)))
			goto failed;
		sp++;
		NEXT(1);
	}
	copy_value(sp++, from);
	NEXT(1);
SET_LOCAL:
	slot_replace(machine, &locals[a], *--sp);
	NEXT(1);
SET_GLOBAL:
	slot_replace(machine, &machine->global_values[a], *--sp);
	global_changed(machine, a);
	NEXT(1);
FORGET_LOCAL:
	value = locals[a];
	locals[a] = VALUE_UNSET;
	machine_discard(machine, value);
	NEXT(1);
ADD_LOCAL:
	slot = &locals[a];
	goto add;
ADD_GLOBAL:
	slot = &machine->global_values[a];
add:
	sp -= 2;
	if (sp[0].type == TYPE_INT && sp[1].type == TYPE_INT &&
	    !__builtin_add_overflow(sp[0].integer, sp[1].integer, &sum))
		slot_replace(machine, slot, value_int(sum));
	else if ((error = assign_sum(machine, slot, sp, &value)))
		goto failed;
	else if (is_lengthy(value))
		goto lengthy;
	if (instruction(word) == INSTRUCTION_ADD_GLOBAL)
		global_changed(machine, a);
	NEXT(1);
LET_GO_LOCAL:
	slot = &locals[a];
	goto let_go;
LET_GO_GLOBAL:
	slot = &machine->global_values[a];
let_go:
	if (value_counted(*slot)) {
		value = assign_let_go(slot, sp, pc[1], pc[2]);
		if (is_lengthy(value))
			goto lengthy;
	}
	NEXT(2);
STEP_LOCAL:
	slot = &locals[a];
	from = slot;
	if (from->type == TYPE_UNSET && pc[2])
		from = &machine->global_values[pc[2] - 1];
	if (from->type == TYPE_INT &&
	    !__builtin_add_overflow(from->integer, (int32_t)pc[1], &sum)) {
		if (from != slot) /* which was unset */
			slot->head = TYPE_INT;
		slot->integer = sum;
	} else if ((error = assign_step(task, task->code->locals[a], slot, from, (int32_t)pc[1]))) {
		goto failed;
	}
	NEXT(3);
STEP_GLOBAL:
	slot = &machine->global_values[a];
	if (slot->type == TYPE_INT &&
	    !__builtin_add_overflow(slot->integer, (int32_t)pc[1], &sum)) {
		slot->integer = sum;
	} else if ((error = assign_step(task, machine->globals.names[a], slot, slot,
					(int32_t)pc[1]))) {
		goto failed;
	}
	global_changed(machine, a);
	NEXT(3);
PATH_LOCAL:
	slot = &locals[a];
	name = task->code->locals[a];
	goto path;
PATH_GLOBAL:
	slot = &machine->global_values[a];
	name = machine->globals.names[a];
path:
	count = pc[1] & PATH_KEYS;
	key = pc[1] & PATH_KEEP ? value_retain(sp[-1]) : VALUE_NIL;
	error = assign_path(task, name, slot, pc[2] ? &machine->global_values[pc[2] - 1] : NULL,
			    sp - count - 1, count, &value);
	if (is_lengthy(value)) {
		value_release(key);
		goto lengthy;
	}
	sp -= count + 1;
	if (pc[1] & PATH_KEEP)
		*sp++ = key;
	if (error)
		goto failed;
	if (instruction(word) == INSTRUCTION_PATH_GLOBAL)
		global_changed(machine, a);
	NEXT(3);
UNPACK:
	if ((error = unpack(machine, sp[-1], a, sp - 1))) {
		sp--;
		goto failed;
	}
	sp += (ptrdiff_t)a - 1;
	NEXT(1);
POP:
	machine_release(machine, *--sp);
	NEXT(1);
DUP:
	*sp = value_retain(sp[-1]);
	sp++;
	NEXT(1);
ROTATE:
	value = sp[-(ptrdiff_t)a - 1];
	memmove(sp - a - 1, sp - a, a * sizeof(value));
	sp[-1] = value;
	NEXT(1);
JUMP:
	JUMP_TO(a);
JUMP_FALSE:
	value = *--sp;
	again = value_true(value);
	machine_release(machine, value);
	if (!again)
		JUMP_TO(a);
	NEXT(1);
UNLESS_UNSET:
	if (locals[pc[1]].type != TYPE_UNSET)
		JUMP_TO(a);
	NEXT(2);
UNLESS_EQUAL:
	UNLESS(==);
UNLESS_DIFFERENT:
	UNLESS(!=);
UNLESS_LESS:
	UNLESS(<);
UNLESS_LESS_EQUAL:
	UNLESS(<=);
UNLESS_GREATER:
	UNLESS(>);
UNLESS_GREATER_EQUAL:
	UNLESS(>=);
unless:
	sp -= 2;
	if (instruction(word) <= INSTRUCTION_UNLESS_DIFFERENT &&
	    equal_at_once(sp[0], sp[1], &again)) {
		machine_discard(machine, sp[0]);
		machine_discard(machine, sp[1]);
		if (again != (instruction(word) == INSTRUCTION_UNLESS_EQUAL))
			JUMP_TO(a);
		NEXT(1);
	}
	if ((error = operate(machine,
			     instruction(word) - INSTRUCTION_UNLESS_EQUAL + INSTRUCTION_EQUAL, sp,
			     &value)))
		goto failed;
	if (is_lengthy(value))
		goto lengthy;
unless_known:
	if (!value.boolean)
		JUMP_TO(a);
	NEXT(1);
AND:
OR:
	if (value_true(sp[-1]) == (instruction(word) == INSTRUCTION_OR))
		JUMP_TO(a);
	machine_release(machine, *--sp);
	NEXT(1);
LOOP:
	pc = task->code->words + a;
	SPEND();
	NEXT(0);
COUNT_CHECK:
	if (sp[-1].type != TYPE_INT) {
		error = error_new("TYPE", "loop", "a count is an int, not %s",
				  value_type_name(sp[-1].type));
		goto failed;
	}
	NEXT(1);
COUNT:
	if (sp[-1].integer <= 0) {
		sp--;
		JUMP_TO(a);
	}
	sp[-1].integer--;
	NEXT(1);
EACH_CHECK:
	if ((error = each_check(sp[-1], "for")))
		goto failed;
	*sp++ = value_int(0);
	NEXT(1);
EACH:
	if (!each_next(sp[-2], &sp[-1], &key, &value)) {
		sp--;
		machine_release(machine, *--sp);
		JUMP_TO(a);
	}
	again = sp[-2].type == TYPE_MAP;
	if (pc[1] == 2) {
		*sp++ = key;
		*sp++ = value;
	} else {
		*sp++ = again ? key : value; /* one name: a map's keys */
		value_release(again ? value : key);
	}
	NEXT(2);
FILTER_BEGIN:
	if ((error = filter_begin(sp - 1)))
		goto failed;
	sp += 2;
	NEXT(1);
NAMES_BEGIN:
	SAVE();
	names_begin(task, a, pc[1]);
	NEXT(2);
KEEP:
	value = *--sp;
	if (value_true(value))
		filter_keep(sp - 3);
	machine_release(machine, value);
	NEXT(1);
ADD:
	if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT &&
	    !__builtin_add_overflow(sp[-2].integer, sp[-1].integer, &sum)) {
		sp--;
		sp[-1].integer = sum;
		NEXT(1);
	}
	goto binary;
SUBTRACT:
	if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT &&
	    !__builtin_sub_overflow(sp[-2].integer, sp[-1].integer, &sum)) {
		sp--;
		sp[-1].integer = sum;
		NEXT(1);
	}
	goto binary;
LESS:
	if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT) {
		sp--;
		sp[-1] = value_bool(sp[-1].integer < sp[0].integer);
		NEXT(1);
	}
	goto binary;
EQUAL:
	if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT) {
		sp--;
		sp[-1] = value_bool(sp[-1].integer == sp[0].integer);
		NEXT(1);
	}
	goto binary;
BAND:
	BITS(&);
BOR:
	BITS(|);
BXOR:
	BITS(^);
MULTIPLY:
DIVIDE:
MODULO:
DIFFERENT:
LESS_EQUAL:
GREATER:
GREATER_EQUAL:
IN:
BSL:
BSR:
binary:
	if (heavy(sp[-2]) || heavy(sp[-1]))
		budget_look(machine);
	sp -= 2;
	if ((error = operate(machine, instruction(word), sp, &value)))
		goto failed;
	if (is_lengthy(value))
		goto lengthy;
	*sp++ = value;
	NEXT(1);
NOT:
	again = value_true(sp[-1]);
	machine_release(machine, sp[-1]);
	sp[-1] = value_bool(!again);
	NEXT(1);
NEGATE:
BNOT:
	sp--;
	if ((error = operate(machine, instruction(word), sp, sp)))
		goto failed;
	sp++;
	NEXT(1);
INDEX:
	if (sp[-2].type == TYPE_LIST && sp[-1].type == TYPE_INT && !sp[-2].list->range &&
	    (uint64_t)sp[-1].integer < sp[-2].list->count) {
		sp--;
		value = sp[-1];
		copy_value(&sp[-1], &value.list->items[sp[0].integer]);
		machine_release(machine, value);
		NEXT(1);
	}
	sp -= 2;
	if ((error = operate_index(machine, sp, sp)))
		goto failed;
	sp++;
	NEXT(1);
SLICE:
	sp -= 3;
	if ((error = operate_slice(machine, sp, &value)))
		goto failed;
	if (is_lengthy(value))
		goto lengthy;
	*sp++ = value;
	NEXT(1);
FIELD:
	sp--;
	if ((error = operate_field(machine, *sp, constants[a].bytes, sp))) {
		SAVE();
		hint_text_after(task, constants[a].bytes, error);
		goto failed;
	}
	sp++;
	NEXT(1);
LIST:
	sp -= a;
	if ((error = make_list(machine, sp, a, &value)))
		goto failed;
	*sp++ = value;
	NEXT(1);
MAP:
	sp -= 2 * (size_t)a;
	if ((error = make_map(machine, sp, a, &value)))
		goto failed;
	*sp++ = value;
	NEXT(1);
APPEND:
	sp -= a + 1;
	if ((error = make_appended(machine, sp, a + 1, &value)))
		goto failed;
	if (is_lengthy(value))
		goto lengthy;
	*sp++ = value;
	NEXT(1);
JOIN:
	sp -= a;
	if ((error = make_join(machine, sp, a, &value)))
		goto failed;
	if (is_lengthy(value))
		goto lengthy;
	*sp++ = value;
	if (heavy(value))
		budget_look(machine);
	NEXT(1);
CALL:
	count = pc[1] & CALL_ARGUMENTS;
	manner = pc[1] >> CALL_MANNER;
	SAVE();
invoke:
	cell = &machine->cells[a];
	if (cell->definition && !(manner & CALL_BUILTIN)) {
		task->pc = pc + 3;
		if ((error = frame_enter(task, cell->definition, count)))
			goto failed;
		LOAD();
		SPEND();
		NEXT(0);
	}
	if (!cell->shape && !cell_prepare(machine, a)) {
		error = unknown_command(task, machine->commands.names[a]);
		goto failed;
	}
	call->manner = (uint8_t)manner;
	again = call_begin(task, cell->command, count, cell->shape);
	LOAD();
	if (!again) {
		error = call_explained(call);
		goto failed;
	}
	if (manner & CALL_SERVES)
		serve_call(task);
call:
	call->arguments = sp - call->values;
	run = call->command->exec(call);
	if (run == RUN_DONE)
		goto called;
	if (run == RUN_WAIT)
		return;
	if (run == RUN_FAIL) {
		error = call_explained(call);
		goto failed;
	}
	if (run == RUN_EXIT) {
		SAVE();
		if (!task_exit(task))
			return;
		LOAD();
		NEXT(0);
	}
	if (run == RUN_ENTER) {
		SAVE();
		task->pc = pc + 3;
		error = frame_enter_code(task);
		sp = task->stack + task->top;
		if (error)
			goto failed;
		LOAD();
		NEXT(0);
	}
	if (run == RUN_CALL) {
		a = call_replace(task, &count);
		manner = call->manner;
		LOAD();
		goto invoke;
	}
called:
	task->in_call = false;
	if (call->manner & CALL_ASIDE)
		goto aside;
	call_end(call);
	sp = call->arguments;
	discard_arguments(machine, call);
	*sp++ = call->result;
	NEXT(3);
aside:
	if (call->command == &lengthy_command)
		goto lengthy_done;
	call_end(call);
	sp = call->arguments;
	discard_arguments(machine, call);
	*sp++ = call->result;
	pc += 3;
	SAVE();
	machine->interrupted = task; /* it goes on when the onlooker has looked */
	return;
lengthy: /* an operation that goes on as a command would */
	SAVE();
	lengthy_begin(task, value);
	goto call;
lengthy_done: /* what is left of the instruction */
	if (lengthy_again(task)) {
		LOAD();
		NEXT(0);
	}
	call_end(call);
	sp = call->arguments;
	word = *pc;
	a = operand(word);
	value = call->result;
	error = NULL;
	switch (instruction(word)) {
	case INSTRUCTION_UNLESS_EQUAL:
	case INSTRUCTION_UNLESS_DIFFERENT:
	case INSTRUCTION_UNLESS_LESS:
	case INSTRUCTION_UNLESS_LESS_EQUAL:
	case INSTRUCTION_UNLESS_GREATER:
	case INSTRUCTION_UNLESS_GREATER_EQUAL:
		goto unless_known;
	case INSTRUCTION_EXPECT_COMPARE:
		goto expected;
	case INSTRUCTION_AWAIT:
		goto await_known;
	case INSTRUCTION_ADD_LOCAL:
		slot_replace(machine, &locals[a], value);
		NEXT(1);
	case INSTRUCTION_ADD_GLOBAL:
		slot_replace(machine, &machine->global_values[a], value);
		global_changed(machine, a);
		NEXT(1);
	default:
		*sp++ = value;
		NEXT(1);
	}
DOT_BEGIN:
	sp--;
	SAVE();
	if ((error = dot_begin(task, *sp, constants[a].bytes)))
		goto failed;
	NEXT(1);
SERVE_BEGIN:
	SAVE();
	serve_begin(task);
	NEXT(1);
SERVE_SPAWN:
	sp--;
	SAVE();
	serve_spawn(task, task->code->children[a], *sp);
	NEXT(1);
TRY_BEGIN:
FAILS_BEGIN:
	SAVE();
	region_push(task, instruction(word) == INSTRUCTION_TRY_BEGIN ? REGION_TRY : REGION_FAILS)
		->handler = a;
	NEXT(1);
CATCH:
	if (!error_named(sp[-1].error, constants[pc[1]].list))
		JUMP_TO(a);
	NEXT(2);
RAISE:
	error = (--sp)->error;
	goto failed;
FINALLY_BEGIN:
	SAVE();
	region_push(task, REGION_FINALLY)->handler = a;
	NEXT(1);
FINALLY:
	SAVE();
	finally_run(task, (uint32_t)(pc - task->code->words) + 1);
	LOAD();
	NEXT(0);
FINALLY_END:
	SAVE();
	if (!finally_end(task))
		return;
	LOAD();
	NEXT(0);
TIMEOUT_BEGIN:
WITHIN_BEGIN:
	sp--;
	SAVE();
	if ((error = timeout_begin(task,
				   instruction(word) == INSTRUCTION_WITHIN_BEGIN ? REGION_WITHIN
										 : REGION_TIMEOUT,
				   *sp)))
		goto failed;
	NEXT(1);
UNTIL_BEGIN:
	SAVE();
	region_push(task, REGION_UNTIL);
	NEXT(1);
LOOK:
	await_look(task, sp[-1]);
	NEXT(1);
AWAIT:
	error = NULL;
	if (pc[1])
		error = operate_shown(machine, pc[1] - 1, sp - 2, &value);
	if (pc[1] && !error && is_lengthy(value))
		goto lengthy;
await_known:
	SAVE();
	error = await_test(task, pc[1], error, value, pc[2] ? constants[pc[2] - 1].list : NULL,
			   &again);
	sp = task->stack + task->top;
	if (error)
		goto failed;
	if (again) {
		task->pc = task->code->words + a;
		return;
	}
	NEXT(3);
TOOK_BEGIN:
	SAVE();
	error = took_begin(task);
	goto popped;
TOOK_END:
	if ((error = took_end(task)))
		goto failed;
	NEXT(1);
FAILS_MATCH:
	SAVE();
	error = fails_match(task);
	goto popped;
FAILS_MISSED:
	SAVE();
	error = fails_missed(task);
	goto popped;
popped: /* by what may have failed */
	sp = task->stack + task->top;
	if (error)
		goto failed;
	NEXT(1);
REGION_END:
	SAVE();
	region_leave(task);
	NEXT(1);
EXPECT_BEGIN:
	SAVE();
	region_push(task, REGION_EXPECT);
	NEXT(1);
EXPECT:
	if ((error = expect_true(machine, *--sp)))
		goto failed;
	NEXT(1);
EXPECT_COMPARE: /* the sides stay where they are: they may be shown */
	error = operate_shown(machine, a, sp - 2, &value);
	if (!error && is_lengthy(value))
		goto lengthy;
expected:
	sp -= 2;
	if ((error = expect_compared(machine, a, sp, error, value)))
		goto failed;
	NEXT(1);
NOTE:
	if (machine->notes)
		note_take(machine, constants[a], sp);
	NEXT(1);
DEFINE:
	machine_define(machine, pc[1], task->code->children[a]);
	NEXT(2);
SPAWN:
	SAVE();
	if ((error = spawn(task, task->code->children[a], &started)))
		goto failed;
	*sp++ = value_object(TYPE_TASK, started);
	NEXT(1);
ANNOUNCE:
	SAVE();
	if (task_settles(task, true))
		return;
	present_task(sp[-1]);
	NEXT(1);
STATEMENT:
	SAVE();
	task->statement = (uint32_t)(pc - task->code->words);
	if (task_settles(task, false))
		return;
	pc++;
	SPEND();
	NEXT(0);
END:
	present_statement(task, a, *--sp);
	NEXT(1);
SHOW:
	present_value(task, a, *--sp);
	NEXT(1);
RETURN:
	value = *--sp;
	SAVE();
	if (!frame_return(task, value))
		return;
	LOAD();
	NEXT(0);

failed:
	SAVE();
	if (!task_fail(task, error))
		return;
	if (call->manner & CALL_ASIDE) {
		machine->interrupted = task;
		return;
	}
	LOAD();
	NEXT(0);
}
