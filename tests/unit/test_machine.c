/*
 * The language through the machine, which knows no sockets: scripts and what they show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handsh/run.h"
#include "run/machine.h"

struct bench {
	struct buffer output;
	struct journal journal;
	struct subscriber subscriber;
	struct machine *machine;
	struct watch watch; /* what spin takes turns on */
};

/* ---- a few commands ---- */

static enum run show_exec(struct call *call)
{
	struct bench *bench = machine_shell(call_machine(call));
	for (unsigned i = 0; i < call->count; i++) {
		if (i)
			buffer_byte(&bench->output, ' ');
		value_format(call->arguments[i], &bench->output);
	}
	buffer_byte(&bench->output, '\n');
	return RUN_DONE;
}

static enum run give_exec(struct call *call)
{
	return call_return(call, call->count ? value_retain(call->arguments[0]) : VALUE_NIL);
}

static enum run fail_exec(struct call *call)
{
	return call_fail(call, "FAIL", "%s", "on purpose");
}

/* nap N: waits N milliseconds; nap: for ever. */
static enum run nap_exec(struct call *call)
{
	if (call->timed_out)
		return RUN_DONE;
	call->until = call->count ? clock_now() + call->arguments[0].integer * 1000000 : TIME_NEVER;
	return call_pause(call);
}

/* peep N D: looks N times, 1 ms apart, for D ms at most: were those over first? */
static enum run peep_exec(struct call *call)
{
	if (call->until == TIME_NEVER)
		call->until = clock_now() + call->arguments[1].integer * 1000000;
	if (call->timed_out || call->phase++ == call->arguments[0].integer)
		return call_return(call, value_bool(call->timed_out));
	return call_look(call, NANOSECONDS / 1000);
}

/* spin N: computes for N slices, giving way between them; spin: for ever. */
static enum run spin_exec(struct call *call)
{
	struct bench *bench = machine_shell(call_machine(call));
	if (!call_turn(call, &bench->watch, WAIT_READ))
		return RUN_WAIT;
	while (!call_overdue(call))
		continue;
	if (call->count && ++call->phase == call->arguments[0].integer)
		return RUN_DONE;
	call_keep(call, &bench->watch, WAIT_READ);
	return call_yield(call);
}

static enum run wait_exec(struct call *call)
{
	if (!call->count)
		return call_wait_started(call);
	struct task *task = (struct task *)call->arguments[0].object;
	enum run run = call_wait_task(call, task);
	if (run != RUN_DONE)
		return run;
	if (task_state(task) != TASK_DONE)
		return call_error(call, object_retain(task_error(task)));
	return call_return(call, value_retain(task_result(task)));
}

static enum run cancel_exec(struct call *call)
{
	task_cancel(call_machine(call), (struct task *)call->arguments[0].object);
	return RUN_DONE;
}

/* How many large values wait to be taken apart. */
static enum run refuse_exec(struct call *call)
{
	return call_return(call, value_int(call_machine(call)->refuse.count));
}

static const struct command commands[] = {
	{.name = "show", .exec = show_exec},     {.name = "give", .exec = give_exec},
	{.name = "crash", .exec = fail_exec},    {.name = "nap", .exec = nap_exec},
	{.name = "wait", .exec = wait_exec},     {.name = "cancel", .exec = cancel_exec},
	{.name = "spin", .exec = spin_exec},     {.name = "peep", .exec = peep_exec},
	{.name = "refuse", .exec = refuse_exec},
};

static void notify(void *context, const struct event *event)
{
	struct bench *bench = context;
	switch (event->kind) {
	case EVENT_VALUE:
		buffer_text(&bench->output, "= ");
		value_literal(event->value.value, &bench->output);
		break;
	case EVENT_ERROR:
		buffer_format(&bench->output, "! [%u] ", event->task);
		error_format(event->error, &bench->output);
		break;
	default:
		return;
	}
	buffer_byte(&bench->output, '\n');
}

static void bench_open(struct bench *bench)
{
	*bench = (struct bench){0};
	bench->subscriber = (struct subscriber){
		.kinds = EVENT_MASK(EVENT_VALUE) | EVENT_MASK(EVENT_ERROR),
		.notify = notify,
		.context = bench,
	};
	journal_subscribe(&bench->journal, &bench->subscriber);
	watch_open(&bench->watch, -1);
	bench->machine = machine_new(NULL, &bench->journal, bench);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		machine_command(bench->machine, &commands[i]);
}

static void bench_close(struct bench *bench)
{
	machine_free(bench->machine);
	journal_free(&bench->journal);
	buffer_free(&bench->output);
}

static enum outcome bench_run(struct bench *bench, const char *text)
{
	struct source *source = source_new("test", bytes_text(text), 1);
	struct code *code;
	struct error *error;
	enum outcome outcome = OUTCOME_FAILED;
	if (machine_compile(bench->machine, source, &code, &error) == COMPILE_DONE) {
		outcome = machine_run(bench->machine, code);
		object_release(code);
	} else {
		buffer_text(&bench->output, "? ");
		error_format(error, &bench->output);
		buffer_byte(&bench->output, '\n');
		object_release(error);
	}
	object_release(source);
	return outcome;
}

struct example {
	const char *script, *output;
};

static void check(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bench bench;
		bench_open(&bench);
		bench_run(&bench, examples[i].script);
		if (strcmp(buffer_cstring(&bench.output), examples[i].output) != 0)
			print_error("script: %s\n", examples[i].script);
		assert_string_equal(buffer_cstring(&bench.output), examples[i].output);
		bench_close(&bench);
	}
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof(*(examples)))

#define LARGE "n = 0\nl = []\nwhile $n < 20000 { l = $l + [$n]; n = $n + 1 }\n"
#define COUNTED(statement) "if true { " statement "; c = refuse }\n$c > 0"

/* Wherever the last hold of a large value is let go of, it is not freed at once. */
static void test_refuse(void **state)
{
	static const struct example examples[] = {
		{LARGE COUNTED("l = 0"), "= true\n"},
		{LARGE "m = {a: $l}; l = 0\n" COUNTED("m.a = 0"), "= true\n"},
		{LARGE "m = {a: $l}; l = 0\n" COUNTED("m = 0"), "= true\n"},
		{LARGE "m = [{a: [$l]} 1]; l = 0\n" COUNTED("m = 0"), "= true\n"},
		{LARGE "m = {a: $l b: 1}; l = 0\n" COUNTED("m = $m - [a]"), "= true\n"},
		{LARGE "m = {a: $l b: 1}; l = 0\n" COUNTED("m = $m - 'a'"), "= true\n"},
		{LARGE "m = {a: $l b: 1}; l = 0\n" COUNTED("n = {c: 1} + $m - [a]; m = 0"),
		 "= true\n"},
		{LARGE "m = {a: $l b: 1}; l = 0\n" COUNTED("m = $m + {a: 2}"), "= true\n"},
		{LARGE "m = [$l 1]; l = 0\n" COUNTED("m = $m[1:]"), "= true\n"},
		{LARGE "m = [1 $l]; l = 0\n" COUNTED("m = $m[:-1]"), "= true\n"},
		{LARGE "m = [$l 1]; l = 0\n" COUNTED("n = [$m] - [1]; m = 0; n = $n - $n"),
		 "= true\n"},
		{LARGE COUNTED("x = (($l + $l)[0])"), "= true\n"},
		{LARGE COUNTED("x = ({a: ($l + $l) b: 2}).b"), "= true\n"},
		{LARGE COUNTED("if ($l + $l) {}"), "= true\n"},
		{LARGE COUNTED("x = not ($l + $l)"), "= true\n"},
		{LARGE COUNTED("x = ($l + $l) and 1"), "= true\n"},
		{LARGE COUNTED("try { x = {a: ($l + $l)} + 1 } catch {}"), "= true\n"},
		{LARGE COUNTED("t = spawn { give (($l + $l)[:-1]) }; wait $t; t = 0"), "= true\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_expressions(void **state)
{
	static const struct example examples[] = {
		{"1 + 2 * 3", "= 7\n"},
		{"(1 + 2) * 3", "= 9\n"},
		{"-7 / 2; -7 % 2", "= -3\n= -1\n"},
		{"9223372036854775807 + 1",
		 "! [0] OVERFLOW: 9223372036854775807 + 1 does not fit 64 bits\n"},
		{"1 / 0", "! [0] DIVIDE: 1 / 0: division by zero\n"},
		{"'a' + 'b'", "= \"ab\"\n"},
		{"1 + '1'", "! [0] TYPE: int + bytes: these types do not go together\n"},
		{"1 == 1 and 'a' < 'b'", "= true\n"},
		{"nil == false", "= false\n"},
		{"not 0 or false", "= true\n"},
		{"[1 2] + [3]", "= [1 2 3]\n"},
		{"[1 2 3 2] - [2]", "= [1 3]\n"},
		{"'b' in 'abc'; 4 in [1 2]; 'k' in {k: 1}", "= true\n= false\n= true\n"},
		{"l = [1 2 3]; $l[-1]; $l[1:]; $l[:-1]; $l[5:9]", "= 3\n= [2 3]\n= [1 2]\n= []\n"},
		{"m = {a: 1 b: {c: 2}}; $m.b.c; $m['a']", "= 2\n= 1\n"},
		{"m = {a: 1}; $m.x", "! [0] RANGE: the map has no key \"x\"\n"},
		{"x = 5; show \"a$x b${$x + 1} ${x}.txt\"", "a5 b6 5.txt\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_assignment(void **state)
{
	static const struct example examples[] = {
		{"x = 1; x = $x + 1; $x", "= 2\n"},
		{"x = 'a'; y = $x; x = $x + 'b'; $y; $x", "= \"a\"\n= \"ab\"\n"},
		{"l = [1 2 3]; k = $l; l[0] = 9; $l; $k", "= [9 2 3]\n= [1 2 3]\n"},
		{"m = {}; m.a = 1; m['b'] = [1 2]; m.b[1] = 5; $m", "= {a: 1 b: [1 5]}\n"},
		{"(x = 5) + 1", "= 6\n"},
		{"l = [1]; l[3] = 1", "! [0] RANGE: index 3 is out of range: there is 1 element\n"},
		{"x = $y", "! [0] UNSET: the variable y is not set\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_control(void **state)
{
	static const struct example examples[] = {
		{"if 0 { show a } else if 1 { show b } else { show c }", "b\n"},
		{"n = 0; while $n < 3 { n = $n + 1; show $n }", "1\n2\n3\n"},
		{"n = 0; loop 3 { n = $n + 1 }; $n", "= 3\n"},
		{"loop { show once; break }", "once\n"},
		{"for x in [1 2 3] { if $x == 2 { continue }; show $x }", "1\n3\n"},
		{"for i x in 'ab' { show $i $x }", "0 a\n1 b\n"},
		{"for k v in {a: 1 b: 2} { show $k $v }", "a 1\nb 2\n"},
		{"x = if 0 { 1 }; show $x", "nil\n"},
		{"x = (if 1 { 4 } else { 5 }); show $x", "4\n"},
		{"loop 2 { loop { break }; show x }", "x\nx\n"},
		{"for a in [1 2] { for b in [3 4] { if $b == 4 { break }; show $a $b } }",
		 "1 3\n2 3\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_definitions(void **state)
{
	static const struct example examples[] = {
		{"def add a b { $a + $b }; add 1 2", "= 3\n"},
		{"def f { x = 2; $x }; x = 1; f; $x", "= 2\n= 1\n"},
		{"def f { $x }; x = 1; f", "= 1\n"},
		{"def f { y = $x; x = 5; $x + $y }; x = 1; f; $x", "= 6\n= 1\n"},
		{"def f { global x; x = 7 }; x = 1; f; $x", "= 7\n"},
		{"def f n { if $n == 0 { return 0 }; 1 + (f ($n - 1)) }; f 100", "= 100\n"},
		{"def f n { f ($n + 1) }; f 0", "! [0] f: DEPTH: calls nest deeper than 10000\n"},
		{"def f a { $a }; f", "! [0] f: USAGE: it takes 1 argument, not 0: a is missing\n"},
		{"def give x { show mine }; give 3", "mine\n"},
		{"nosuch 1", "! [0] UNKNOWN: there is no command nosuch\n"},
		{"def f { loop { try { return 1 } catch { 2 } } }; f", "= 1\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_errors(void **state)
{
	static const struct example examples[] = {
		{"try { crash } catch e { show $e.name $e.call }", "FAIL crash\n"},
		{"x = try { crash } catch { 5 }; show $x", "5\n"},
		{"x = try { crash }; show $x", "nil\n"},
		{"try { [1 2 (crash)] } catch { show caught }", "caught\n"},
		{"def f { crash }; try { f } catch e { show $e.message }", "on purpose\n"},
		{"expect 1 == 2", "! [0] expect: EXPECT: 1 == 2 is not true\n"},
		{"expect error FAIL { crash }; show fine", "fine\n"},
		{"expect error FAIL { 1 }",
		 "! [0] expect: EXPECT: the block did not fail with FAIL\n"},
		{"loop 2 { try { crash } catch { continue } }; show done", "done\n"},
		{"try { crash } catch EOF { show no } catch DIVIDE FAIL e { show $e.name }",
		 "FAIL\n"},
		{"try { try { crash } catch EOF { show no } } catch { show outer }", "outer\n"},
		{"x = try { crash } catch FAIL { 5 } catch { 6 }; show $x", "5\n"},
		{"try { crash } catch EOF { }", "! [0] crash: FAIL: on purpose\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_finally(void **state)
{
	static const struct example examples[] = {
		{"x = try { 1 } finally { show last; 2 }; show $x", "last\n1\n"},
		{"x = try { crash } catch { 3 } finally { show last }; show $x", "last\n3\n"},
		{"try { crash } finally { show last }", "last\n! [0] crash: FAIL: on purpose\n"},
		{"try { try { crash } finally { 1 / 0 } } catch e { show $e.name }", "DIVIDE\n"},
		{"try { try { 1 / 0 } finally { try { crash } catch { } } } catch e { show $e.name }",
		 "DIVIDE\n"},
		{"def f { try { return 1 } finally { show last }; 2 }; show (f)", "last\n1\n"},
		{"def f { try { try { return 1 } finally { show a } } finally { show b } }; show (f)",
		 "a\nb\n1\n"},
		{"def g { loop { return 5 } }; def f { try { 1 } finally { show (g) } }; show (f)",
		 "5\n1\n"},
		{"loop 2 { try { continue } finally { show c } }; loop { try { break } finally { show b } }",
		 "c\nc\nb\n"},
		{"for x in [1 2] { for y in [3] { try { try { continue } finally { show $x } } finally { "
		 "show $y } } }",
		 "1\n3\n2\n3\n"},
		{"show ([1 (try { 2 } finally { [1 2 3 4 5 6 7 8 9] }) 3] == [1 2 3])", "true\n"},
		{"try { timeout 5ms { try { nap } catch { show no } finally { nap 10; show last } } } "
		 "catch e { show $e.name }",
		 "last\nETIMEDOUT\n"},
		{"try { timeout 5ms { try { nap } finally { crash } } } catch e { show $e.name }",
		 "FAIL\n"},
		{"try { timeout 5ms { try { 1 } finally { nap 10; show last }; nap } } catch e { "
		 "show $e.name }",
		 "last\nETIMEDOUT\n"},
		{"t = spawn { try { nap } catch { show no } finally { nap 5; show last } }; cancel $t; "
		 "try { wait $t } catch e { show $e.name }",
		 "last\nECANCELED\n"},
		{"t = spawn { try { try { nap } finally { crash } } catch { show no } }; cancel $t; "
		 "try { wait $t } catch e { show $e.name }",
		 "! [1] crash: FAIL: on purpose\nFAIL\n"},
		{"n = 0; t = spawn { global n; try { 1 } finally { n = 1; expect within 1 $n == 2; "
		 "show b }; show no }; expect within 9 $n == 1; cancel $t; n = 2; "
		 "try { wait $t } catch e { show $e.name }",
		 "b\nECANCELED\n"},
		{"try { try { 1 } finally { nap } } catch e { show $e.name $e.call }",
		 "ETIMEDOUT finally\n"},
		{"try { try { crash } finally { loop { } } } catch e { show $e.name }",
		 "ETIMEDOUT\n"},
		{"try { try { 1 } finally { try { nap } finally { nap } } } catch e { show $e.name }",
		 "ETIMEDOUT\n"},
	};
	(void)state;
	CHECK(examples);
}

static void test_tasks(void **state)
{
	static const struct example examples[] = {
		{"t = spawn { nap 1; 42 }; wait $t", "= 42\n"},
		{"x = 1; t = spawn { x = $x + 1; $x }; x = 10; wait $t; $x", "= 2\n= 10\n"},
		{"n = 0; loop 100 { spawn { global n; nap 1; n = $n + 1 } }; wait; $n", "= 100\n"},
		{"t = spawn { try { nap } catch { show caught } }; cancel $t; wait $t",
		 "! [0] ECANCELED: task 1 was canceled\n"},
		{"t = spawn { crash }; nap 1; try { wait $t } catch e { show $e.name }",
		 "! [1] crash: FAIL: on purpose\nFAIL\n"},
		{"timeout 5ms { try { nap } catch { show caught } }",
		 "! [0] timeout: ETIMEDOUT: Connection timed out: the block took longer than "
		 "5ms\n"},
		{"try { timeout 5ms { loop { 1 } } } catch e { show $e.name }", "ETIMEDOUT\n"},
		{"try { timeout 5ms { spin } } catch e { show $e.name }", "ETIMEDOUT\n"},
		{"spawn { nap 1; show woken }; spin 9; show spun", "woken\nspun\n"},
		{"spawn { spin 3; show first }; nap 1; spin 1; show second", "first\nsecond\n"},
		{"peep 3 60000; peep 99 5", "= false\n= true\n"},
		{"try { timeout 5ms { peep 99 60000 } } catch e { show $e.name }", "ETIMEDOUT\n"},
		{"t = spawn { spin }; nap 1; cancel $t; spin 1; show free", "free\n"},
		{"try { timeout 1 { timeout 5ms { nap } } } catch e { show $e.name }",
		 "ETIMEDOUT\n"},
		{"n = 0; spawn { global n; nap 2; n = 5 }; expect within 1s $n == 5; $n", "= 5\n"},
		{"n = 0; spawn { nap 2; global n; n = 5 }; until $n == 5; $n", "= 5\n"},
		{"n = 0; loop 100 { spawn { global n m; until $n; m = $m + 1 } }; m = 0; n = 1; wait; $m",
		 "= 100\n"},
		{"t = spawn { x = 0; timeout 5ms { until $x } }; try { wait $t } catch e { show $e.name }",
		 "ETIMEDOUT\n"},
		{"expect within 5ms false",
		 "! [0] expect: EXPECT: not within 5ms: false is not true\n"},
		{"expect took 1ms 1s { nap 2 }; show fine", "fine\n"},
		{"def f a { spawn { $a + 1 } }; t = f 4; wait $t", "= 5\n"},
	};
	(void)state;
	CHECK(examples);
}

/* Ten thousand tasks wait at once; none is left in the end. */
static void test_many(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench);
	bench_run(&bench, "n = 0\nloop 10000 { spawn { global n; nap 5; n = $n + 1 } }\nwait\n$n");
	assert_string_equal(buffer_cstring(&bench.output), "= 10000\n");
	struct census census = machine_census(bench.machine);
	assert_int_equal(census.tasks, 0);
	assert_int_equal(census.timers, 0);
	bench_close(&bench);
}

/* What still waits when the machine ends is freed with it. */
static void test_abandoned(void **state)
{
	struct bench bench;
	(void)state;
	bench_open(&bench);
	bench_run(&bench, "loop 10 { spawn { x = [1 2 3]; try { timeout 9 { nap } } } }\nnap 1");
	assert_int_equal(machine_census(bench.machine).tasks, 10);
	bench_close(&bench);
}

static void test_keep_going(void **state)
{
	struct bench bench;
	struct settings settings = {.keep_going = true};
	(void)state;
	bench_open(&bench);
	machine_settings(bench.machine, &settings);
	enum outcome outcome =
		bench_run(&bench, "show a; crash; show b\ndef f { crash }\nf; show c");
	assert_int_equal(outcome, OUTCOME_FAILED);
	assert_string_equal(buffer_cstring(&bench.output), "a\n! [0] crash: FAIL: on purpose\nb\n"
							   "! [0] crash: FAIL: on purpose\nc\n");
	bench_close(&bench);
}

static void test_too_many(void **state)
{
	struct bench bench;
	struct settings settings = {.tasks_most = 3};
	(void)state;
	bench_open(&bench);
	machine_settings(bench.machine, &settings);
	bench_run(&bench, "loop 3 { spawn { nap } }; try { spawn { } } catch e { show $e.name }");
	assert_string_equal(buffer_cstring(&bench.output), "RANGE\n");
	assert_int_equal(machine_census(bench.machine).tasks, 3);
	bench_run(&bench, "spawn { }");
	assert_string_equal(buffer_cstring(&bench.output),
			    "RANGE\n! [0] spawn: RANGE: 3 tasks live, and no more may at once\n");
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refuse),      cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_assignment),  cmocka_unit_test(test_control),
		cmocka_unit_test(test_definitions), cmocka_unit_test(test_errors),
		cmocka_unit_test(test_finally),     cmocka_unit_test(test_tasks),
		cmocka_unit_test(test_many),        cmocka_unit_test(test_abandoned),
		cmocka_unit_test(test_keep_going),  cmocka_unit_test(test_too_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
