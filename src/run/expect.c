/*
 * expect: expectations and deadlines of blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/operations.h"
#include "run/machine.h"
#include "run/operate.h"

static struct error *duration_of(struct value value, const char *form, int64_t *nanoseconds)
{
	bool good = false;
	if (value.type == TYPE_INT)
		good = value.integer >= 0 &&
		       !__builtin_mul_overflow(value.integer, NANOSECONDS, nanoseconds);
	else if (value.type == TYPE_BYTES)
		good = duration_parse(value.bytes->data, value.bytes->length, nanoseconds);
	if (good)
		return NULL;
	struct buffer text = {0};
	value_literal_cut(value, &text, 80);
	struct error *error = error_new("TYPE", form, "%s is no duration", buffer_cstring(&text));
	error_hint(error, "write 500us, 200ms, 2s, 1m or a number of seconds");
	buffer_free(&text);
	return error;
}

static int64_t later(int64_t from, int64_t by)
{
	int64_t deadline;
	return __builtin_add_overflow(from, by, &deadline) ? TIME_NEVER - 1 : deadline;
}

static void region_deadline(struct task *task, struct region *region, int64_t deadline)
{
	region->deadline = deadline;
	if (deadline < region->earliest)
		region->earliest = deadline;
	task_arm(task);
}

/* Takes duration. */
struct error *timeout_begin(struct task *task, enum region_kind kind, struct value duration)
{
	int64_t nanoseconds;
	struct error *error =
		duration_of(duration, kind == REGION_TIMEOUT ? "timeout" : "expect", &nanoseconds);
	machine_release(task->machine, duration);
	if (error)
		return error;
	struct region *region = region_push(task, kind);
	region->most = nanoseconds;
	region_deadline(task, region, later(clock_now(), nanoseconds));
	return NULL;
}

/* ---- expect ---- */

static struct error *not_true(struct value value)
{
	struct buffer text = {0};
	value_literal_cut(value, &text, MESSAGE_CUT);
	struct error *error =
		error_new("EXPECT", "expect", "%s is not true", buffer_cstring(&text));
	buffer_free(&text);
	return error;
}

struct error *expect_compared(struct machine *machine, unsigned which, const struct value *sides,
			      struct error *error, struct value result)
{
	if (!error && !result.boolean)
		error = comparison_error(which, sides[0], sides[1]);
	machine_release(machine, sides[0]);
	machine_release(machine, sides[1]);
	return error;
}

struct error *expect_true(struct machine *machine, struct value value)
{
	struct error *error = value_true(value) ? NULL : not_true(value);
	machine_release(machine, value);
	return error;
}

void await_look(struct task *task, struct value value)
{
	bool lasting = value.type == TYPE_MAP || value.type == TYPE_ADDRESS ||
		       value.type == TYPE_ERROR || !value_counted(value);
	if (!lasting)
		task->regions[task->region_count - 1].live = true;
}

static void park(struct task *task, struct region *region, const struct list *globals)
{
	task->state = TASK_WAITING;
	if (globals && !region->live) {
		task->watching = true;
		region->lookout = lookout_open(task, globals);
	} else {
		task->awaiting_event = true;
		call_enqueue(&task->call, &task->machine->awaiting);
	}
	region->live = false;
	task_arm(task);
}

/* Pops the value. True: not yet; *error says why, for a within. */
static bool not_yet(struct task *task, const struct region *region, struct error **error)
{
	struct value value = task->stack[--task->top];
	bool wait = !value_true(value);
	*error = wait && region->kind == REGION_WITHIN ? not_true(value) : NULL;
	machine_release(task->machine, value);
	return wait;
}

struct error *await_test(struct task *task, uint32_t comparison, struct error *error,
			 struct value result, const struct list *globals, bool *again)
{
	struct region *region = &task->regions[task->region_count - 1];
	bool mends = !error; /* a type error does not */
	if (comparison) {
		task->top -= 2;
		error = expect_compared(task->machine, comparison - 1, task->stack + task->top,
					error, result);
		*again = error && mends;
	} else {
		*again = not_yet(task, region, &error);
	}
	lookout_close(region->lookout);
	region->lookout = NULL;
	if (!*again) {
		task->machine->happened = true; /* for others that wait */
		return error;
	}
	object_release(region->object);
	region->object = error ? &error->object : NULL;
	park(task, region, globals);
	return NULL;
}

struct error *took_begin(struct task *task)
{
	int64_t least, most = 0;
	struct value *ends = task->stack + task->top - 2;
	struct error *error = duration_of(ends[0], "expect", &least);
	if (!error)
		error = duration_of(ends[1], "expect", &most);
	task_truncate(task, task->top - 2);
	if (error)
		return error;
	struct region *region = region_push(task, REGION_TOOK);
	region->least = least;
	region->most = most;
	region->start = clock_now();
	region_deadline(task, region, later(region->start, most));
	return NULL;
}

struct error *took_end(struct task *task)
{
	struct region *region = &task->regions[task->region_count - 1];
	int64_t took = clock_now() - region->start;
	if (took >= region->least && took <= region->most)
		return NULL;
	struct buffer wanted = {0};
	duration_format(region->least, &wanted);
	buffer_text(&wanted, " to ");
	duration_format(region->most, &wanted);
	struct error *error = error_new("EXPECT", "expect", "the block took %.1f ms, not %s",
					(double)took / 1e6, buffer_cstring(&wanted));
	buffer_free(&wanted);
	return error;
}

/* ---- what was seen instead ---- */

/* The innermost that waits for its condition; NULL: there is none. */
static struct region *awaited(const struct call *call)
{
	struct task *task = task_of(call);
	for (uint32_t i = task->region_count; i-- > 0;)
		if (task->regions[i].kind == REGION_WITHIN)
			return &task->regions[i];
	return NULL;
}

bool call_wants_witness(const struct call *call)
{
	const struct region *region = awaited(call);
	return region && !region->witness;
}

void call_witness(struct call *call, struct object *witness)
{
	awaited(call)->witness = witness;
}

/* ---- errors that are expected ---- */

/* Counts an expectation that was not met, where its region has been left already. */
static struct error *failed(struct machine *machine, struct error *error)
{
	if (error)
		machine->expectation_failed = true;
	return error;
}

/* name, error on the stack: the block has failed; in the way that was expected? */
struct error *fails_match(struct task *task)
{
	struct value name = task->stack[task->top - 2], thrown = task->stack[task->top - 1];
	struct error *error = NULL;
	if (name.type != TYPE_BYTES || !bytes_is(name.bytes, thrown.error->name)) {
		struct buffer text = {0}, wanted = {0};
		error_format_cut(thrown.error, &text, ERROR_SHOWN);
		value_format(name, &wanted);
		error = error_new("EXPECT", "expect", "the block failed, but not with %s: %s",
				  buffer_cstring(&wanted), buffer_cstring(&text));
		buffer_free(&text);
		buffer_free(&wanted);
	}
	task_truncate(task, task->top - 2);
	return failed(task->machine, error);
}

struct error *fails_missed(struct task *task)
{
	struct buffer wanted = {0};
	value_format(task->stack[task->top - 1], &wanted);
	task_truncate(task, task->top - 1);
	struct error *error = error_new("EXPECT", "expect", "the block did not fail with %s",
					buffer_cstring(&wanted));
	buffer_free(&wanted);
	return failed(task->machine, error);
}
