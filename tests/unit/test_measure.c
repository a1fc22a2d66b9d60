/*
 * How far a command that computes has come: known while it lasts, of each that says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/command.h"
#include "whole_shell.h"

/* ---- a line, slice by slice ---- */

static struct code *compiled(struct machine *machine, const char *text)
{
	struct source *source = source_new("test", bytes_text(text), 1);
	struct code *code;
	struct error *error;
	if (machine_compile(machine, source, &code, &error) != COMPILE_DONE)
		fail_msg("no script: %s", text);
	object_release(source);
	return code;
}

/* What the call that main is in says of itself; false: nothing, or it is another's. */
static bool look(struct machine *machine, const char *name, struct measure *measure)
{
	const struct call *call = task_call(machine_main(machine));
	return call && strcmp(call_name(call), name) == 0 && call->command->measure &&
	       call->command->measure(call, measure);
}

struct example {
	const char *script; /* whose first word is the command */
	uint64_t total;     /* that is told; 0: none */
};

/* It was seen at work, and came further each time. */
static void check(struct shell *shell, const struct example *example)
{
	struct machine *machine = shell->machine;
	struct code *code = compiled(machine, example->script);
	const size_t length = strcspn(example->script, " ");
	char *name = memory_allocate(length + 1);
	struct measure before = {0}, now;
	unsigned looks = 0;
	memcpy(name, example->script, length);
	name[length] = '\0';
	for (machine_start(machine, code); machine_outcome(machine) == OUTCOME_BUSY;) {
		machine_round(machine, 0);
		if (!look(machine, name, &now))
			continue;
		if (now.done < before.done || now.total != example->total ||
		    (now.total && now.done > now.total))
			fail_msg("%s: %zu of %zu after %zu", example->script, (size_t)now.done,
				 (size_t)now.total, (size_t)before.done);
		looks += now.done > 0;
		before = now;
	}
	if (machine_outcome(machine) != OUTCOME_DONE || !looks)
		fail_msg("%s: not seen, or failed", example->script);
	free(name);
	object_release(code);
}

#define MIB ((uint64_t)1 << 20)

static const struct example examples[] = {
	{"base64 $a", 4 * (8 * MIB / 3 + 1)},
	{"bits $a", 64 * MIB},
	{"checksum (repeat $a 8)", 64 * MIB},
	{"crc crc32 $a", 8 * MIB},
	{"crc --bits 1011 $digits", 8 * MIB},
	{"digest sha256 $a", 8 * MIB},
	{"hex $a", 16 * MIB},
	{"hexdump $noise | len", 8 * MIB},
	{"hmac sha256 key $a", 8 * MIB},
	{"json $noise"},
	{"lower (repeat $a 8)", 64 * MIB},
	{"match -a 'de+,' $a", 8 * MIB},
	{"percent $a", 8 * MIB},
	{"random 32M", 32 * MIB},
	{"repeat $a 8", 64 * MIB},
	{"replace , ';' $a", 8 * MIB},
	{"reverse (repeat $a 8)", 64 * MIB},
	{"split $a ,", 8 * MIB},
	{"unbase64 $digits", 8 * MIB},
	{"unbits $digits", 8 * MIB},
	{"unhex $digits", 8 * MIB},
	{"unhexdump $dump", 79 * MIB / 16 + 9},
	{"unjson \"\\\"${repeat $a 8}\\\"\"", 64 * MIB + 2},
	{"unpercent $a", 8 * MIB},
	{"upper (repeat $a 8)", 64 * MIB},
	{"xor (repeat $a 8) (repeat $a 8)", 64 * MIB},
};

static void test_far(void **state)
{
	struct shell *shell = *state;
	struct code *code = compiled(shell->machine, "a = repeat 'Abc,deg,' 1M\n"
						     "digits = repeat '0110' 2M\n"
						     "noise = random 8M\n"
						     "dump = hexdump $noise[:1048576]\n");
	assert_int_equal(machine_run(shell->machine, code), OUTCOME_DONE);
	object_release(code);
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		check(shell, &examples[i]);
}

/* Those of the chapter that say so. */
static void test_each(void **state)
{
	(void)state;
	const struct chapter *chapter = command_chapters;
	while (strcmp(chapter->name, "bytes") != 0)
		chapter++;
	for (const struct command *const *command = chapter->commands; *command; command++) {
		const size_t length = strlen((*command)->name);
		bool found = !(*command)->measure;
		for (size_t i = 0; !found && i < sizeof(examples) / sizeof(*examples); i++)
			found = strncmp(examples[i].script, (*command)->name, length) == 0 &&
				examples[i].script[length] == ' ';
		if (!found)
			fail_msg("%s has no example here", (*command)->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_far, whole_shell_open, whole_shell_close),
		cmocka_unit_test(test_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
