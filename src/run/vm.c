/*
 * vm: the switch. Program counter and stack pointer live in locals of the run loop; they are saved
 * into the task before anything else may look at it. The budget is spent at loops' back edges and
 * calls: there alone tasks change places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/names.h"
#include "handsh/operations.h"
#include "run/machine.h"

#include <errno.h>
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

#define LOOK_EVERY 64 /* between two looks at the clock */
/* What is done with values from here on may take long: */
#define HEAVY_BYTES ((size_t)1 << 14)
#define HEAVY_ELEMENTS ((size_t)1 << 8)

/* The statement or iteration is over and another task may run. */
#define SPEND()                                                                                    \
	do {                                                                                       \
		if (--machine->budget < 0 ||                                                       \
		    (machine->budget % LOOK_EVERY == 0 && slice_over(machine))) {                  \
			SAVE();                                                                    \
			task_yield(task);                                                          \
			return;                                                                    \
		}                                                                                  \
	} while (0)

static bool heavy(struct value value)
{
	switch (value.type) {
	case TYPE_BYTES:
		return value.bytes->length >= HEAVY_BYTES;
	case TYPE_LIST:
		return value.list->count >= HEAVY_ELEMENTS;
	case TYPE_MAP:
		return map_count(value.map) >= HEAVY_ELEMENTS;
	default:
		return false;
	}
}

/*
 * Releases a call's arguments, the last first. A few calls on large values take as long as
 * thousands of iterations: they spend the budget by time.
 */
static void release_arguments(struct machine *machine, const struct call *call)
{
	bool large = heavy(call->result);
	for (unsigned i = call->values; i-- > 0;) {
		struct value value = call->arguments[i];
		if (!value_counted(value))
			continue;
		large = large || heavy(value);
		machine_discard(machine, value);
	}
	if (large && slice_over(machine))
		machine->budget = 0;
}

#define UNLESS(comparison)                                                                         \
	if (sp[-1].type != TYPE_INT || sp[-2].type != TYPE_INT)                                    \
		goto unless;                                                                       \
	sp -= 2;                                                                                   \
	if (!(sp[0].integer comparison sp[1].integer)) {                                           \
		pc = task->code->words + a;                                                        \
		continue;                                                                          \
	}                                                                                          \
	break

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

static inline void set_slot(struct value *slot, struct value value)
{
	struct value old = *slot;
	*slot = value;
	value_release(old);
}

static bool too_long(struct value a, struct value b)
{
	if (a.type == TYPE_BYTES)
		return a.bytes->length + b.bytes->length > BYTES_MAX;
	return a.type == TYPE_LIST && a.list->count + b.list->count > LIST_MAX;
}

/*
 * old + value, where old is also in the slot: the slot lets go of it, so that it can grow in place.
 * Not where that would fail: then the slot keeps what it had.
 */
static struct error *add_into(struct value *slot, struct value old, struct value value)
{
	if (value_counted(old) && slot->type == old.type && slot->object == old.object &&
	    old.type == value.type && !too_long(old, value)) {
		value_release(*slot);
		*slot = VALUE_NIL;
	}
	struct value result;
	struct error *error = operate(INSTRUCTION_ADD, old, value, &result);
	if (!error)
		set_slot(slot, result);
	return error;
}

static struct error *step(struct value *slot, const struct value *from, int64_t by)
{
	struct value result;
	struct error *error = operate(INSTRUCTION_ADD, value_retain(*from), value_int(by), &result);
	if (!error)
		set_slot(slot, result);
	return error;
}

static struct error *assign_unset(struct task *task, const char *name)
{
	struct value socket;
	struct error *error = unset_lookup(task, name, &socket);
	if (error)
		return error;
	value_release(socket);
	return error_new("TYPE", NULL, "%s is a socket: it has no elements to set", name);
}

static struct error *assign_path(struct task *task, const char *name, struct value *slot,
				 const struct value *outer, struct value *keys, uint32_t count,
				 struct value value)
{
	if (slot->type == TYPE_UNSET && outer)
		*slot = value_retain(*outer);
	if (slot->type == TYPE_UNSET) {
		value_release(value);
		return assign_unset(task, name);
	}
	return path_assign(slot, keys, count, value);
}

static struct error *argument(struct machine *machine, uint32_t number, struct value *result)
{
	size_t count = machine->arguments ? machine->arguments->count : 0;
	if (number >= 1 && number <= count) {
		*result = value_retain(list_at(machine->arguments, number - 1));
		return NULL;
	}
	return error_new("UNSET", NULL, "there is no argument $%u: the script was given %zu",
			 number, count);
}

static struct error *dot_begin(struct task *task, struct value value, const struct bytes *name)
{
	if (value.type != TYPE_SOCKET) {
		struct error *error =
			error_new("TYPE", NULL, "%.*s is %s, not a socket", (int)name->length,
				  name->data, value_type_name(value.type));
		error_hint(error, "a command's dot stands after a socket; its value is $%.*s",
			   (int)name->length, name->data);
		value_release(value);
		return error;
	}
	if (!value.object->behaviour->alive(value.object)) {
		struct error *error =
			error_errno(EBADF, NULL, "%.*s is closed", (int)name->length, name->data);
		error_hint(error, "a closed socket stays closed: make another, or accept again");
		value_release(value);
		return error;
	}
	current_push(task, value.object);
	region_push(task, REGION_DOT)->object = value.object;
	return NULL;
}

/* The call accepts from where serve was begun. */
static void serve_call(struct task *task)
{
	struct object *listener = task->regions[task->region_count - 1].object;
	if (listener)
		call_on(&task->call, listener);
}

static void serve_spawn(struct task *task, struct code *code, struct value socket)
{
	struct task *connection = spawn(task, code);
	connection->connection = true;
	current_push(connection, socket.object);
	task_own(connection, socket.object);
	value_release(socket);
	object_release(connection);
}

static bool settle(struct task *task)
{
	struct machine *machine = task->machine;
	task->settled = !task->settled;
	if (!task->settled)
		return false;
	if (task != machine->main || !machine->task_live) {
		task->settled = false;
		return false;
	}
	task->state = TASK_READY;
	machine->settling = task;
	return true;
}

static void place_error(struct task *task, const uint32_t *pc, struct error *error)
{
	if (error->source)
		return;
	error->source = object_retain(task->code->source);
	error->offset = task->code->offsets[pc - task->code->words];
}

/* An error that nothing catches. True: -k goes on with the next statement. */
static bool go_on(struct task *task)
{
	struct machine *machine = task->machine;
	if (task != machine->main) {
		task_end(task, TASK_FAILED);
		return false;
	}
	report_error(machine, task, task->result.error);
	value_release(task->result);
	task->result = VALUE_UNSET;
	machine->outcome = OUTCOME_FAILED;
	while (task->frame_count && task->code->kind != CODE_UNIT)
		leave_frame(task);
	if (machine->settings.keep_going && task->code->kind == CODE_UNIT) {
		uint32_t next = operand(task->code->words[task->statement]);
		task->pc = task->code->words + next;
		task_truncate(task, task->base);
		machine->went_on = true;
		return true;
	}
	task_unwind_all(task);
	return false;
}

static void main_finish(struct task *task, enum outcome outcome)
{
	struct machine *machine = task->machine;
	task_unwind_all(task);
	object_release(task->code);
	task->code = NULL;
	task->ending = END_NOT;
	task->expired = task->settled = false;
	task->state = TASK_DONE;
	timer_clear(machine, &task->timer);
	if (outcome != OUTCOME_DONE || machine->outcome == OUTCOME_BUSY)
		machine->outcome = outcome;
}

static void end_at_once(struct task *task)
{
	struct machine *machine = task->machine;
	enum end_reason reason = task->ending;
	const char *call = task->in_call ? call_name(&task->call) : NULL;
	if (reason == END_CANCEL) {
		task_unwind_all(task);
		task->result =
			value_error(error_new("ECANCELED", NULL, "task %u was canceled", task->id));
		task_end(task, TASK_CANCELED);
		return;
	}
	if (reason == END_INTERRUPT) {
		struct error *error = error_new("EINTR", call, "interrupted");
		place_error(task, task->pc, error);
		report_error(machine, task, error);
		object_release(error);
	}
	main_finish(task, reason == END_INTERRUPT ? OUTCOME_INTERRUPTED : OUTCOME_EXIT);
}

/* What a task must see to before it goes on. False: it does not go on now. */
static bool resume(struct task *task)
{
	struct machine *machine = task->machine;
	machine->budget = BUDGET;
	machine->slice_until = 0;
	task->state = TASK_RUNNING;
	if (task->awaiting_event) {
		task->awaiting_event = false;
		call_leave(&task->call);
	} else {
		machine->happened = true;
	}
	if (task->ending) {
		end_at_once(task);
		return false;
	}
	if (task->expired && !task_expire(task)) {
		if (go_on(task))
			return true;
		if (task == machine->main)
			main_finish(task, OUTCOME_FAILED);
		return false;
	}
	return true;
}

/* The wait of the call that is parked has taken longer than --timeout allows. */
static bool wait_too_long(struct task *task)
{
	return task->in_call && task->wait_deadline != TIME_NEVER && !task->call.timed_out &&
	       clock_now() >= task->wait_deadline;
}

static struct error *timeout_error(struct task *task)
{
	return error_errno(ETIMEDOUT, call_name(&task->call), "it waited longer than --timeout");
}

void task_run(struct task *task)
{
	struct machine *const machine = task->machine;
	const uint32_t *pc;
	struct value *sp, *locals, *constants, value;
	const struct value *from;
	int64_t sum;
	struct error *error;
	bool again;

	if (!resume(task))
		return;
	LOAD();
	if (task->in_call) {
		if (!wait_too_long(task))
			goto call;
		error = timeout_error(task);
		goto failed;
	}

	for (;;) {
		STRESS();
		const uint32_t word = *pc, a = operand(word);
		switch ((enum instruction)instruction(word)) {
		case INSTRUCTION_NIL:
			*sp++ = VALUE_NIL;
			break;
		case INSTRUCTION_UNSET:
			*sp++ = VALUE_UNSET;
			break;
		case INSTRUCTION_TRUE:
			*sp++ = value_bool(true);
			break;
		case INSTRUCTION_FALSE:
			*sp++ = value_bool(false);
			break;
		case INSTRUCTION_INT:
			*sp++ = value_int((int32_t)word >> 8);
			break;
		case INSTRUCTION_CONSTANT:
			copy_value(sp++, &constants[a]);
			break;
		case INSTRUCTION_ARGUMENT:
			if ((error = argument(machine, a, sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_GET_LOCAL:
			from = &locals[a];
			if (from->type == TYPE_UNSET) {
				if ((error = unset_lookup(task, task->code->locals[a], sp)))
					goto failed;
				sp++;
				break;
			}
			copy_value(sp++, from);
			break;
		case INSTRUCTION_GET_EITHER:
			from = &locals[a];
			if (from->type == TYPE_UNSET)
				from = &machine->global_values[pc[1]];
			if (from->type == TYPE_UNSET) {
				if ((error = unset_lookup(task, task->code->locals[a], sp)))
					goto failed;
				sp++;
			} else {
				copy_value(sp++, from);
			}
			pc += 2;
			continue;
		case INSTRUCTION_GET_GLOBAL:
			from = &machine->global_values[a];
			if (from->type == TYPE_UNSET) {
				if ((error = unset_lookup(task, machine->globals.names[a], sp)))
					goto failed;
				sp++;
				break;
			}
			copy_value(sp++, from);
			break;
		case INSTRUCTION_SET_LOCAL:
			set_slot(&locals[a], *--sp);
			break;
		case INSTRUCTION_SET_GLOBAL:
			set_slot(&machine->global_values[a], *--sp);
			break;
		case INSTRUCTION_FORGET_LOCAL:
			value = locals[a];
			locals[a] = VALUE_UNSET;
			machine_discard(machine, value);
			break;
		case INSTRUCTION_ADD_LOCAL:
			sp -= 2;
			if ((error = add_into(&locals[a], sp[0], sp[1])))
				goto failed;
			break;
		case INSTRUCTION_ADD_GLOBAL:
			sp -= 2;
			if ((error = add_into(&machine->global_values[a], sp[0], sp[1])))
				goto failed;
			break;
		case INSTRUCTION_STEP_LOCAL: {
			struct value *slot = &locals[a];
			from = slot;
			if (from->type == TYPE_UNSET && pc[2])
				from = &machine->global_values[pc[2] - 1];
			if (from->type == TYPE_INT &&
			    !__builtin_add_overflow(from->integer, (int32_t)pc[1], &sum)) {
				if (from != slot) /* which was unset */
					slot->head = TYPE_INT;
				slot->integer = sum;
			} else if (from->type == TYPE_UNSET) {
				if ((error = unset_lookup(task, task->code->locals[a], &value)))
					goto failed;
				error = step(slot, &value, (int32_t)pc[1]);
				value_release(value);
				if (error)
					goto failed;
			} else if ((error = step(slot, from, (int32_t)pc[1]))) {
				goto failed;
			}
			pc += 3;
			continue;
		}
		case INSTRUCTION_STEP_GLOBAL: {
			struct value *slot = &machine->global_values[a];
			if (slot->type == TYPE_INT &&
			    !__builtin_add_overflow(slot->integer, (int32_t)pc[1], &sum)) {
				slot->integer = sum;
			} else if (slot->type == TYPE_UNSET) {
				if ((error = unset_lookup(task, machine->globals.names[a], &value)))
					goto failed;
				error = step(slot, &value, (int32_t)pc[1]);
				value_release(value);
				if (error)
					goto failed;
			} else if ((error = step(slot, slot, (int32_t)pc[1]))) {
				goto failed;
			}
			pc += 3;
			continue;
		}
		case INSTRUCTION_PATH_LOCAL:
		case INSTRUCTION_PATH_GLOBAL: {
			bool local = instruction(word) == INSTRUCTION_PATH_LOCAL;
			uint32_t count = pc[1] & PATH_KEYS;
			value = *--sp;
			struct value kept = pc[1] & PATH_KEEP ? value_retain(value) : VALUE_NIL;
			error = assign_path(
				task, local ? task->code->locals[a] : machine->globals.names[a],
				local ? &locals[a] : &machine->global_values[a],
				pc[2] ? &machine->global_values[pc[2] - 1] : NULL, sp - count,
				count, value);
			while (count--)
				value_release(*--sp);
			if (pc[1] & PATH_KEEP)
				*sp++ = kept;
			if (error)
				goto failed;
			pc += 3;
			continue;
		}
		case INSTRUCTION_POP:
			value_release(*--sp);
			break;
		case INSTRUCTION_DUP:
			*sp = value_retain(sp[-1]);
			sp++;
			break;
		case INSTRUCTION_ROTATE:
			value = sp[-(ptrdiff_t)a - 1];
			memmove(sp - a - 1, sp - a, a * sizeof(value));
			sp[-1] = value;
			break;
		case INSTRUCTION_JUMP:
			pc = task->code->words + a;
			continue;
		case INSTRUCTION_JUMP_FALSE:
			value = *--sp;
			again = value_true(value);
			value_release(value);
			if (!again) {
				pc = task->code->words + a;
				continue;
			}
			break;
		case INSTRUCTION_UNLESS_EQUAL:
			UNLESS(==);
		case INSTRUCTION_UNLESS_DIFFERENT:
			UNLESS(!=);
		case INSTRUCTION_UNLESS_LESS:
			UNLESS(<);
		case INSTRUCTION_UNLESS_LESS_EQUAL:
			UNLESS(<=);
		case INSTRUCTION_UNLESS_GREATER:
			UNLESS(>);
		case INSTRUCTION_UNLESS_GREATER_EQUAL:
			UNLESS(>=);
		unless:
			sp -= 2;
			if ((error = operate(instruction(word) - INSTRUCTION_UNLESS_EQUAL +
						     INSTRUCTION_EQUAL,
					     sp[0], sp[1], &value)))
				goto failed;
			if (!value.boolean) {
				pc = task->code->words + a;
				continue;
			}
			break;
		case INSTRUCTION_AND:
		case INSTRUCTION_OR:
			if (value_true(sp[-1]) == (instruction(word) == INSTRUCTION_OR)) {
				pc = task->code->words + a;
				continue;
			}
			value_release(*--sp);
			break;
		case INSTRUCTION_LOOP:
			pc = task->code->words + a;
			SPEND();
			continue;
		case INSTRUCTION_COUNT_CHECK:
			if (sp[-1].type != TYPE_INT) {
				error = error_new("TYPE", "loop", "a count is an int, not %s",
						  value_type_name(sp[-1].type));
				goto failed;
			}
			break;
		case INSTRUCTION_COUNT:
			if (sp[-1].integer <= 0) {
				sp--;
				pc = task->code->words + a;
				continue;
			}
			sp[-1].integer--;
			break;
		case INSTRUCTION_EACH_CHECK:
			if ((error = each_check(sp[-1])))
				goto failed;
			*sp++ = value_int(0);
			break;
		case INSTRUCTION_EACH: {
			struct value key;
			if (!each_next(sp[-2], &sp[-1], &key, &value)) {
				sp--;
				value_release(*--sp);
				pc = task->code->words + a;
				continue;
			}
			bool map = sp[-2].type == TYPE_MAP;
			if (pc[1] == 2) {
				*sp++ = key;
				*sp++ = value;
			} else {
				*sp++ = map ? key : value; /* one name: a map's keys */
				value_release(map ? value : key);
			}
			pc += 2;
			continue;
		}
		case INSTRUCTION_ADD:
			if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT &&
			    !__builtin_add_overflow(sp[-2].integer, sp[-1].integer, &sum)) {
				sp--;
				sp[-1].integer = sum;
				break;
			}
			goto binary;
		case INSTRUCTION_SUBTRACT:
			if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT &&
			    !__builtin_sub_overflow(sp[-2].integer, sp[-1].integer, &sum)) {
				sp--;
				sp[-1].integer = sum;
				break;
			}
			goto binary;
		case INSTRUCTION_LESS:
			if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT) {
				sp--;
				sp[-1] = value_bool(sp[-1].integer < sp[0].integer);
				break;
			}
			goto binary;
		case INSTRUCTION_EQUAL:
			if (sp[-1].type == TYPE_INT && sp[-2].type == TYPE_INT) {
				sp--;
				sp[-1] = value_bool(sp[-1].integer == sp[0].integer);
				break;
			}
			goto binary;
		case INSTRUCTION_MULTIPLY:
		case INSTRUCTION_DIVIDE:
		case INSTRUCTION_MODULO:
		case INSTRUCTION_DIFFERENT:
		case INSTRUCTION_LESS_EQUAL:
		case INSTRUCTION_GREATER:
		case INSTRUCTION_GREATER_EQUAL:
		case INSTRUCTION_IN:
		binary:
			if ((heavy(sp[-2]) || heavy(sp[-1])) && slice_over(machine))
				machine->budget = 0;
			sp -= 2;
			if ((error = operate(instruction(word), sp[0], sp[1], sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_NOT:
			again = value_true(sp[-1]);
			value_release(sp[-1]);
			sp[-1] = value_bool(!again);
			break;
		case INSTRUCTION_NEGATE:
			sp--;
			if ((error = operate(INSTRUCTION_NEGATE, *sp, VALUE_NIL, sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_INDEX:
			sp -= 2;
			if ((error = operate_index(sp[0], sp[1], sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_SLICE:
			sp -= 3;
			if ((error = operate_slice(sp[0], sp[1], sp[2], sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_FIELD:
			sp--;
			if ((error = operate_field(*sp, constants[a].bytes, sp)))
				goto failed;
			sp++;
			break;
		case INSTRUCTION_LIST:
			sp -= a;
			if ((error = make_list(sp, a, &value)))
				goto failed;
			*sp++ = value;
			break;
		case INSTRUCTION_MAP:
			sp -= 2 * (size_t)a;
			if ((error = make_map(sp, a, &value)))
				goto failed;
			*sp++ = value;
			break;
		case INSTRUCTION_JOIN:
			sp -= a;
			if ((error = make_join(sp, a, &value)))
				goto failed;
			*sp++ = value;
			break;
		case INSTRUCTION_CALL: {
			const struct cell *cell = &machine->cells[a];
			const unsigned count = pc[1] & CALL_ARGUMENTS;
			const unsigned manner = pc[1] >> CALL_MANNER;
			SAVE();
			if (cell->definition && !(manner & CALL_BUILTIN)) {
				task->pc = pc + 3;
				if ((error = enter_definition(task, cell->definition, count))) {
					task->pc = pc;
					goto failed;
				}
				LOAD();
				SPEND();
				continue;
			}
			if (!cell->command) {
				error = error_unknown(machine, a, sp - count, count);
				goto failed;
			}
			task->call.manner = (uint8_t)manner;
			again = call_begin(task, cell->command, count, &cell->shape);
			LOAD();
			if (!again) {
				error = call_explained(&task->call);
				goto failed;
			}
			if (manner & CALL_SERVES)
				serve_call(task);
			goto call;
		}
		case INSTRUCTION_DOT_BEGIN:
			sp--;
			SAVE();
			if ((error = dot_begin(task, *sp, constants[a].bytes)))
				goto failed;
			break;
		case INSTRUCTION_SERVE_BEGIN: {
			struct object *listener = task_current(task);
			SAVE();
			region_push(task, REGION_SERVE)->object =
				listener ? object_retain(listener) : NULL;
			break;
		}
		case INSTRUCTION_SERVE_SPAWN:
			sp--;
			SAVE();
			serve_spawn(task, task->code->children[a], *sp);
			break;
		case INSTRUCTION_TRY_BEGIN:
		case INSTRUCTION_FAILS_BEGIN:
			SAVE();
			region_push(task, instruction(word) == INSTRUCTION_TRY_BEGIN ? REGION_TRY
										     : REGION_FAILS)
				->handler = a;
			break;
		case INSTRUCTION_TIMEOUT_BEGIN:
		case INSTRUCTION_WITHIN_BEGIN:
			sp--;
			SAVE();
			if ((error = timeout_begin(task,
						   instruction(word) == INSTRUCTION_WITHIN_BEGIN
							   ? REGION_WITHIN
							   : REGION_TIMEOUT,
						   *sp)))
				goto failed;
			break;
		case INSTRUCTION_WITHIN_TEST:
			SAVE();
			error = within_test(task, pc[1], &again);
			sp = task->stack + task->top;
			if (error)
				goto failed;
			if (again) {
				task->pc = task->code->words + a;
				return;
			}
			pc += 2;
			continue;
		case INSTRUCTION_TOOK_BEGIN:
			SAVE();
			error = took_begin(task);
			sp = task->stack + task->top;
			if (error)
				goto failed;
			break;
		case INSTRUCTION_TOOK_END:
			if ((error = took_end(task)))
				goto failed;
			break;
		case INSTRUCTION_FAILS_MATCH:
			SAVE();
			error = fails_match(task);
			sp = task->stack + task->top;
			if (error)
				goto failed;
			break;
		case INSTRUCTION_FAILS_MISSED:
			SAVE();
			error = fails_missed(task);
			sp = task->stack + task->top;
			if (error)
				goto failed;
			break;
		case INSTRUCTION_REGION_END:
			SAVE();
			region_leave(task);
			break;
		case INSTRUCTION_EXPECT:
			if ((error = expect_true(machine, *--sp)))
				goto failed;
			break;
		case INSTRUCTION_EXPECT_COMPARE:
			sp -= 2;
			if ((error = expect_compare(machine, a, sp[0], sp[1])))
				goto failed;
			break;
		case INSTRUCTION_DEFINE: {
			struct cell *cell = &machine->cells[pc[1]];
			object_release(cell->definition);
			cell->definition = object_retain(task->code->children[a]);
			pc += 2;
			continue;
		}
		case INSTRUCTION_SPAWN:
			SAVE();
			*sp++ = value_object(TYPE_TASK, spawn(task, task->code->children[a]));
			break;
		case INSTRUCTION_ANNOUNCE:
			SAVE();
			if (settle(task))
				return;
			present_task(task, *--sp);
			break;
		case INSTRUCTION_STATEMENT:
			SAVE();
			task->statement = (uint32_t)(pc - task->code->words);
			if (settle(task))
				return;
			pc++;
			SPEND();
			continue;
		case INSTRUCTION_SHOW:
			present_value(task, a, *--sp);
			break;
		case INSTRUCTION_RETURN:
			value = *--sp;
			SAVE();
			task->call.command = NULL;
			while (task->region_count &&
			       task->regions[task->region_count - 1].frame == task->frame_count)
				region_leave(task);
			task_truncate(task, task->base);
			if (!leave_frame(task)) {
				if (task == machine->main) {
					value_release(value);
					main_finish(task, OUTCOME_DONE);
				} else {
					task->result = value;
					task_end(task, TASK_DONE);
				}
				return;
			}
			LOAD();
			*sp++ = value;
			continue;
		case INSTRUCTIONS:
			break;
		}
		pc++;
		continue;

	call : {
		struct call *call = &task->call;
		call->arguments = sp - call->values;
		enum run run = call->command->exec(call);
		if (run == RUN_WAIT)
			return;
		if (run == RUN_FAIL) {
			error = call_explained(call);
			goto failed;
		}
		struct code *enter = NULL;
		if (run == RUN_ENTER) {
			enter = call->enter;
			call->result = VALUE_NIL;
		}
		task->in_call = false;
		call_end(call);
		sp = call->arguments;
		release_arguments(machine, call);
		if (machine->exiting) {
			SAVE();
			value_release(call->result);
			object_release(enter);
			if (task != machine->main)
				task_end(task, TASK_DONE);
			else
				main_finish(task, OUTCOME_EXIT);
			return;
		}
		pc += 3;
		if (enter) {
			if (task->frame_count >= FRAMES_MAX) {
				object_release(enter);
				error = error_new("DEPTH", NULL, "calls nest deeper than %d",
						  FRAMES_MAX);
				pc -= 3;
				goto failed;
			}
			SAVE();
			enter_code(task, enter);
			LOAD();
			continue;
		}
		*sp++ = call->result;
		continue;
	}

	failed:
		SAVE();
		place_error(task, pc, error);
		if (!task_throw(task, error) && !go_on(task)) {
			if (task == machine->main && task->code)
				main_finish(task, OUTCOME_FAILED);
			return;
		}
		LOAD();
	}
}
