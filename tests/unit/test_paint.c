/*
 * paint and complete_hint, with all commands there are: what a line looks like while it is typed, and
 * what could come next.
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

#include "handsh/completion.h"
#include "ui/cells.h"
#include "ui/paint.h"
#include "whole_shell.h"

static int open_shell(void **state)
{
	whole_shell_open(state);
	struct shell *shell = *state;
	machine_set_global(shell->machine, "known", value_int(1));
	return 0;
}

/* ---- faces ---- */

/* A letter for each byte of the line, which stands after other lines, with the cursor at its end. */
static void expect_faces(struct shell *shell, const char *before, const char *line,
			 const char *letters)
{
	static const char of_faces[FACES] = {
		[FACE_PLAIN] = ' ',    [FACE_WORD] = 'w',    [FACE_COMMAND] = 'c',
		[FACE_OPTION] = 'o',   [FACE_STRING] = 's',  [FACE_NUMBER] = 'n',
		[FACE_VARIABLE] = 'v', [FACE_COMMENT] = '#', [FACE_WRONG] = 'X',
		[FACE_OPEN] = '(',     [FACE_MATCH] = 'm',   [FACE_HINT] = 'h',
	};
	struct buffer text = {0};
	buffer_text(&text, before);
	buffer_text(&text, line);
	const struct scene scene = {buffer_cstring(&text), text.length, strlen(before),
				    text.length};
	uint8_t *faces = memory_zeroed(strlen(line) + 1, 1);
	paint_line(shell, &scene, faces);
	for (size_t i = 0; line[i]; i++)
		faces[i] = (uint8_t)of_faces[faces[i]];
	assert_string_equal((const char *)faces, letters);
	free(faces);
	buffer_free(&text);
}

static void test_faces(void **state)
{
	struct shell *shell = *state;
	expect_faces(shell, "", "", "");
	expect_faces(shell, "", "print -n 12 'a' $known # so", "ccccc oo nn sss vvvvvv ####");
	expect_faces(shell, "", "if true { x = $y }", "ww nnnn m v   XX m");
	expect_faces(shell, "", "y = 1; print $y", "v   n  ccccc vv");
	expect_faces(shell, "", "nosuch; nosuch.recv", "XXXXXX  XXXXXX cccc");
	expect_faces(shell, "", "def own a { $a }; own 1", "www ccc v   vv    ccc n");
	expect_faces(shell, "", "prin", "    ");
	expect_faces(shell, "", "print 'x", "ccccc (s");
	expect_faces(shell, "", "print (len [1 ", "ccccc (ccc (n ");
	expect_faces(shell, "", "stdin.recv; $1", "vvvvv cccc  vv");
}

static void test_faces_of_later_lines(void **state)
{
	struct shell *shell = *state;
	expect_faces(shell, "def own a {\n", "send $a $b }", "cccc vv XX m");
	expect_faces(shell, "print 'a\n", "b' 5", "ss n");
}

static void test_too_long_to_paint(void **state)
{
	struct buffer text = {0};
	buffer_format(&text, "print %*s", 40000, "");
	const struct scene scene = {text.data, text.length, 0, text.length};
	uint8_t *faces = memory_zeroed(text.length + 1, 1);
	paint_line(*state, &scene, faces);
	assert_int_equal(faces[0], FACE_PLAIN);
	free(faces);
	buffer_free(&text);
}

/* ---- hints ---- */

static void test_hints(void **state)
{
	static const char *const hints[][2] = {
		{"", ""},
		{"bin", ""},
		{"bind", " ‹host› ‹port›"},
		{"bind ", "‹host› ‹port›"},
		{"bind ''", " ‹port›"},
		{"bind '' ", "‹port›"},
		{"bind '' 5", ""},
		{"bind ::1 ", ""},
		{"bind /tmp/x ", ""},
		{"bind $known ", ""},
		{"s1.bind ", "‹host› ‹port›"},
		{"x = listen ", "‹n=128›"},
		{"print (listen ", "‹n=128›"},
		{"listen 5 ", ""},
		{"recv --wait", ""},
		{"sendto localhost ", "‹port› ‹data›"},
		{"sendto localhost 5 ", "‹data›"},
		{"print ", "‹v›…"},
		{"print a ", ""},
		{"print 'a", ""},
		{"nosuch ", ""},
	};
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++) {
		struct buffer hint = {0};
		complete_hint(*state, hints[i][0], strlen(hints[i][0]), &hint);
		if (strcmp(buffer_cstring(&hint), hints[i][1]) != 0)
			fail_msg("%s|: %s, not %s", hints[i][0], hint.data, hints[i][1]);
		buffer_free(&hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_faces, open_shell, whole_shell_close),
		cmocka_unit_test_setup_teardown(test_faces_of_later_lines, open_shell,
						whole_shell_close),
		cmocka_unit_test_setup_teardown(test_too_long_to_paint, open_shell,
						whole_shell_close),
		cmocka_unit_test_setup_teardown(test_hints, open_shell, whole_shell_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
