/*
 * What help says: every command and every word of the language says what a reader needs, and its
 * example, which expects something, ends well when it is piped into the program named on the
 * command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/help.h"

#define COMMANDS_MAX 1000

/* The commands of all chapters, NULL at the end. */
static const struct command *const *all_commands(void)
{
	static const struct command *all[COMMANDS_MAX + 1];
	unsigned count = 0;
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++) {
		for (const struct command *const *entry = chapter->commands; *entry; entry++) {
			assert_true(count < COMMANDS_MAX);
			all[count++] = *entry;
		}
	}
	return all;
}

/* Does the script hold an expectation, which fails the run when it is not met? */
static bool expects(const char *script)
{
	return strncmp(script, "expect ", 7) == 0 || strstr(script, "\nexpect ");
}

static void check_described(const char *name, const char *summary, const char *example)
{
	if (!summary || !example)
		fail_msg("%s has no summary or no example", name);
	if (!expects(example))
		fail_msg("the example of %s expects nothing:\n%s", name, example);
}

static void described(void **state)
{
	(void)state;
	for (const struct command *const *entry = all_commands(); *entry; entry++) {
		check_described((*entry)->name, (*entry)->summary, (*entry)->example);
		if (!(*entry)->help)
			fail_msg("%s has no help", (*entry)->name);
	}
	for (const struct form *form = forms; form->name; form++)
		check_described(form->name, form->summary, form->example);
}

static void named_once(void **state)
{
	const struct command *const *all = all_commands();
	(void)state;
	for (const struct command *const *entry = all; *entry; entry++) {
		for (const struct command *const *other = all; other < entry; other++)
			assert_string_not_equal((*entry)->name, (*other)->name);
	}
}

/* The example as a file, to be read from its start. */
static int example_file(const char *text)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0 && fflush(file) == 0);
	int descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	assert_true(descriptor >= 0);
	fclose(file);
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

/* True when it ends well. */
static bool run_example(const char *program, const char *name, const char *example)
{
	int input = example_file(example);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		alarm(60); /* survives exec: an example that hangs dies */
		dup2(input, STDIN_FILENO);
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl(program, "handsh", (char *)NULL);
		_exit(127);
	}
	close(input);
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	if (status == 0)
		return true;
	print_error("the example of %s ends with wait status 0x%x:\n%s\n", name, (unsigned)status,
		    example);
	return false;
}

static void examples(void **state)
{
	const char *program = *state;
	unsigned failed = 0;
	for (const struct command *const *entry = all_commands(); *entry; entry++)
		failed += !run_example(program, (*entry)->name, (*entry)->example);
	for (const struct form *form = forms; form->name; form++)
		failed += !run_example(program, form->name, form->example);
	assert_int_equal(failed, 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

int main(int count, char **words)
{
	char folder[] = "/tmp/hshXXXXXX";
	char *program = count > 1 ? realpath(words[1], NULL) : NULL;
	if (!program || !mkdtemp(folder) || chdir(folder) != 0) {
		fprintf(stderr, "usage: test_examples HANDSH\n");
		return 2;
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(described),
		cmocka_unit_test(named_once),
		cmocka_unit_test_prestate(examples, program),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return failed;
}
